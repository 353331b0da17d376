[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $isSeven = $PSVersionTable.PSVersion.Major -ge 7
}

Describe 'Connecting' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '30'
    }

    AfterAll { Stop-Simulator $simulator }

    BeforeEach { Clear-SimulatorLog $simulator }

    AfterEach {
        Clear-SimulatorFault $simulator
        Disconnect-IruMcp -All
    }

    It 'is done when the key has been accepted and the tools are known' {
        $connection = Connect-Simulator $simulator
        $connection.IsOpen | Should -BeTrue
        $connection.ToolCount | Should -Be 131
        $connection.Server | Should -Be 'kandji-mcp 3.4.4'
        $connection.IsReadOnly | Should -BeFalse
    }

    It 'writes nothing without -PassThru and names the connection after the host' {
        Connect-IruMcp -Uri $simulator.Uri -Credential $simulator.Credential | Should -BeNullOrEmpty
        (Get-IruMcpConnection).Name | Should -Be '127.0.0.1'
    }

    It 'takes -ApiKey with -ProfileId' {
        Connect-IruMcp -Uri $simulator.Uri -ApiKey (ConvertTo-TestSecret $simulator.ApiKey) -ProfileId $simulator.ProfileId
        (Get-IruTool).Count | Should -Be 131
    }

    It 'takes -Configuration, also from the pipeline' {
        $json = "{`"url`":`"$($simulator.Uri)`",`"apiKey`":`"$($simulator.ApiKey)`",`"profile`":`"$($simulator.ProfileId)`"}"
        Connect-IruMcp -Configuration (ConvertTo-TestSecret $json) -Name direct
        ConvertTo-TestSecret $json | Connect-IruMcp -Name piped
        (Get-IruMcpConnection).Name | Should -Be 'piped', 'direct'
    }

    It 'takes the environment only when it is told to' {
        $child = Invoke-VaultShell -NoVault -Simulator $simulator -NonInteractive -Script @'
try { Connect-IruMcp none } catch { "id=$($_.FullyQualifiedErrorId)" }
Connect-IruMcp -EnvironmentVariable
"tools=$((Get-IruTool).Count)"
$env:IRU_X_API_KEY = ''
try { Connect-IruMcp -EnvironmentVariable } catch { "id=$($_.FullyQualifiedErrorId) $_" }
'@
        $child.Output | Should -Not -Match '(?s)tools=.*tools='
        $child.Output | Should -Match 'id=IruMcp.(NoVault|ConfigNotFound|SecretManagementMissing)'
        $child.Output | Should -Match 'tools=131'
        $child.Output | Should -Match 'id=IruMcp.MissingEnvironmentVariable.*IRU_X_API_KEY'
    }

    It 'fails with <Id> for <Why>' -ForEach @(
        @{ Why = 'a wrong key'; Id = 'IruMcp.Unauthorized'; Category = 'AuthenticationError'; Make = { @{ Uri = $simulator.Uri; Credential = New-TestCredential $simulator.ProfileId 'sk_live:CANARYwrong0' } } }
        @{ Why = 'a wrong profile'; Id = 'IruMcp.Unauthorized'; Category = 'AuthenticationError'; Make = { @{ Uri = $simulator.Uri; Credential = New-TestCredential ([guid]::NewGuid()) $simulator.ApiKey } } }
        @{ Why = 'a path without a server'; Id = 'IruMcp.NotAnMcpServer'; Category = 'ObjectNotFound'; Make = { @{ Uri = [uri]::new($simulator.Uri, '/nothing/here'); Credential = $simulator.Credential } } }
        @{ Why = 'a web page'; Id = 'IruMcp.NotAnMcpServer'; Category = 'ProtocolError'; Make = { Set-SimulatorFault $simulator html -Method '*' -Count 0; @{ Uri = $simulator.Uri; Credential = $simulator.Credential } } }
        @{ Why = 'a redirect'; Id = 'IruMcp.Redirected'; Category = 'SecurityError'; Make = { Set-SimulatorFault $simulator redirect -Method '*' -Count 0; @{ Uri = $simulator.Uri; Credential = $simulator.Credential } } }
        @{ Why = 'a refused port'; Id = 'IruMcp.ConnectionFailed'; Category = 'ConnectionError'; Make = {
                $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0); $listener.Start(); $port = $listener.LocalEndpoint.Port; $listener.Stop()
                @{ Uri = "http://127.0.0.1:$port/mcp"; Credential = $simulator.Credential }
            }
        }
        @{ Why = 'an unknown host'; Id = 'IruMcp.HostNotFound'; Category = 'ConnectionError'; Make = { @{ Uri = 'https://nobody.invalid/mcp'; Credential = $simulator.Credential } } }
        @{ Why = 'a slow server and -TimeoutSec 1'; Id = 'IruMcp.Timeout'; Category = 'OperationTimeout'; Make = { Set-SimulatorFault $simulator slow -Method '*' -Count 0 -DelayMs 30000; @{ Uri = $simulator.Uri; Credential = $simulator.Credential; TimeoutSec = 1 } } }
        @{ Why = 'http to another host'; Id = 'IruMcp.InsecureUri'; Category = 'SecurityError'; Make = { @{ Uri = 'http://example.com/mcp'; Credential = $simulator.Credential } } }
        @{ Why = 'a forbidden key'; Id = 'IruMcp.PermissionDenied'; Category = 'PermissionDenied'; Make = { Set-SimulatorFault $simulator 403 -Method '*' -Count 0; @{ Uri = $simulator.Uri; Credential = $simulator.Credential } } }
    ) {
        $options = & $Make
        $failure = $null
        try { Connect-IruMcp -Name failing @options } catch { $failure = $_ }
        $failure | Get-ErrorId | Should -Be $Id
        $failure.CategoryInfo.Category | Should -Be $Category
        "$failure" | Should -Not -Match 'CANARY'
        $failure.ErrorDetails.Message.Length | Should -BeGreaterThan $failure.Exception.Message.Length -Because 'each says what to do next'
        Get-IruMcpConnection | Should -BeNullOrEmpty
        @(Get-SimulatorLog $simulator | Where-Object door -EQ 'redirect-target') | Should -HaveCount 0
    }

    It 'keeps several connections, the newest as default, and uses each by object and by name' {
        $second = Start-Simulator -Argument '--devices', '3', '--seed', '7'
        try {
            $one = Connect-Simulator $simulator -Name one
            $null = Connect-Simulator $second -Name two
            @(Invoke-IruTool get-devices) | Should -HaveCount 3
            @(Invoke-IruTool get-devices -Connection $one) | Should -HaveCount 30
            @(Invoke-IruTool get-devices -Connection ONE) | Should -HaveCount 30
            (Get-IruMcpConnection).Name | Should -Be 'two', 'one'
            Disconnect-IruMcp two
            @(Invoke-IruTool get-devices) | Should -HaveCount 30
            { Invoke-IruTool get-devices -Connection two } | Should -Throw '*no open connection named ''two''*'
        }
        finally { Stop-Simulator $second }
    }

    It 'takes another of several as default, tells which it is, and goes back to the one before when that is closed' {
        foreach ($name in 'one', 'two', 'three') { $null = Connect-Simulator $simulator -Name $name }
        Select-IruMcpConnection ONE
        (Get-IruMcpConnection).Name | Should -Be 'one', 'three', 'two'
        (Get-IruMcpConnection | Where-Object IsDefault).Name | Should -Be 'one'
        $two = Get-IruMcpConnection two | Select-IruMcpConnection -PassThru
        $two.IsDefault | Should -BeTrue
        (Get-IruMcpConnection one).IsDefault | Should -BeFalse
        (Get-IruMcpConnection | Format-Table | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ -match '^two ' } | Should -Match 'True +127\.0\.0\.1:'
        Disconnect-IruMcp
        $two.IsDefault | Should -BeFalse
        (Get-IruMcpConnection | Where-Object IsDefault).Name | Should -Be 'one'
        { Select-IruMcpConnection two } | Should -Throw '*no open connection named ''two''*'
        Select-IruMcpConnection $two -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Get-ErrorId | Should -Be 'IruMcp.Disconnected'
    }

    It 'has a default in each runspace, also of a connection that another has opened' -Skip:(-not $isSeven) {
        $one = Connect-Simulator $simulator -Name one
        $null = Connect-Simulator $simulator -Name two
        $module = Find-TestModule
        $there = 1 | ForEach-Object -Parallel {
            Import-Module $using:module
            "before $(@(Get-IruMcpConnection).Count)"
            Select-IruMcpConnection $using:one
            "default $((Get-IruMcpConnection).Name) $(($using:one).IsDefault) devices $(@(Invoke-IruTool get-devices).Count)"
        }
        $there | Should -Be 'before 0', 'default one True devices 30'
        $one.IsDefault | Should -BeFalse
    }

    It 'says that there is no connection, and how to get one, whatever else was given' {
        { Get-IruTool } | Should -Throw -ErrorId 'IruMcp.NotConnected*'
        foreach ($line in { Invoke-IruTool get-devices }, { Invoke-IruTool get-devices -platform Mac -First 3 }, { 'id' | Invoke-IruTool get-device 'more' -Foo:$true }) {
            $failure = $null
            try { & $line } catch { $failure = $_ }
            $failure | Get-ErrorId | Should -Be 'IruMcp.NotConnected' -Because "$line"
            $failure.Exception.GetType().Name | Should -Be 'IruException'
            "$failure" | Should -Match 'no connection.*Connect-IruMcp'
        }
    }

    It 'says that a connection has been closed' {
        $connection = Connect-Simulator $simulator
        $connection | Disconnect-IruMcp
        $connection.IsOpen | Should -BeFalse
        { Get-IruTool -Connection $connection } | Should -Throw -ErrorId 'IruMcp.Disconnected*'
        { Invoke-IruTool get-devices -platform Mac -Connection $connection } | Should -Throw -ErrorId 'IruMcp.Disconnected*'
    }

    It 'serves ForEach-Object -Parallel' -Skip:(-not $isSeven) {
        $connection = Connect-Simulator $simulator
        $module = Find-TestModule
        $found = 1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            Invoke-IruTool get-devices -Connection $using:connection -First 3 | ForEach-Object device_id
        }
        $found | Should -HaveCount 24
        @($found | Sort-Object -Unique) | Should -HaveCount 3
        @(Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'initialize') | Should -HaveCount 1
    }

    It 'says of a deserialized connection that it is only a picture' {
        $connection = Connect-Simulator $simulator
        $picture = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($connection))
        { Invoke-IruTool get-devices -Connection $picture } | Should -Throw '*only a picture*Connect-IruMcp*'
    }

    It 'survives a server that has forgotten the session' {
        $stateful = Start-Simulator -Argument '--devices', '3', '--session'
        try {
            $null = Connect-Simulator $stateful
            Clear-SimulatorSession $stateful
            @(Invoke-IruTool get-devices) | Should -HaveCount 3
            $device = Invoke-IruTool get-devices -First 1
            Clear-SimulatorSession $stateful
            $device | Invoke-IruTool update-device -asset_tag after
            (Get-SimulatedDevice $stateful $device.device_id).assetTag | Should -Be 'after'
        }
        finally { Stop-Simulator $stateful }
    }

    It 'reports a server that has gone as such' {
        $gone = Start-Simulator -Argument '--devices', '3'
        $connection = Connect-Simulator $gone
        Stop-Simulator $gone
        $failure = $null
        $null = Invoke-IruTool get-tags -Connection $connection -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Get-ErrorId | Should -Be 'IruMcp.ConnectionFailed'
    }

    It 'warns about a key without its prefix and lets the server decide' {
        $other = Start-Simulator -Argument '--devices', '3', '--api-key', 'CANARYwithoutprefix'
        try {
            $warnings = $null
            $null = Connect-Simulator $other -Option @{ WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
            (Get-IruTool).Count | Should -Be 131
        }
        finally { Stop-Simulator $other }
    }

    It 'tells the story with -Verbose' {
        $said = Connect-IruMcp -Name told -Uri $simulator.Uri -Credential $simulator.Credential -Verbose 4>&1
        "$said" | Should -Match 'Connected to .*131 tools'
        $said = Invoke-IruTool get-devices -First 1 -Verbose 4>&1
        "$said" | Should -Match 'tools/call get-devices'
    }
}
