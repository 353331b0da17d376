# What tests must leave as it is: the files of the person who runs them.

function Get-UserPlace {
    # The folders of IruMcp and of the list of vaults, and the files of AI clients, on any system; the places of another system do not exist.
    $userHome, $roaming, $local = 'UserProfile', 'ApplicationData', 'LocalApplicationData' |
        ForEach-Object { [Environment]::GetFolderPath($_, 'DoNotVerify') }
    $config, $state, $cache = foreach ($place in ('CONFIG', '.config'), ('STATE', '.local/state'), ('CACHE', '.cache')) {
        $moved = [Environment]::GetEnvironmentVariable("XDG_$($place[0])_HOME")
        if ($moved) { $moved } else { Join-Path $userHome $place[1] }
    }
    $library = Join-Path $userHome 'Library'

    foreach ($parent in $config, $state, $cache) { Join-Path $parent 'irumcp' }
    foreach ($parent in 'Application Support', 'Logs', 'Caches') { Join-Path $library "$parent/IruMcp" }
    foreach ($parent in $roaming, $local) { Join-Path $parent 'IruMcp' }
    Join-Path $userHome '.secretmanagement'
    Join-Path $local 'Microsoft/PowerShell/secretmanagement'

    foreach ($file in '.claude.json', '.cursor/mcp.json', '.codex/config.toml', '.copilot/mcp-config.json', '.gemini/settings.json', '.mcp.json',
        '.codeium/windsurf/mcp_config.json', '.lmstudio/mcp.json', '.cache/lm-studio/mcp.json') { Join-Path $userHome $file }
    foreach ($parent in $roaming, $config, (Join-Path $userHome '.config'), (Join-Path $library 'Application Support')) {
        foreach ($file in 'Claude/claude_desktop_config.json', 'Code/User/mcp.json', 'Code - Insiders/User/mcp.json', 'Zed/settings.json',
            'zed/settings.json', 'opencode/opencode.json', 'opencode/opencode.jsonc') { Join-Path $parent $file }
    }
    Get-ChildItem -LiteralPath (Join-Path $local 'Packages') -Directory -Filter 'Claude_*' -ErrorAction Ignore |
        ForEach-Object { Join-Path $_.FullName 'LocalCache/Roaming/Claude/claude_desktop_config.json' }
}

function Get-UserFileState {
    # The path, size and time of each of these files; asked before and after a run.
    $found = @{}
    foreach ($place in Get-UserPlace | Where-Object { Test-Path -LiteralPath $_ }) {
        Get-ChildItem -LiteralPath $place -Recurse -File -Force -ErrorAction Ignore |
            ForEach-Object { $found[$_.FullName] = '{0} bytes of {1:o}' -f $_.Length, $_.LastWriteTimeUtc }
    }
    $found
}

function Compare-UserFileState([hashtable] $Before, [hashtable] $After) {
    # The paths of files that came, went or changed.
    @(@($Before.Keys) + @($After.Keys) | Sort-Object -Unique | Where-Object { $Before[$_] -ne $After[$_] })
}
