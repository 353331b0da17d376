[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

Describe 'The runbook of the documentation' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $runbook = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/samples/Restart-Fleet.ps1'
        $simulator = Start-Simulator -Argument '--devices', '16'
        $null = Connect-Simulator $simulator
        $macs = @(Invoke-IruTool get-devices -platform Mac)
    }

    AfterAll {
        Disconnect-IruMcp -ErrorAction Ignore
        Stop-Simulator $simulator
    }

    It 'restarts each device once, however it was interrupted before' {
        $since = [datetime]::UtcNow.AddMinutes(-1)
        # The first run loses two answers, one of them of a restart that was done, and dies after four devices.
        Set-SimulatorFault $simulator drop-after -Tool restart-device -After 1
        Set-SimulatorFault $simulator drop-before -Tool restart-device -After 2
        Set-SimulatorFault $simulator 401 -Tool get-device-commands -After 4
        { & $runbook -Since $since -WarningAction SilentlyContinue } | Should -Throw '*did not accept the key*'
        Clear-SimulatorFault $simulator

        $second = & $runbook -Since $since
        $third = & $runbook -Since $since
        $second.Sent + $second.DoneBefore | Should -Be $macs.Count
        $second.DoneBefore | Should -Be 3
        $third.DoneBefore | Should -Be $macs.Count
        $done = Get-SimulatorLog $simulator restart-device | Where-Object executed | Group-Object { $_.arguments.device_id }
        @($done).Count | Should -Be $macs.Count
        @($done | Where-Object Count -NE 1) | Should -BeNullOrEmpty
    }

    It 'goes on with the other devices where one call fails' {
        Clear-SimulatorLog $simulator
        Set-SimulatorFault $simulator 403 -Tool restart-device
        $first = & $runbook -Since ([datetime]::UtcNow.AddHours(1)) -WarningAction SilentlyContinue
        $first.Failed | Should -Be 1
        $first.Sent | Should -Be ($macs.Count - 1)
    }
}
