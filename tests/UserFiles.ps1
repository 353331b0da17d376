# What tests must leave as it is: the files of the person who runs them.

function Get-UserFileState {
    # The path, size and time of each file of IruMcp, of the list of vaults, and of the AI clients; asked before and after a run.
    $userHome = [Environment]::GetFolderPath('UserProfile')
    $roaming, $local = [Environment]::GetFolderPath('ApplicationData'), [Environment]::GetFolderPath('LocalApplicationData')
    $state = if ($env:XDG_STATE_HOME) { $env:XDG_STATE_HOME } else { Join-Path $userHome '.local/state' }
    $cache = if ($env:XDG_CACHE_HOME) { $env:XDG_CACHE_HOME } else { Join-Path $userHome '.cache' }
    $folders = @(
        (Join-Path $roaming 'IruMcp'), (Join-Path $local 'IruMcp'), (Join-Path $state 'IruMcp'), (Join-Path $cache 'IruMcp')
        (Join-Path $userHome '.secretmanagement'), (Join-Path $local 'Microsoft/PowerShell/secretmanagement')
    )
    $clients = @('.claude.json', '.cursor/mcp.json', '.codex/config.toml', '.copilot/mcp-config.json', '.gemini/settings.json', '.mcp.json',
        '.codeium/windsurf/mcp_config.json', '.lmstudio/mcp.json' | ForEach-Object { Join-Path $userHome $_ }) +
        @('Claude/claude_desktop_config.json', 'Code/User/mcp.json', 'Zed/settings.json', 'zed/settings.json', 'opencode/opencode.json' |
                ForEach-Object { (Join-Path $roaming $_), (Join-Path (Join-Path $userHome 'Library/Application Support') $_) })

    $found = @{}
    $files = @($folders | Where-Object { Test-Path -LiteralPath $_ } | ForEach-Object { Get-ChildItem -LiteralPath $_ -Recurse -File -Force }) +
        @($clients | Where-Object { Test-Path -LiteralPath $_ } | ForEach-Object { Get-Item -LiteralPath $_ -Force })
    foreach ($file in $files) { $found[$file.FullName] = '{0} bytes of {1:o}' -f $file.Length, $file.LastWriteTimeUtc }
    $found
}

function Compare-UserFileState([hashtable] $Before, [hashtable] $After) {
    # The paths of files that came, went or changed.
    @(@($Before.Keys) + @($After.Keys) | Sort-Object -Unique | Where-Object { $Before[$_] -ne $After[$_] })
}
