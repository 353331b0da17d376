[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

Describe 'Waiting for the commands of devices' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '20'
        $null = Connect-Simulator $simulator
        $devices = @(Invoke-IruTool get-devices -platform Mac -First 4)
    }

    AfterAll {
        Disconnect-IruMcp -ErrorAction Ignore
        Stop-Simulator $simulator
    }

    BeforeEach {
        Clear-SimulatorFault $simulator
        Set-SimulatorOption $simulator @{ commandListings = 1; commandEnd = 'Completed' }
        # Nothing of an earlier test is still open.
        foreach ($device in $devices) { $null = 1..2 | ForEach-Object { Invoke-IruTool get-device-commands -device_id $device.device_id } }
        Clear-SimulatorLog $simulator
    }

    It 'follows a command from pending to completed' {
        $devices[0] | Invoke-IruTool restart-device
        $done = Wait-IruDeviceCommand $devices[0].device_id
        $done.command_type | Should -Be RestartDevice
        $done.StatusName | Should -Be Completed
        $done.device_id | Should -Be $devices[0].device_id
        @(Get-SimulatorLog $simulator get-device-commands).Count | Should -Be 2
    }

    It 'takes devices from the pipeline, as objects and as ids, and writes nothing where nothing is open' {
        $devices[0], $devices[1] | Invoke-IruTool restart-device
        $done = @($devices[0], $devices[1].device_id, $devices[2] | Wait-IruDeviceCommand)
        $done.device_id | Should -Be $devices[0].device_id, $devices[1].device_id
        $devices | Wait-IruDeviceCommand | Should -BeNullOrEmpty
    }

    It 'takes a list of ids, one command, or types' {
        $devices[0] | Invoke-IruTool restart-device
        $devices[0] | Invoke-IruTool update-inventory
        $restart = Invoke-IruTool get-device-commands -device_id $devices[0].device_id | Where-Object command_type -EQ RestartDevice | Select-Object -First 1
        ($restart | Wait-IruDeviceCommand).uuid | Should -Be $restart.uuid
        ($restart | Wait-IruDeviceCommand).uuid | Should -Be $restart.uuid -Because 'a named command is written even where it has ended'
        $devices[1] | Invoke-IruTool restart-device
        $devices[1] | Invoke-IruTool update-inventory
        (Wait-IruDeviceCommand -DeviceId $devices[0].device_id, $devices[1].device_id -CommandType *inventory).command_type | Should -Be UpdateInventory
    }

    It 'says that a command failed, and why' {
        Set-SimulatorOption $simulator @{ commandEnd = 'Failed' }
        $devices[0] | Invoke-IruTool restart-device
        $ended = Wait-IruDeviceCommand $devices[0].device_id -ErrorVariable failed -ErrorAction SilentlyContinue
        $ended.StatusName | Should -Be Failed
        Get-ErrorId $failed | Should -Be IruMcp.CommandFailed
        "$($failed[0])" | Should -BeLike '*The device refused the command*'
    }

    It 'gives up when the time is up, and says what is still open' -ForEach @{ Listings = 100; End = 'Completed'; Words = 'RestartDevice on' }, @{ Listings = 0; End = 'NotNow'; Words = 'says not now' } {
        Set-SimulatorOption $simulator @{ commandListings = $Listings; commandEnd = $End }
        $devices[0] | Invoke-IruTool restart-device
        Wait-IruDeviceCommand $devices[0].device_id -TimeoutSec 1 -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be IruMcp.WaitTimeout
        $failed[0].CategoryInfo.Category | Should -Be OperationTimeout
        "$($failed[0])" | Should -BeLike "*$Words*Wait-IruDeviceCommand $($devices[0].device_id)*"
    }

    It 'reports a device that does not exist and waits for the others' {
        $devices[0] | Invoke-IruTool restart-device
        $done = [guid]::NewGuid().ToString(), $devices[0].device_id | Wait-IruDeviceCommand -ErrorVariable failed -ErrorAction SilentlyContinue
        $done.device_id | Should -Be $devices[0].device_id
        Get-ErrorId $failed | Should -Be IruMcp.NotFound
    }

    It 'says that a command that is named is in no queue' {
        Wait-IruDeviceCommand $devices[0].device_id -CommandId ([guid]::NewGuid()) -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be IruMcp.NotFound
    }

    It 'holds its time though the server is silent' {
        Set-SimulatorFault $simulator slow -Tool get-device-commands -DelayMs 60000
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Wait-IruDeviceCommand $devices[0].device_id -TimeoutSec 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        Get-ErrorId $failed | Should -Be IruMcp.WaitTimeout
        "$($failed[0])" | Should -BeLike '*could not be listed*'
    }

    It '-Wait gives the command that the call has caused, even where it ends at once' {
        Set-SimulatorOption $simulator @{ commandListings = 0 }
        $devices[0] | Invoke-IruTool restart-device
        $null = Wait-IruDeviceCommand $devices[0].device_id
        $done = @($devices[0], $devices[1] | Invoke-IruTool restart-device -Wait)
        $done.device_id | Should -Be $devices[0].device_id, $devices[1].device_id
        $done.StatusName | Should -Be Completed, Completed
    }

    It '-Wait looks for a call that is in doubt, and not for one that certainly failed' {
        Set-SimulatorFault $simulator drop-after -Tool restart-device
        $done = $devices[0] | Invoke-IruTool restart-device -Wait -ErrorVariable failed -ErrorAction SilentlyContinue
        $done.command_type | Should -Be RestartDevice
        Get-ErrorId $failed | Should -Be IruMcp.ConnectionLost
        $failed[0].Exception.DeviceId | Should -Be $devices[0].device_id
        Clear-SimulatorLog $simulator
        Set-SimulatorFault $simulator 403 -Tool restart-device
        $devices[0] | Invoke-IruTool restart-device -Wait -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @(Get-SimulatorLog $simulator get-device-commands).Count | Should -Be 1
    }

    It '-Wait ends with a device that its action takes out of the tenant' {
        $gone = Invoke-IruTool get-devices -platform Mac | Select-Object -Last 1
        $gone | Invoke-IruTool erase-device -Confirm:$false -Wait -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warned" | Should -BeLike '*no longer in Iru*'
        (Get-SimulatedDevice $simulator $gone.device_id).exists | Should -BeFalse
    }

    It '-Wait on what is no device action is refused before anything is sent' {
        $tag = @{ name = 'waiting' }
        Invoke-IruTool create-tag -Arguments $tag -Wait -ErrorVariable failed -ErrorAction SilentlyContinue
        Get-ErrorId $failed | Should -Be IruMcp.CannotWait
        Get-SimulatorLog $simulator create-tag | Should -BeNullOrEmpty
    }
}
