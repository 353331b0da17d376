# How to test a script that uses IruMcp, without a tenant. Run it with Invoke-Pester.

Describe 'Get-StaleDevice.ps1' {
    BeforeAll {
        Import-Module IruMcp
        Mock Connect-IruMcp
        Mock Invoke-IruTool {
            [pscustomobject]@{ device_name = 'fresh'; serial_number = 'A1'; last_check_in = (Get-Date).AddDays(-1); user = $null }
            [pscustomobject]@{ device_name = 'stale'; serial_number = 'B2'; last_check_in = (Get-Date).AddDays(-90); user = @{ email = 'a@example.com' } }
            [pscustomobject]@{ device_name = 'never'; serial_number = 'C3'; last_check_in = $null; user = $null }
        } -ParameterFilter { $Tool -eq 'get-devices' }
    }

    It 'lists what has not been seen for a month, and what never was' {
        $csv = Join-Path $TestDrive 'stale.csv'
        & (Join-Path $PSScriptRoot 'Get-StaleDevice.ps1') -Days 30 -Path $csv
        (Import-Csv $csv).device_name | Should -Be 'never', 'stale'
    }

    It 'cannot change anything' {
        & (Join-Path $PSScriptRoot 'Get-StaleDevice.ps1') -Days 30 -Path (Join-Path $TestDrive 'stale.csv')
        Should -Invoke Connect-IruMcp -ParameterFilter { $ReadOnly }
    }
}
