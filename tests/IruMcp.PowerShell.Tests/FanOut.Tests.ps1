[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

Describe 'Calls side by side' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '60', '--latency', '20'
        $null = Connect-Simulator $simulator
        $devices = @(Invoke-IruTool get-devices)
        $missing = '00000000-0000-0000-0000-000000000000'
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'gives the results in the order of the input, each with the id of its input' {
        $found = @($devices | Invoke-IruTool get-device-details -ThrottleLimit 16)
        $found.device_id | Should -Be $devices.device_id
        Get-SimulatorLog $simulator get-device-details | Should -HaveCount 60
    }

    It 'gives lists of several pages in the order of the input' {
        $one = @($devices[0..9] | Invoke-IruTool get-device-activity -PageSize 2)
        $many = @($devices[0..9] | Invoke-IruTool get-device-activity -PageSize 2 -ThrottleLimit 8)
        $many.id | Should -Be $one.id
        $many.device_id | Should -Be $one.device_id
    }

    It 'makes one error of one failing item, at its place' {
        $items = @($devices[0..3].device_id) + $missing + @($devices[4..8].device_id)
        $all = @($items | Invoke-IruTool get-device-details -ThrottleLimit 8 -ErrorAction Continue -ErrorVariable failed 2>&1)
        $all | Should -HaveCount 10
        $all[4] | Should -BeOfType [System.Management.Automation.ErrorRecord]
        $all[4] | Get-ErrorId | Should -Be 'IruMcp.NotFound'
        "$($all[4].TargetObject)" | Should -Be $missing
        @($all[0..3] + $all[5..9]).device_id | Should -Be @($devices[0..8].device_id)
    }

    It 'puts an argument that is wrong at its place among the results' {
        $items = @($devices[0], [pscustomobject]@{ other = 1 }, $devices[1])
        $all = @($items | Invoke-IruTool get-device-details -ThrottleLimit 8 -ErrorAction Continue 2>&1)
        $all[1] | Should -BeOfType [System.Management.Automation.ErrorRecord]
        $all[0].device_id, $all[2].device_id | Should -Be $devices[0].device_id, $devices[1].device_id
    }

    It 'sends one request when one result is wanted' {
        $devices | Invoke-IruTool get-device-details -ThrottleLimit 16 | Select-Object -First 1 | Should -HaveCount 1
        @(Get-SimulatorLog $simulator get-device-details) | Should -HaveCount 1
    }

    It 'has no more calls under way than the limit, and more than one' {
        Set-SimulatorFault $simulator slow -Tool get-device-details -Count 0 -DelayMs 50
        try { $null = @($devices | Invoke-IruTool get-device-details -ThrottleLimit 4) }
        finally { Clear-SimulatorFault $simulator }
        $most = Get-SimulatorPeak $simulator get-device-details
        $most | Should -BeGreaterThan 1
        # The server still has a call in hand for a moment when its answer has been read and the next one is sent.
        $most | Should -BeLessThan 8
    }

    It 'is one call after the other without -ThrottleLimit' {
        Set-SimulatorFault $simulator slow -Tool get-device-details -Count 0 -DelayMs 20
        try { $null = @($devices[0..9] | Invoke-IruTool get-device-details) }
        finally { Clear-SimulatorFault $simulator }
        Get-SimulatorPeak $simulator get-device-details | Should -BeLessOrEqual 2
    }

    It 'keeps the input of a command before apart with -PipelineVariable as long as it is not asked for more at once' {
        $pairs = $devices[0..4] | ForEach-Object { $_ } -PipelineVariable device | Invoke-IruTool get-device-details | ForEach-Object { $_.device_id -eq $device.device_id }
        $pairs | Should -Be @($true, $true, $true, $true, $true)
    }

    It 'sends each change once' {
        $found = @($devices[0..19] | Invoke-IruTool update-device -asset_tag 'side by side' -ThrottleLimit 8)
        $found.device_id | Should -Be $devices[0..19].device_id
        $calls = @(Get-SimulatorLog $simulator update-device)
        $calls | Should -HaveCount 20
        @($calls.arguments.device_id | Sort-Object -Unique) | Should -HaveCount 20
    }

    It 'sends nothing under -WhatIf' {
        $null = $devices[0..4] | Invoke-IruTool update-device -asset_tag none -ThrottleLimit 8 -WhatIf 6>&1
        @(Get-SimulatorLog $simulator update-device) | Should -HaveCount 0
    }

    It 'stops at the first error where that is asked for' {
        $items = @($missing) + @($devices.device_id)
        { $items | Invoke-IruTool get-device-details -ThrottleLimit 4 -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.NotFound*'
        @(Get-SimulatorLog $simulator get-device-details) | Should -HaveCount 1
    }

    It 'refuses a limit of <Limit>' -ForEach @{ Limit = 0 }, @{ Limit = 65 } {
        { $devices | Invoke-IruTool get-device-details -ThrottleLimit $Limit } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'takes no name away from a tool: <Name> is no argument of any' -ForEach @(
        @{ Name = 'ThrottleLimit' }, @{ Name = 'RateLimitAction' }
    ) {
        @((Get-IruTool).Parameters | Where-Object { $Name.StartsWith($_.Name, [StringComparison]::OrdinalIgnoreCase) }) | Should -HaveCount 0
    }
}

Describe 'The limit on requests' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '150'
        $null = Connect-Simulator $simulator
        $devices = @(Invoke-IruTool get-devices)
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    AfterEach {
        Set-SimulatorOption $simulator @{ rate = 0 }
        Clear-SimulatorFault $simulator
    }

    It 'finishes a fan-out under a limit of the server''s without a failure' {
        Set-SimulatorOption $simulator @{ rate = 50 }
        $found = @($devices | Invoke-IruTool get-device-status -ThrottleLimit 16 -ErrorVariable failed -ErrorAction SilentlyContinue)
        $failed | Should -HaveCount 0
        @($found.device_id | Sort-Object -Unique) | Should -HaveCount 150
        (Get-IruMcpConnection).RequestsLastHour | Should -BeGreaterOrEqual 151
    }

    It 'slows the whole connection down when one request is turned away, and tells it' {
        $connection = Connect-Simulator $simulator -Name slowed
        Set-SimulatorFault $simulator 429 -Tool get-device-status -After 20
        $found = @($devices[0..39] | Invoke-IruTool get-device-status -ThrottleLimit 16 -Connection slowed)
        $found.device_id | Should -Be $devices[0..39].device_id
        $connection.WaitCount | Should -BeGreaterThan 0
        $connection.TimeWaited | Should -BeGreaterThan ([timespan]::Zero)
        $connection.RequestRate | Should -BeGreaterThan 1
    }

    It 'shows a message while it waits for as long as the server says' {
        $connection = Connect-Simulator $simulator -Name patient
        Set-SimulatorFault $simulator 429 -Tool get-devices -RetryAfter 2
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($Module, $Connection)
                Import-Module $Module
                Invoke-IruTool get-devices -First 1 -Connection $Connection
            }).AddParameters(@{ Module = Find-TestModule; Connection = $connection })
        $shell.Invoke() | Should -HaveCount 1
        $shell.Streams.Progress[0].StatusDescription | Should -BeLike 'Waiting 2 s*'
        $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
        $shell.Dispose()
    }

    It 'gives an error with -RateLimitAction Stop, and sends nothing until the server''s wait is over' {
        $null = Connect-Simulator $simulator -Name hasty
        Set-SimulatorFault $simulator 429 -Tool get-devices -RetryAfter 100
        Clear-SimulatorLog $simulator
        $null = 1..3 | ForEach-Object { Invoke-IruTool get-devices -First 1 -Connection hasty -RateLimitAction Stop -ErrorVariable +failed -ErrorAction SilentlyContinue }
        $failed | Get-ErrorId | Should -Be 'IruMcp.RateLimited', 'IruMcp.RateLimited', 'IruMcp.RateLimited'
        "$($failed[1])" | Should -BeLike '*Nothing was sent*'
        @(Get-SimulatorLog $simulator get-devices) | Should -HaveCount 1
    }

    It 'ends a fan-out with -RateLimitAction Stop by one error that has the rest of the input' {
        $null = Connect-Simulator $simulator -Name stopping
        Set-SimulatorFault $simulator 429 -Tool get-device-status -After 10 -RetryAfter 100 -Count 0
        Clear-SimulatorLog $simulator
        $found = @($devices[0..39] | Invoke-IruTool get-device-status -ThrottleLimit 4 -Connection stopping -RateLimitAction Stop -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found | Should -HaveCount 10
        $failed | Should -HaveCount 1
        $failed[0] | Get-ErrorId | Should -Be 'IruMcp.RateLimited'
        "$($failed[0])" | Should -BeLike '*was not done for 30 inputs*can be piped again*'
        @(Get-SimulatorLog $simulator get-device-status).Count | Should -BeLessOrEqual 14

        Clear-SimulatorFault $simulator
        $rest = @($failed[0].TargetObject | Invoke-IruTool get-device-status -ThrottleLimit 4 -Connection (Connect-Simulator $simulator -Name again))
        $rest | Should -HaveCount 30
        @($found) + $rest | ForEach-Object device_id | Sort-Object | Should -Be ($devices[0..39].device_id | Sort-Object)
    }

    It 'gives the rest of the input where the server asks to wait for long' {
        $null = Connect-Simulator $simulator -Name exhausted
        Set-SimulatorFault $simulator 429 -Tool get-device-status -After 3 -RetryAfter 1800 -Count 0
        $found = @($devices[0..9] | Invoke-IruTool get-device-status -Connection exhausted -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found | Should -HaveCount 3
        $failed | Should -HaveCount 1
        $failed[0].TargetObject.device_id | Should -Be $devices[3..9].device_id
        Invoke-IruTool get-devices -First 1 -Connection exhausted -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$($failed[0])" | Should -BeLike "*may send its next request at * (in 30 min) only. Nothing was sent.*"
    }

    It 'has 45 a second for other machines and none for this one' {
        (Connect-Simulator $simulator -Name here).RequestRate | Should -BeNullOrEmpty
        (Connect-Simulator $simulator -Name set -Option @{ MaximumRequestRate = 20 }).RequestRate | Should -Be 20
    }
}
