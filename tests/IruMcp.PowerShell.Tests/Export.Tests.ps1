[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
}

Describe 'Export-IruMcpConfig (needs SecretManagement and a HOME of its own)' -Skip:(-not $hasVault) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $folder = New-TestFolder
        $text = Join-Path $folder 'iru.json'
        [System.IO.File]::WriteAllText($text, '{"mcpServers":{"iru":{"url":"https://acme.connect.iru.dev/mcp-server/connector/kandji/tools","headers":{"X-API-Key":"sk_live:CANARYexport9876","X-MCP-Profile":"CANARYprofile5432"}}}}')
        # What stands in the clients' files before; the odd spaces are the point.
        $before = @{
            ClaudeDesktop = "{`r`n  `"globalShortcut`" : `"`",`r`n  `"mcpServers`": {`r`n      `"other`": { `"command`": `"node`",   `"args`": [ ] }`r`n  }`r`n}`r`n"
            Cursor        = "{`n`t`"mcpServers`": {`n`t`t`"other`": { `"url`": `"https://example.com/mcp`" }`n`t}`n}"
            Codex         = "# mine`nmodel = `"o3`"   # keep`n`n[mcp_servers.other]`ncommand = 'node'`n"
        }
    }

    AfterAll { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'adds Iru for <Client> with <KeySource> and leaves every other byte alone' -ForEach @(
        foreach ($client in 'ClaudeDesktop', 'Cursor', 'Codex') { foreach ($source in 'PlainText', 'Environment') { @{ Client = $client; KeySource = $source } } }
    ) {
        $file = Join-Path $folder "$Client-$KeySource"
        [System.IO.File]::WriteAllText($file, $before[$Client])
        $child = Invoke-VaultShell -Environment @{ TEXT = $text; FILE = $file } -Script @"
Import-IruMcpConfig -Path `$env:TEXT
`$hash = (Get-FileHash -LiteralPath `$env:FILE).Hash
Export-IruMcpConfig $Client -KeySource $KeySource -Path `$env:FILE -WhatIf
"same=`$((Get-FileHash -LiteralPath `$env:FILE).Hash -eq `$hash)"
`$done = Export-IruMcpConfig $Client -KeySource $KeySource -Path `$env:FILE -PassThru -WarningAction SilentlyContinue
"done=`$(`$done.Client) `$(`$done.ServerName) `$(`$done.KeySource) notes=`$(`$done.Notes.Count)"
try { Export-IruMcpConfig $Client -KeySource PlainText -Path `$env:FILE -ErrorAction Stop -WarningAction SilentlyContinue; 'again' } catch { "id=`$(`$_.FullyQualifiedErrorId)" }
"@
        $child.Output | Should -Match 'What if: ' -Because $child.ErrorText
        $child.Output | Should -Match 'same=True'
        $child.Output | Should -Match "done=$Client iru $KeySource notes=[1-9]"
        $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'
        $after = [System.IO.File]::ReadAllText($file)
        # What was there before is there in its order; only one piece was put in.
        $prefix = 0
        while ($prefix -lt $before[$Client].Length -and $after[$prefix] -ceq $before[$Client][$prefix]) { $prefix++ }
        $after.EndsWith($before[$Client].Substring($prefix), [StringComparison]::Ordinal) | Should -BeTrue
        $after -cmatch 'sk_live:CANARYexport9876' | Should -Be ($KeySource -eq 'PlainText')
        $after | Should -Match 'acme\.connect\.iru\.dev'
        if ($Client -ne 'Codex') { ($after | ConvertFrom-Json).mcpServers.PSObject.Properties.Name | Should -Be 'other', 'iru' }
    }

    It 'updates an entry with -Force only, and writes a new file for the user alone' {
        $file = Join-Path $folder 'new.json'
        $child = Invoke-VaultShell -Environment @{ TEXT = $text; FILE = $file } -Script @'
Import-IruMcpConfig -Path $env:TEXT
Export-IruMcpConfig Cursor -KeySource PlainText -Path $env:FILE -WarningAction SilentlyContinue
try { Export-IruMcpConfig Cursor -KeySource Environment -Path $env:FILE -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
Export-IruMcpConfig Cursor -KeySource Environment -Path $env:FILE -Force
"ok=$?"
'@
        $child.Output | Should -Match 'id=IruMcp.EntryExists' -Because $child.ErrorText
        $child.Output | Should -Match 'ok=True'
        $after = Get-Content -LiteralPath $file -Raw
        $after | Should -Not -Match 'CANARY'
        ($after | ConvertFrom-Json).mcpServers.iru.headers.'X-API-Key' | Should -Be '${env:IRU_X_API_KEY}'
        if (-not (Test-OnWindows)) { & stat -c '%a' $file 2>$null | Should -BeIn '600', $null }
    }

    It 'finds the clients'' own files below HOME' {
        $own = New-TestFolder
        try {
            $child = Invoke-VaultShell -HomeFolder $own -Environment @{ TEXT = $text; XDG_CONFIG_HOME = ''; CODEX_HOME = '' } -Script @'
Import-IruMcpConfig -Path $env:TEXT
'ClaudeDesktop', 'Cursor', 'Codex' | Export-IruMcpConfig -KeySource Environment -PassThru -WarningAction SilentlyContinue | ForEach-Object { "path=$($_.Path)" }
'@
            $paths = $child.Output -replace '\\', '/'
            $root = 'path=' + [regex]::Escape(($own -replace '\\', '/'))
            $paths | Should -Match "$root.*claude_desktop_config.json" -Because $child.ErrorText
            $paths | Should -Match "$root/\.cursor/mcp\.json"
            $paths | Should -Match "$root/\.codex/config\.toml"
        }
        finally { Remove-Item -LiteralPath $own -Recurse -Force }
    }

    It 'refuses a file that does not parse, a version that is none, and a missing configuration' {
        $file = Join-Path $folder 'broken.json'
        [System.IO.File]::WriteAllText($file, '{ "mcpServers": ')
        $child = Invoke-VaultShell -Environment @{ TEXT = $text; FILE = $file } -Script @'
try { Export-IruMcpConfig Cursor -KeySource PlainText -Path $env:FILE } catch { "id=$($_.FullyQualifiedErrorId)" }
Import-IruMcpConfig -Path $env:TEXT
try { Export-IruMcpConfig Cursor -KeySource PlainText -Path $env:FILE -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
try { Export-IruMcpConfig ClaudeDesktop -KeySource PlainText -Path $env:FILE -McpRemoteVersion 'x; rm' } catch { "id=$($_.FullyQualifiedErrorId)" }
try { Export-IruMcpConfig Cursor -Path $env:FILE -KeySource '' } catch { "id=$($_.FullyQualifiedErrorId)" }
'@
        $child.Output | Should -Match 'id=IruMcp.ConfigNotFound' -Because $child.ErrorText
        $child.Output | Should -Match 'id=IruMcp.InvalidHostFile'
        [regex]::Matches($child.Output, 'id=ParameterArgumentValidationError').Count | Should -Be 2
        [System.IO.File]::ReadAllText($file) | Should -Be '{ "mcpServers": '
    }
}
