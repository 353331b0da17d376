[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
}

Describe 'Saved configurations (needs SecretManagement and a HOME of its own)' -Skip:(-not $hasVault) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '5', '--api-key', 'sk_live:CANARYsaved0key7788'
        $key = $simulator.ApiKey
        $folder = New-TestFolder

        $headers = "`"X-API-Key`": `"$key`", `"X-MCP-Profile`": `"$($simulator.ProfileId)`""
        $forms = @{
            iru    = "{ `"mcpServers`": { `"iru`": { `"url`": `"$($simulator.Uri)`", `"headers`": { $headers } } } }"
            claude = "{ `"mcpServers`": { `"iru`": { `"command`": `"npx`", `"args`": [`"-y`", `"mcp-remote`", `"$($simulator.Uri)`", `"--header`", `"X-API-Key: `${IRU_X_API_KEY}`", `"--header`", `"X-MCP-Profile: `${IRU_X_MCP_PROFILE}`"], `"env`": { `"IRU_X_API_KEY`": `"$key`", `"IRU_X_MCP_PROFILE`": `"$($simulator.ProfileId)`" } } } }"
            codex  = "[mcp_servers.iru]`nurl = `"$($simulator.Uri)`"`n`n[mcp_servers.iru.http_headers]`n`"X-API-Key`" = `"$key`"`n`"X-MCP-Profile`" = `"$($simulator.ProfileId)`"`n"
        }
        foreach ($form in $forms.Keys) { [System.IO.File]::WriteAllText((Join-Path $folder $form), $forms[$form]) }
        $environment = @{ FORMS = $folder }

        # A clipboard that is a file.
        $tools = Join-Path $folder 'bin'
        $null = New-Item -ItemType Directory $tools
        [System.IO.File]::WriteAllText("$tools/xclip", "#!/bin/sh`ncase `"`$*`" in`n*-out*|*' -o'*) cat `"`$CLIP`" ;;`n*) cat > `"`$CLIP`" ;;`nesac`n")
        if (-not (Test-OnWindows)) { & chmod +x "$tools/xclip" }
        $clip = Join-Path $folder 'clipboard'
        $clipboard = @{ PATH = "$tools$([System.IO.Path]::PathSeparator)$env:PATH"; CLIP = $clip; FORMS = $folder }
    }

    AfterAll {
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'takes the <Form> form by -Path, shows four characters of the key, and connects' -ForEach @('iru', 'claude', 'codex').ForEach({ @{ Form = $_ } }) {
        $child = Invoke-VaultShell -Environment $environment -Script @"
`$saved = Import-IruMcpConfig -Path "`$env:FORMS/$Form" -PassThru
"saved=`$(`$saved.Name) `$(`$saved.Vault) `$(`$saved.Uri) `$(`$saved.ApiKey)"
Connect-IruMcp
"devices=`$(@(Invoke-IruTool get-devices).Count) name=`$((Get-IruMcpConnection).Name)"
"@
        $child.Output | Should -Match "saved=iru test $([regex]::Escape($simulator.Uri)) \S*7788\r?\n" -Because $child.ErrorText
        $child.Output | Should -Match 'devices=5 name=iru'
        $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'
    }

    It 'joins the lines of the <Form> form from the pipeline' -ForEach @('iru', 'claude', 'codex').ForEach({ @{ Form = $_ } }) {
        $child = Invoke-VaultShell -Environment $environment -Script @"
Get-Content "`$env:FORMS/$Form" | Import-IruMcpConfig -Name piped
Get-Content "`$env:FORMS/$Form" -Raw | Import-IruMcpConfig -Name whole
"names=`$((Get-IruMcpConfig | Sort-Object Name).Name -join ',')"
"@
        $child.Output | Should -Match 'names=piped,whole' -Because $child.ErrorText
    }

    It 'reads the clipboard and clears it when the configuration has been saved' -Skip:($env:OS -eq 'Windows_NT') {
        Copy-Item -LiteralPath "$folder/iru" -Destination $clip
        $child = Invoke-VaultShell -Environment $clipboard -Script 'Import-IruMcpConfig -FromClipboard; "names=$((Get-IruMcpConfig).Name)"'
        $child.Output | Should -Match 'names=iru' -Because $child.ErrorText
        Get-Content -LiteralPath $clip -Raw | Should -BeNullOrEmpty
    }

    It 'leaves the clipboard alone when nothing was saved: <Why>' -Skip:($env:OS -eq 'Windows_NT') -ForEach @(
        @{ Why = 'a text that is no configuration'; Text = 'just a text'; Script = 'Import-IruMcpConfig -FromClipboard' }
        @{ Why = '-WhatIf'; Text = $null; Script = 'Import-IruMcpConfig -FromClipboard -WhatIf' }
        @{ Why = 'a name that exists'; Text = $null; Script = 'Import-IruMcpConfig -Path $env:FORMS/codex; Import-IruMcpConfig -FromClipboard' }
    ) {
        if ($Text) { [System.IO.File]::WriteAllText($clip, $Text) } else { Copy-Item -LiteralPath "$folder/iru" -Destination $clip }
        $before = Get-Content -LiteralPath $clip -Raw
        $null = Invoke-VaultShell -Environment $clipboard -Script $Script
        Get-Content -LiteralPath $clip -Raw | Should -Be $before
    }

    It 'takes -Uri with -Credential' {
        $child = Invoke-VaultShell -Simulator $simulator -Script @'
$credential = [pscredential]::new($env:IRU_X_MCP_PROFILE, [Net.NetworkCredential]::new('', $env:IRU_X_API_KEY).SecurePassword)
Import-IruMcpConfig -Name byhand -Uri $env:IRU_MCP_URL -Credential $credential
Connect-IruMcp byhand
"tools=$((Get-IruTool).Count)"
'@
        $child.Output | Should -Match 'tools=131' -Because $child.ErrorText
    }

    It 'replaces a saved configuration with -Force only' {
        $child = Invoke-VaultShell -Environment $environment -Script @'
Import-IruMcpConfig -Path $env:FORMS/iru
Import-IruMcpConfig -Path $env:FORMS/codex -ErrorVariable failure -ErrorAction SilentlyContinue
try { Import-IruMcpConfig -Path $env:FORMS/codex -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
Import-IruMcpConfig -Path $env:FORMS/codex -Force
"ok=$? count=$(@(Get-IruMcpConfig).Count)"
'@
        $child.Output | Should -Match 'id=IruMcp.ConfigExists'
        $child.Output | Should -Match 'ok=True count=1'
    }

    It 'saves nothing under -WhatIf, and shows four characters of the key' {
        $child = Invoke-VaultShell -Environment $environment -Script 'Import-IruMcpConfig -Path $env:FORMS/iru -WhatIf; "count=$(@(Get-IruMcpConfig).Count)"'
        $child.Output | Should -Match 'What if: .*7788'
        $child.Output | Should -Match 'count=0'
        $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'
    }

    It 'picks Iru''s server of several, or asks for -ServerName' {
        [System.IO.File]::WriteAllText("$folder/several", "{ `"mcpServers`": { `"other`": { `"command`": `"node`", `"args`": [`"x`"] }, `"mine`": { `"url`": `"$($simulator.Uri)`", `"headers`": { $headers } } } }")
        [System.IO.File]::WriteAllText("$folder/two", "{ `"mcpServers`": { `"first`": { `"url`": `"$($simulator.Uri)`", `"headers`": { $headers } }, `"second`": { `"url`": `"$($simulator.Uri)`", `"headers`": { $headers } } } }")
        $child = Invoke-VaultShell -Environment $environment -Script @'
Import-IruMcpConfig -Path $env:FORMS/several -Name one
try { Import-IruMcpConfig -Path $env:FORMS/two -Name two } catch { "id=$($_.FullyQualifiedErrorId) $_" }
Import-IruMcpConfig -Path $env:FORMS/two -Name two -ServerName second
try { Import-IruMcpConfig -Path $env:FORMS/two -Name three -ServerName none } catch { "id=$($_.FullyQualifiedErrorId)" }
"names=$((Get-IruMcpConfig | Sort-Object Name).Name -join ',')"
'@
        $child.Output | Should -Match 'id=IruMcp.ServerNameRequired.*first, second' -Because $child.ErrorText
        $child.Output | Should -Match 'id=IruMcp.ServerNotFound'
        $child.Output | Should -Match 'names=one,two'
    }

    It 'tells what is wrong with a pasted text and never quotes it: <Wrong>' -ForEach @(
        @{ Wrong = 'typographic quotation marks'; Change = { $args[0].Replace('"', [string] [char] 0x201C) }; Id = 'IruMcp.InvalidConfiguration'; Says = 'typographic' }
        @{ Wrong = 'a trailing comma'; Change = { $args[0] -replace '\} \} \} \}$', '} }, } }' }; Id = 'IruMcp.InvalidConfiguration'; Says = 'comma too many' }
        @{ Wrong = 'a missing brace'; Change = { $args[0] -replace '\}$' }; Id = 'IruMcp.InvalidConfiguration'; Says = 'brace' }
        @{ Wrong = 'the placeholder of the documentation'; Change = { $args[0] -replace 'sk_live:[^"]*', 'sk_live:YOUR_API_KEY' }; Id = 'IruMcp.PlaceholderConfiguration'; Says = 'placeholder' }
        @{ Wrong = 'a key alone'; Change = { [regex]::Match($args[0], 'sk_live:[^"]*').Value }; Id = 'IruMcp.InvalidConfiguration'; Says = 'only the key' }
        @{ Wrong = 'an empty text'; Change = { '' }; Id = 'IruMcp.InvalidConfiguration'; Says = 'empty' }
        @{ Wrong = 'http to another host'; Change = { $args[0] -replace 'http://127.0.0.1', 'http://example.com' }; Id = 'IruMcp.InsecureUri'; Says = 'https' }
    ) {
        [System.IO.File]::WriteAllText("$folder/wrong", (& $Change $forms.iru))
        $child = Invoke-VaultShell -Environment $environment -Script 'try { Import-IruMcpConfig -Path $env:FORMS/wrong } catch { "id=$($_.FullyQualifiedErrorId) text=$_" }; $Error | Format-List * -Force; "count=$(@(Get-IruMcpConfig).Count)"'
        $child.Output | Should -Match "id=$Id"
        $child.Output | Should -Match "text=.*$Says"
        $child.Output | Should -Match 'count=0'
        $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'
    }

    It 'drops a byte order mark and spaces around values' {
        [System.IO.File]::WriteAllText("$folder/spaces", ($forms.iru -replace 'sk_live:[^"]*', '  $0 '), [System.Text.UTF8Encoding]::new($true))
        $child = Invoke-VaultShell -Environment $environment -Script 'Import-IruMcpConfig -Path $env:FORMS/spaces; Connect-IruMcp; "tools=$((Get-IruTool).Count)"'
        $child.Output | Should -Match 'tools=131' -Because $child.ErrorText
    }

    It 'lists, removes and completes names' {
        $child = Invoke-VaultShell -Environment $environment -Script @'
'alpha', 'beta', 'gamma' | ForEach-Object { Import-IruMcpConfig -Path $env:FORMS/iru -Name $_ }
"wild=$((Get-IruMcpConfig *a).Count) one=$((Get-IruMcpConfig BETA).Name)"
try { Get-IruMcpConfig none -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
Remove-IruMcpConfig alpha -WhatIf
"left=$((Get-IruMcpConfig).Count)"
Remove-IruMcpConfig alpha
Get-IruMcpConfig b* | Remove-IruMcpConfig
"left=$((Get-IruMcpConfig).Name)"
try { Remove-IruMcpConfig none -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
try { Connect-IruMcp none } catch { "id=$($_.FullyQualifiedErrorId)" }
'@
        $child.Output | Should -Match 'wild=3 one=beta' -Because $child.ErrorText
        [regex]::Matches($child.Output, 'id=IruMcp.ConfigNotFound').Count | Should -Be 3
        $child.Output | Should -Match 'left=3'
        $child.Output | Should -Match 'left=gamma'
    }

    It 'says what to do where SecretManagement cannot be loaded' {
        # Installed modules cannot be hidden from a new runspace; one that refuses to load stands in for none.
        $null = New-Item -ItemType Directory "$folder/modules/Microsoft.PowerShell.SecretManagement"
        Set-Content "$folder/modules/Microsoft.PowerShell.SecretManagement/Microsoft.PowerShell.SecretManagement.psm1" 'throw "not here"'
        $child = Invoke-VaultShell -NoVault -Simulator $simulator -Environment @{ FORMS = $folder } -Script @'
$env:PSModulePath = "$env:FORMS/modules$([IO.Path]::PathSeparator)$env:PSModulePath"
try { Import-IruMcpConfig -Path $env:FORMS/iru } catch { "id=$($_.FullyQualifiedErrorId) $_" }
try { Connect-IruMcp } catch { "id=$($_.FullyQualifiedErrorId)" }
try { Get-IruMcpConfig -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
Connect-IruMcp -EnvironmentVariable
"tools=$((Get-IruTool).Count)"
'@
        [regex]::Matches($child.Output, 'id=IruMcp.SecretManagementMissing').Count | Should -Be 3 -Because ($child.Output + $child.ErrorText)
        $child.Output | Should -Match 'Install-PSResource'
        $child.Output | Should -Match 'tools=131'
    }

    It 'says what to do where no vault is registered' {
        $child = Invoke-VaultShell -NoVault -Environment $environment -Script @'
try { Import-IruMcpConfig -Path $env:FORMS/iru } catch { "id=$($_.FullyQualifiedErrorId) $_" }
try { Connect-IruMcp } catch { "id=$($_.FullyQualifiedErrorId) $_" }
try { Get-IruMcpConfig -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
'@
        [regex]::Matches($child.Output, 'id=IruMcp.NoVault').Count | Should -Be 3 -Because ($child.Output + $child.ErrorText)
        $child.Output | Should -Match 'Register-SecretVault'
    }

    It 'does not ask where nobody can answer' {
        $child = Invoke-VaultShell -StandardInput SilentPipe -Script 'try { Import-IruMcpConfig } catch { "id=$($_.FullyQualifiedErrorId)" }'
        $child.HasHung | Should -BeFalse
        $child.Output | Should -Match 'id=IruMcp.CannotAsk'
    }

    It 'keeps a configuration per vault' {
        $child = Invoke-VaultShell -Environment $environment -Script @'
$null = New-Item -ItemType Directory (Join-Path $env:HOME second)
Register-SecretVault -Name second -ModuleName $env:IRUMCP_TEST_VAULT -VaultParameters @{ Path = (Join-Path $env:HOME second) }
Import-IruMcpConfig -Path $env:FORMS/iru -Vault second
"vault=$((Get-IruMcpConfig).Vault)"
Connect-IruMcp -Vault second
"tools=$((Get-IruTool).Count)"
Import-IruMcpConfig -Path $env:FORMS/iru -Vault test -PassThru | ForEach-Object { "saved=$($_.Vault)" }
"both=$(@(Get-IruMcpConfig iru).Count)"
'@
        $child.Output | Should -Match 'vault=second' -Because $child.ErrorText
        $child.Output | Should -Match 'tools=131'
        $child.Output | Should -Match 'saved=test'
        $child.Output | Should -Match 'both=2'
    }
}

Describe 'SecretStore (needs it installed, and a HOME of its own)' -Skip:(-not $hasVault -or -not (Get-Module -ListAvailable Microsoft.PowerShell.SecretStore)) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '5'
        $open = @'
Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
Reset-SecretStore -Authentication None -Interaction None -Force -WarningAction SilentlyContinue | Out-Null
Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
$credential = [pscredential]::new($env:IRU_X_MCP_PROFILE, [Net.NetworkCredential]::new('', $env:IRU_X_API_KEY).SecurePassword)
Import-IruMcpConfig -Uri $env:IRU_MCP_URL -Credential $credential
'@
        # A store with a password, closed: what a scheduled task finds.
        $lockedHome = New-TestFolder
        $made = Invoke-VaultShell -NoVault -HomeFolder $lockedHome -Simulator $simulator -Script ($open + @'

$password = [Net.NetworkCredential]::new('', 'a password').SecurePassword
Set-SecretStoreConfiguration -Scope CurrentUser -Authentication Password -Password $password -Interaction Prompt -Confirm:$false
'made'
'@)
        $made.Output | Should -Match 'made' -Because $made.ErrorText
    }

    AfterAll {
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $lockedHome -Recurse -Force
    }

    It 'keeps a configuration that connects' {
        $child = Invoke-VaultShell -NoVault -Simulator $simulator -Script ($open + "`nConnect-IruMcp; `"tools=`$((Get-IruTool).Count)`"; Get-IruMcpConfig | Format-List; Remove-IruMcpConfig iru; `"left=`$(@(Get-IruMcpConfig).Count)`"")
        $child.Output | Should -Match 'tools=131' -Because $child.ErrorText
        $child.Output | Should -Match 'left=0'
        $child.Output | Should -Not -Match 'CANARY'
    }

    It 'fails clearly, without a prompt or a hang, where it is locked and nobody can answer: <Way>' -ForEach @(
        @{ Way = '-NonInteractive'; NonInteractive = $true; StandardInput = 'SilentPipe' }
        @{ Way = '/dev/null'; NonInteractive = $false; StandardInput = 'Null' }
        @{ Way = 'an open silent pipe'; NonInteractive = $false; StandardInput = 'SilentPipe' }
    ) {
        $child = Invoke-VaultShell -NoVault -HomeFolder $lockedHome -NonInteractive:$NonInteractive -StandardInput $StandardInput -Script @'
try { Connect-IruMcp } catch { "id=$($_.FullyQualifiedErrorId) $_" }
try { Get-IruMcpConfig -ErrorAction Stop } catch { "id=$($_.FullyQualifiedErrorId)" }
'the end'
'@
        $child.HasHung | Should -BeFalse
        $child.Output | Should -Match 'the end'
        [regex]::Matches($child.Output, 'id=IruMcp.VaultFailed').Count | Should -Be 2 -Because ($child.Output + $child.ErrorText)
        $child.Output | Should -Not -Match '(?im)^.*enter.*password|password:'
    }

    It 'lets a bridge that finds it locked answer initialize, say in each call what to do, live, and serve once that was done' {
        Import-Module "$PSScriptRoot/Support/BridgeClient.psm1" -Force
        $own = New-TestFolder
        try {
            Copy-Item -Path (Join-Path $lockedHome '*') -Destination $own -Recurse -Force
            Get-ChildItem -LiteralPath $lockedHome -Hidden | Copy-Item -Destination $own -Recurse -Force
            $bridge = Start-Bridge -HomeFolder $own -Argument '-Verbose'
            foreach ($call in 1, 2) {
                $result = Invoke-Bridge -Bridge $bridge -Method tools/call -Parameters @{ name = 'get-devices'; arguments = @{} }
                $result.isError | Should -BeTrue
                $result.content[0].text | Should -Match "'Set-SecretStoreConfiguration -Authentication None -Interaction None'.*\[IruMcp.VaultFailed\]$"
            }
            (Invoke-Bridge -Bridge $bridge -Method tools/list).tools.name | Should -Be 'find-tools', 'call-read-tool', 'call-tool'

            # Now and then PowerShell itself ends there with "The pipeline does not contain a command"; then once more.
            $mending = @'
$password = [Net.NetworkCredential]::new('', 'a password').SecurePassword
Set-SecretStoreConfiguration -Authentication None -Interaction None -Password $password -Confirm:$false
'mended'
'@
            foreach ($try in 1..3) {
                $mended = Invoke-VaultShell -NoVault -HomeFolder $own -Script $mending
                if ($mended.Output -match 'mended') { break }
            }
            $mended.Output | Should -Match 'mended' -Because $mended.ErrorText
            Invoke-BridgeTool -Bridge $bridge -Tool get-devices -Argument @{ limit = 1 } | Should -Match '"outcome":"success"'

            $errors = Stop-Bridge -Bridge $bridge
            $bridge.Process.ExitCode | Should -Be 0
            foreach ($line in $bridge.Lines) { { $line | ConvertFrom-Json -ErrorAction Stop } | Should -Not -Throw }
            $errors + ($bridge.Lines -join '') | Should -Not -Match '(?im)^.*enter.*password|password:'
        }
        finally { Remove-Item -LiteralPath $own -Recurse -Force }
    }
}
