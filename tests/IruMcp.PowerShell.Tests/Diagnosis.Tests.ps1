[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
}

Describe 'Diagnosis' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '30'
        $way = @{ Uri = $simulator.Uri; Credential = $simulator.Credential; InformationAction = 'Ignore' }
        $wrong = New-TestCredential $simulator.ProfileId 'sk_live:CANARYwrong0key0123456789'
    }

    AfterAll { Stop-Simulator $simulator }

    BeforeEach { Clear-SimulatorLog $simulator }

    AfterEach {
        Clear-SimulatorFault $simulator
        Set-SimulatorOption $simulator @{ permissions = 'all'; visibility = 'all' }
        Disconnect-IruMcp -All
    }

    Context 'Test-IruMcpConnection' {
        It 'gives a check for each step and opens no connection in the session' {
            $checks = Test-IruMcpConnection @way
            $checks.Check | Should -Be 'Versions', 'Vault', 'Configuration', 'Key', 'Proxy', 'Dns', 'Tcp', 'Tls', 'Http', 'Authentication', 'Protocol', 'Tools', 'Permissions', 'Clock', 'RateBudget'
            $checks.Result | Should -Not -Contain 'Failed'
            ($checks | Where-Object Check -EQ Versions).Detail | Should -Match "PowerShell $([regex]::Escape("$($PSVersionTable.PSVersion)"))"
            Get-IruMcpConnection | Should -BeNullOrEmpty
            @(Get-SimulatorLog $simulator).Count | Should -BeLessOrEqual 10
        }

        It 'tests the open connection where nothing says what else to test, by what it was opened with' {
            $null = Connect-Simulator $simulator -Name own
            $checks = Test-IruMcpConnection -InformationAction Ignore
            ($checks | Where-Object Check -EQ Configuration).Detail | Should -Match "open connection 'own'.*$([regex]::Escape("$($simulator.Uri)"))"
            $checks.Result | Should -Not -Contain 'Failed'
            Set-SimulatorFault $simulator 401 -Method '*' -Count 0
            (Test-IruMcpConnection -InformationAction Ignore)[-1].ErrorId | Should -Be 'IruMcp.Unauthorized'
            Test-IruMcpConnection -Connection own -Quiet | Should -BeFalse
            Clear-SimulatorFault $simulator
            Test-IruMcpConnection -Quiet | Should -BeTrue
            (Get-IruMcpConnection).Name | Should -Be 'own' -Because 'it is left alone'
            $json = "{`"url`":`"$($simulator.Uri)`",`"apiKey`":`"$($simulator.ApiKey)`",`"profile`":`"$($simulator.ProfileId)`"}"
            (ConvertTo-TestSecret $json | Test-IruMcpConnection -InformationAction Ignore | Where-Object Check -EQ Configuration).Detail | Should -Not -Match 'open connection'
        }

        It 'leads from <Fault> to <Check>, <Id>' -ForEach @(
            @{ Fault = 'a wrong key'; Check = 'Authentication'; Id = 'IruMcp.Unauthorized'; With = { @{ Credential = $wrong } } }
            @{ Fault = 'a key that was cut off'; Check = 'Authentication'; Id = 'IruMcp.Unauthorized'; With = { @{ Credential = New-TestCredential $simulator.ProfileId $simulator.ApiKey.Substring(0, $simulator.ApiKey.Length - 3) } } }
            @{ Fault = 'a wrong profile'; Check = 'Authentication'; Id = 'IruMcp.Unauthorized'; With = { @{ Credential = New-TestCredential ([guid]::NewGuid()) $simulator.ApiKey } } }
            @{ Fault = 'a host that does not exist'; Check = 'Dns'; Id = 'IruMcp.HostNotFound'; With = { @{ Uri = 'https://nobody.invalid/mcp' } } }
            @{ Fault = 'a path where no MCP server is'; Check = 'Http'; Id = 'IruMcp.NotAnMcpServer'; With = { @{ Uri = [uri]::new($simulator.Uri, '/nothing/here') } } }
            @{ Fault = 'the page of a captive portal'; Check = 'Http'; Id = 'IruMcp.NotAnMcpServer'; With = { Set-SimulatorFault $simulator html -Method * -Count 0; @{} } }
            @{ Fault = 'a portal that points elsewhere'; Check = 'Http'; Id = 'IruMcp.Redirected'; With = { Set-SimulatorFault $simulator redirect -Method * -Count 0; @{} } }
            @{ Fault = 'a port that speaks no TLS'; Check = 'Tls'; Id = 'IruMcp.TlsFailed'; With = { @{ Uri = "https://127.0.0.1:$($simulator.Uri.Port)/mcp" } } }
            @{ Fault = 'a proxy that refuses'; Check = 'Proxy'; Id = 'IruMcp.ProxyFailed'; With = { @{ Uri = 'https://tenant.example.com/mcp'; Proxy = "http://127.0.0.1:$($simulator.Uri.Port)" } } }
        ) {
            $different = & $With
            $arguments = $way.Clone()
            foreach ($name in $different.Keys) { $arguments[$name] = $different[$name] }
            $checks = Test-IruMcpConnection @arguments
            $checks[-1].Check | Should -Be $Check
            $checks[-1].ErrorId | Should -Be $Id
            $checks[-1].Fix | Should -Not -BeNullOrEmpty
            @($checks | Where-Object Result -EQ Failed) | Should -HaveCount 1
        }

        It 'tells of a line break behind the key, which is dropped' {
            $checks = Test-IruMcpConnection -Uri $simulator.Uri -Credential (New-TestCredential $simulator.ProfileId "$($simulator.ApiKey)`n") -InformationAction Ignore
            ($checks | Where-Object Result -NE Passed | Where-Object Check -EQ Key).Detail | Should -Match 'line break after'
            $checks.Result | Should -Not -Contain 'Failed'
        }

        It 'stops at the cause, and says it in one word with -Quiet' {
            $checks = Test-IruMcpConnection -Uri $simulator.Uri -Credential $wrong -InformationAction Ignore
            $checks[-1].Check | Should -Be 'Authentication'
            $checks[-1].ErrorId | Should -Be 'IruMcp.Unauthorized'
            Test-IruMcpConnection -Uri $simulator.Uri -Credential $wrong -Quiet | Should -BeFalse
            Test-IruMcpConnection @way -Quiet | Should -BeTrue
        }

        It 'names what was not reached with -Detailed' {
            $checks = Test-IruMcpConnection -Uri $simulator.Uri -Credential $wrong -Detailed -InformationAction Ignore
            $checks | Should -HaveCount 15
            ($checks | Where-Object Check -EQ Tools).Result | Should -Be 'Skipped'
        }

        It 'ends with a text for a ticket that gives nothing away, beside the objects' {
            $shown = Test-IruMcpConnection -Uri $simulator.Uri -Credential $wrong -InformationVariable text -InformationAction SilentlyContinue
            $shown | ForEach-Object { $_.PSObject.TypeNames[0] } | Sort-Object -Unique | Should -Be 'IruMcp.Diagnosis.DiagnosisCheck'
            "$text" | Should -Match 'Authentication.*IruMcp\.Unauthorized'
            "$text$($shown | Out-String -Width 300)$(Test-IruMcpConnection -Uri $simulator.Uri -Credential $wrong -AsText)" | Should -Not -Match 'CANARY'
            "$text" | Should -Not -Match $simulator.ProfileId
        }

        It 'shows each check on lines that are broken between words' {
            $lines = (Test-IruMcpConnection -Uri $simulator.Uri -Credential $wrong -InformationAction Ignore | Out-String -Width 120) -split '\r?\n'
            $lines -match '^Authentication Failed ' | Should -Not -BeNullOrEmpty
            $lines -match '^\s+Fix: ' | Should -Not -BeNullOrEmpty
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        }

        It 'tests what stands in the file of an AI client' {
            $file = Join-Path (New-TestFolder) 'mcp.json'
            try {
                @{ mcpServers = @{ iru = @{ url = "$($simulator.Uri)"; headers = @{ 'X-API-Key' = "$($simulator.ApiKey)`n"; 'X-MCP-Profile' = $simulator.ProfileId } } } } |
                    ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $file
                $checks = Test-IruMcpConnection -Path $file -InformationAction Ignore
                $checks | Where-Object Result -EQ Failed | Should -BeNullOrEmpty
                $key = $checks | Where-Object Check -EQ Key
                $key.Result | Should -Be 'Warning'
                $key.Detail | Should -Match 'line break after'
                Set-Content -LiteralPath $file '{ "mcpServers": '
                (Test-IruMcpConnection -Path $file -InformationAction Ignore)[-1].Check | Should -Be 'Configuration'
            }
            finally { Remove-Item -LiteralPath (Split-Path $file) -Recurse }
        }

        It 'reads the vault as an unattended run would' -Skip:(-not $hasVault) {
            $child = Invoke-VaultShell -Simulator $simulator -Script @'
$credential = [pscredential]::new($env:IRU_X_MCP_PROFILE, (ConvertTo-SecureString $env:IRU_X_API_KEY -AsPlainText -Force))
Import-IruMcpConfig -Uri $env:IRU_MCP_URL -Credential $credential
Test-IruMcpConnection | ForEach-Object { "$($_.Check)=$($_.Result)" }
Test-IruMcpConnection nothing-saved | ForEach-Object { "$($_.Check)=$($_.Result) $($_.ErrorId)" } | Select-Object -Last 1
'@
            $child.Output | Should -Match 'Vault=Passed'
            $child.Output | Should -Match 'RateBudget=Passed'
            $child.Output | Should -Match 'Vault=Failed IruMcp.ConfigNotFound'
            "$($child.Output)$($child.ErrorText)" | Should -Not -Match 'CANARY'
        }

        It 'ends as soon as the pipeline is stopped' {
            Set-SimulatorFault $simulator slow -Method * -Count 0 -DelayMs 20000
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            Test-IruMcpConnection @way | Select-Object -First 3 | Should -HaveCount 3
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
        }
    }

    Context 'Get-IruMcpPermission' {
        BeforeEach { $null = Connect-Simulator $simulator }

        It 'tells of every tool what the key may do and which box it needs, and changes nothing' {
            $all = Get-IruMcpPermission
            $all | Should -HaveCount 131
            ($all | Where-Object Tool -EQ get-devices).Permission | Should -Be 'Device Information > List Devices'
            ($all | Where-Object Tool -EQ get-devices).State | Should -Be 'Allowed'
            @($all | Where-Object { $_.Risk -eq 'Read' -and $_.State -eq 'Allowed' }).Count | Should -BeGreaterThan 60
            ($all | Where-Object { $_.Risk -ne 'Read' }).State | Sort-Object -Unique | Should -Be 'Unknown'
            $all.Permission | Should -Not -Contain $null
            $called = @(Get-SimulatorLog $simulator | Where-Object tool)
            $called.Count | Should -BeLessOrEqual 70
            $readers = (Get-IruTool -Risk Read).Name
            $called.tool | Where-Object { $_ -notin $readers } | Should -BeNullOrEmpty
        }

        It 'tells what is denied' {
            Set-SimulatorOption $simulator @{ permissions = 'none' }
            $denied = Get-IruMcpPermission get-devices, get-users, restart-device
            ($denied | Where-Object Tool -EQ get-devices).State | Should -Be 'Denied'
            ($denied | Where-Object Tool -EQ restart-device).State | Should -Be 'Unknown'
            (Get-IruMcpPermission get-devices, restart-device -State Denied).Tool | Should -Be 'get-devices'
        }

        It 'names the operations that the server hides' {
            Set-SimulatorOption $simulator @{ permissions = 'readonly'; visibility = 'allowed' }
            $null = Get-IruTool -Refresh
            $hidden = Get-IruMcpPermission -State NotListed -NoProbe
            $hidden.Permission | Should -Contain 'Device Actions > Erase Device'
            $hidden.Tool | Where-Object { $_ } | Should -BeNullOrEmpty
        }

        It 'says of a name that is no tool that it is none, and goes on' {
            (Get-IruMcpPermission erase-devcie, get-devices -NoProbe -ErrorVariable unknown -ErrorAction SilentlyContinue).Tool | Should -Be 'get-devices'
            $unknown | Get-ErrorId | Should -Be 'IruMcp.UnknownTool'
        }

        It 'sends nothing with -NoProbe' {
            Clear-SimulatorLog $simulator
            (Get-IruMcpPermission get-devices -NoProbe).State | Should -Be 'Unknown'
            Get-SimulatorLog $simulator | Should -BeNullOrEmpty
        }
    }

    It 'says of a bad name what a good one is, without showing a pattern' {
        { Connect-IruMcp -Name 'my config!' } | Should -Throw '*letters, digits and dashes*'
        try { Connect-IruMcp -Name 'my config!' } catch { "$_" | Should -Not -Match '\[A-Za-z' }
    }
}
