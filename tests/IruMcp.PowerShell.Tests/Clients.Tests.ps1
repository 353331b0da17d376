[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
}

Describe 'AI clients (needs SecretManagement and a HOME of its own)' -Skip:(-not $hasVault) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $url = 'https://acme.connect.iru.dev/mcp-server/connector/kandji/tools'
        $former = 'sk_live:CANARYformer9876'
        function Write-HomeFile([string] $Path, [string] $Text) {
            $file = Join-Path $own $Path
            $null = New-Item -ItemType Directory -Force (Split-Path $file)
            [System.IO.File]::WriteAllText($file, $Text)
            if (-not (Test-OnWindows)) { & chmod 600 $file }
        }
        function Protect-HomeFile([string] $Path, [bool] $To) { [System.IO.FileInfo]::new((Join-Path $own $Path)).IsReadOnly = $To }
        function Read-HomeFile([string] $Path) { [System.IO.File]::ReadAllText((Join-Path $own $Path)) }
        function Get-Configuration([string] $Key, [string] $ProfileId) {
            '{"mcpServers":{"iru":{"url":"' + $url + '","headers":{"X-API-Key":"' + $Key + '","X-MCP-Profile":"' + $ProfileId + '"}}}}'
        }
    }

    BeforeEach {
        $own = New-TestFolder
        $plain = '"headers":{"X-API-Key":"' + $former + '","X-MCP-Profile":"CANARYprofile1"}'
        Write-HomeFile 'former.json' (Get-Configuration $former 'CANARYprofile1')
        Write-HomeFile 'next.json' (Get-Configuration 'sk_live:CANARYnext0000' 'CANARYprofile2')
        Write-HomeFile '.cursor/mcp.json' "{`"mcpServers`":{`"iru`":{`"url`":`"$url`",$plain}}}"
        Write-HomeFile '.codeium/windsurf/mcp_config.json' "{`r`n`t`"mcpServers`":{`"Iru MCP`":{`"serverUrl`":`"$url`",$plain}}}"
        $roaming = if (Test-OnWindows) { 'AppData/Roaming' } else { '.config' }
        Write-HomeFile "$roaming/Claude/claude_desktop_config.json" ('{"mcpServers":{"iru":{"command":"npx","args":["-y","mcp-remote@0.1.13","' + $url +
            '","--header","X-API-Key:${A}","--header","X-MCP-Profile:${B}"],"env":{"A":"' + $former + '","B":"CANARYprofile1"}}}}')
        Write-HomeFile '.codex/config.toml' "# mine`n[mcp_servers.iru]`nurl = '$url'`nhttp_headers = { X-API-Key = '$former', X-MCP-Profile = 'CANARYprofile1' }`n"
        Write-HomeFile '.claude.json' "{`"projects`":{`"/p`":{`"mcpServers`":{`"iru`":{`"type`":`"http`",`"url`":`"$url`",$plain}}}}}"
        Write-HomeFile "$roaming/Code/User/mcp.json" "{ // c`n  `"servers`":{`"iru`":{`"type`":`"http`",`"url`":`"$url`",$plain}}}"
        $environment = @{ XDG_CONFIG_HOME = ''; CODEX_HOME = ''; CLAUDE_CONFIG_DIR = ''; COPILOT_HOME = '' }
    }

    AfterEach { Remove-Item -LiteralPath $own -Recurse -Force }

    It 'rotates a token through six clients, says which one could not be changed, and finishes the job the second time' {
        Protect-HomeFile '.codex/config.toml' $true
        $child = Invoke-VaultShell -HomeFolder $own -Environment $environment -Script @'
Import-IruMcpConfig -Path (Join-Path $env:HOME former.json)
Remove-Item (Join-Path $env:HOME former.json)
Update-IruMcpConfig -Path (Join-Path $env:HOME next.json) -WhatIf | Out-Null
"whatif=$((Get-IruMcpConfig).ApiKey)"
$first = @(Update-IruMcpConfig -Path (Join-Path $env:HOME next.json) -ErrorAction SilentlyContinue -ErrorVariable failed)
"first=$(($first | ForEach-Object { "$($_.Client):$($_.Status)" }) -join ' ')"
"failed=$($failed.FullyQualifiedErrorId -join ' ')"
"note=$(($first | Where-Object Status -eq Failed).Note)"
"saved=$((Get-IruMcpConfig).ApiKey)"
'@
        $child.Output | Should -Match 'whatif=\*{4}9876' -Because $child.ErrorText
        $child.Output | Should -Match 'first=ClaudeDesktop:Updated Cursor:Updated Codex:Failed ClaudeCode:Updated VSCode:Updated Windsurf:Updated'
        $child.Output | Should -Match 'failed=IruMcp.FileNotWritable,'
        $child.Output | Should -Match 'note=.*config\.toml.*read-only.*run the same command again'
        $child.Output | Should -Match 'saved=\*{4}0000'
        $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'
        $holders = Get-ChildItem -LiteralPath $own -Recurse -File -Force | Where-Object { [System.IO.File]::ReadAllText($_.FullName).Contains($former) }
        $holders.Name | Should -Be 'config.toml'

        Protect-HomeFile '.codex/config.toml' $false
        $child = Invoke-VaultShell -HomeFolder $own -Environment $environment -Script @'
$second = @(Update-IruMcpConfig -Path (Join-Path $env:HOME next.json))
"second=$(($second | ForEach-Object { "$($_.Client):$($_.Status)" }) -join ' ')"
'secret=' + (Get-Secret IruMcp-iru -AsPlainText).Replace('CANARY', '')
'@
        $child.Output | Should -Match 'second=ClaudeDesktop:UpToDate Cursor:UpToDate Codex:Updated ClaudeCode:UpToDate VSCode:UpToDate Windsurf:UpToDate' -Because $child.ErrorText
        $child.Output | Should -Match 'secret=\{"url":"[^"]+","apiKey":"sk_live:next0000","profile":"profile2"\}'
        Read-HomeFile '.codex/config.toml' | Should -BeExactly "# mine`n[mcp_servers.iru]`nurl = '$url'`nhttp_headers = { X-API-Key = `"sk_live:CANARYnext0000`", X-MCP-Profile = `"CANARYprofile2`" }`n"
        Get-ChildItem -LiteralPath $own -Recurse -File -Force | Where-Object { [System.IO.File]::ReadAllText($_.FullName).Contains($former) } | Should -BeNullOrEmpty
    }

    It 'finds what is wrong, takes the keys out of the files, and takes Iru out of the clients' {
        $child = Invoke-VaultShell -HomeFolder $own -Environment $environment -Script @'
Import-IruMcpConfig -Path (Join-Path $env:HOME former.json)
Remove-Item (Join-Path $env:HOME former.json), (Join-Path $env:HOME next.json)
Get-IruMcpClient | ForEach-Object { "before=$($_.Client) $($_.KeySource) $($_.IsCurrent) $($_.Findings -join '+')" }
Get-IruMcpClient | Export-IruMcpConfig -Force -WarningAction SilentlyContinue -InformationAction Ignore
"ok=$?"
Get-IruMcpClient | ForEach-Object { "after=$($_.Client) $($_.KeySource) $($_.IsCurrent) $($_.Findings -join '+')" }
Get-IruMcpClient | Remove-IruMcpClientConfig -InformationAction Ignore
"left=$(@(Get-IruMcpClient | Where-Object ServerName).Count)"
try { Remove-IruMcpClientConfig Cursor -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
'@
        $child.Output | Should -Match 'before=ClaudeDesktop PlainText True PlainTextKey\+VulnerableMcpRemote' -Because $child.ErrorText
        foreach ($name in 'Cursor', 'Codex', 'ClaudeCode', 'VSCode', 'Windsurf') { $child.Output | Should -Match "before=$name PlainText True PlainTextKey\s" }
        $child.Output | Should -Match 'ok=True'
        foreach ($name in 'ClaudeDesktop', 'Cursor', 'Codex', 'ClaudeCode', 'VSCode', 'Windsurf') { $child.Output | Should -Match "after=$name Bridge True\s" }
        $child.Output | Should -Not -Match 'after=\S+ PlainText'
        $child.Output | Should -Match 'left=0'
        $child.Output | Should -Match 'id=IruMcp.EntryNotFound,'
        Read-HomeFile '.cursor/mcp.json' | Should -BeExactly '{"mcpServers":{}}'
        Read-HomeFile '.codex/config.toml' | Should -BeExactly "# mine`n"
        $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'
        Get-ChildItem -LiteralPath $own -Recurse -File -Force | Where-Object { [System.IO.File]::ReadAllText($_.FullName).Contains($former) } | Should -BeNullOrEmpty
    }

    It 'gives one short line without a vault, a word on stderr, a name or a key, and at the end an exit code' {
        $child = Invoke-VaultShell -HomeFolder $own -NoVault -NonInteractive -Environment $environment -Script @'
$line = Get-IruMcpClient -AllUsers -AsJson
$line
exit [int]($line -match '"(PlainTextKey|VulnerableMcpRemote)"')
'@
        $child.ErrorText | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 1
        $child.Output.TrimEnd().Length | Should -BeLessOrEqual 2000
        $child.Output.TrimEnd() | Should -Not -Match "`n"
        $child.Output | Should -Not -Match ([regex]::Escape($own))
        $child.Output | Should -Not -Match 'CANARY|/home|:\\|acme'
        $found = $child.Output | ConvertFrom-Json
        $found.truncated | Should -BeFalse
        $found.withIru | Should -BeGreaterOrEqual 6
        $found.clients | Where-Object client -EQ ClaudeDesktop | ForEach-Object { $_.findings } | Should -Contain 'VulnerableMcpRemote'
    }

    It 'refuses a bridge that could not read the vault, with the reason, and changes nothing' {
        $before = Read-HomeFile '.cursor/mcp.json'
        $child = Invoke-VaultShell -HomeFolder $own -Environment $environment -Script @'
try { Export-IruMcpConfig Cursor -Force -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
Unregister-SecretVault test
try { Export-IruMcpConfig Cursor -Force -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)"; "why=$_" }
try { Export-IruMcpConfig Cursor -KeySource Prompt -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
try { Export-IruMcpConfig Cursor -KeySource PlainText -ToolSet Inventory -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
try { Export-IruMcpConfig Nobody -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
'@
        $child.Output | Should -Match 'id=IruMcp.ConfigNotFound,' -Because $child.ErrorText
        $child.Output | Should -Match 'id=IruMcp.BridgeNotPossible,'
        $child.Output | Should -Match 'why=.*NoVault'
        $child.Output | Should -Match 'id=IruMcp.NoVault,'
        $child.Output | Should -Match 'id=IruMcp.InvalidArgument,'
        $child.Output | Should -Match 'id=IruMcp.UnknownHost,'
        Read-HomeFile '.cursor/mcp.json' | Should -BeExactly $before
    }

    It 'offers the names of clients and the tool sets that the bridge knows' {
        $child = Invoke-VaultShell -HomeFolder $own -NoVault -Script @'
"clients=$((TabExpansion2 'Export-IruMcpConfig co').CompletionMatches.CompletionText -join ' ')"
$types = 'Export-IruMcpConfig', 'Start-IruMcpBridge' | ForEach-Object { (Get-Command $_).Parameters['ToolSet'].ParameterType.GetElementType() }
$core = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'IruMcp.Core' }
$known = $core.GetType('IruMcp.Bridge.ToolSets').GetField('Named').GetValue($null).Item1
"same=$($types[0] -eq $types[1] -and -not (Compare-Object ([enum]::GetNames($types[0])) ($known + 'All')))"
'@
        $child.Output | Should -Match 'clients=Codex CopilotCli .*VSCode' -Because $child.ErrorText
        $child.Output | Should -Match 'same=True'
    }
}
