[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

$cultures = 'de-DE', 'en-GB', 'fr-FR', 'tr-TR', 'th-TH', 'fa-IR', 'ar-SA', 'ja-JP' | ForEach-Object { @{ Culture = $_ } }
$zones = 'America/New_York', 'Europe/Berlin', 'Australia/Sydney', 'UTC' | ForEach-Object { @{ Zone = $_ } }

Describe 'In every culture' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $before = [cultureinfo]::CurrentCulture
        $stateBefore = $env:XDG_STATE_HOME, $env:XDG_CONFIG_HOME
        $folder = New-TestFolder
        $env:XDG_STATE_HOME = $env:XDG_CONFIG_HOME = $folder
        $simulator = Start-Simulator -Argument '--devices', '12'
        $null = Connect-Simulator $simulator
        $device = (Invoke-IruTool get-devices -platform Mac -First 1).device_id
        $null = Invoke-IruTool update-device -device_id $device -asset_tag first
    }

    BeforeEach { [cultureinfo]::CurrentCulture = $before }
    AfterEach { [cultureinfo]::CurrentCulture = $before }

    AfterAll {
        [cultureinfo]::CurrentCulture = $before
        Disconnect-IruMcp -All
        $env:XDG_STATE_HOME, $env:XDG_CONFIG_HOME = $stateBefore
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'names and wildcards match whatever their case (<Culture>)' -ForEach $cultures {
        [cultureinfo]::CurrentCulture = $Culture
        Get-IruTool -Category 'device information' | Should -Not -BeNullOrEmpty
        Get-IruTool -Category 'DEVICE INFO*' | Should -Not -BeNullOrEmpty
        (Get-IruTool GET-DEVICES).Name | Should -Be 'get-devices'
        (Get-IruTool 'UPDATE-DEVICE*').Name | Should -Contain 'update-device'
        Get-IruMcpAuditLog -Tool UPDATE-DEVICE | Should -Not -BeNullOrEmpty
        Get-IruMcpAuditLog -Connection SIMULATED | Should -Not -BeNullOrEmpty
        (Get-IruMcpConnection SIM*).Name | Should -Be 'simulated'
        Get-IruMcpPermission 'GET-DEVICE-LIBRARY-*' -NoProbe | Should -Not -BeNullOrEmpty
        (Import-IruTool -Name GET-DEVICES -PassThru).ExportedCommands.Count | Should -Be 1
        (Import-IruTool -Category 'DEVICE INFORMATION' -PassThru).ExportedCommands.Count | Should -BeGreaterThan 3
        Set-IruMcpPolicy -Tool 'DELETE-BLUEPRINT' -Action Deny
        Get-IruMcpPolicy -Tool delete-blueprint | Should -Not -BeNullOrEmpty
        (Test-IruMcpPolicy delete-blueprint -Arguments @{ blueprint_id = [guid]::NewGuid() }).Result | Should -Be 'Denied'
        Get-IruMcpPolicy | Remove-IruMcpPolicy -Confirm:$false
    }

    It 'a device''s commands are found by their type whatever its case (<Culture>)' -ForEach $cultures {
        $null = Invoke-IruTool blank-push -device_id $device
        [cultureinfo]::CurrentCulture = $Culture
        $types = @(Invoke-IruTool get-device-commands -device_id $device | ForEach-Object command_type)
        $types | Should -Not -BeNullOrEmpty
        @(Wait-IruDeviceCommand $device -CommandType $types[0].ToUpperInvariant() -TimeoutSec 60 -WarningVariable warnings -WarningAction SilentlyContinue)
        $warnings | Should -BeNullOrEmpty
    }

    It 'detections of the last days can be told by their date (<Culture>)' -ForEach $cultures {
        [cultureinfo]::CurrentCulture = $Culture
        $found = @(Invoke-IruTool get-vulnerability-management-detections)
        $found[0].first_detection_date | Should -BeOfType [datetime]
        $newest = ($found.first_detection_date | Measure-Object -Maximum).Maximum
        $recent = @($found | Where-Object { $_.first_detection_date -gt $newest.AddDays(-7) })
        $recent.Count | Should -BeGreaterThan 0
        $recent.Count | Should -BeLessThan $found.Count
    }
}

Describe 'In the time zone <Zone>' -ForEach $zones -Skip:($env:OS -eq 'Windows_NT') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '30'
    }

    AfterAll { Stop-Simulator $simulator }

    It 'ages count the time that has passed, and dates without a zone are in UTC' {
        $child = Invoke-ChildShell -Simulator $simulator -Environment @{ TZ = $Zone } -Script @'
Set-StrictMode -Version Latest
"zone=$([TimeZoneInfo]::Local.Id)"
$device = Invoke-IruTool get-devices -First 1
$zone = [TimeZoneInfo]::Local
$now = [datetime]::UtcNow
foreach ($days in 1..365) {
    $then = [datetime]::UtcNow.AddDays(-$days)
    if ($zone.GetUtcOffset($then) -ne $zone.GetUtcOffset($now)) { "changed=$days"; break }
}
foreach ($days in 1, $days, ($days + 1)) {
    $then = [datetime]::UtcNow.AddDays(-$days)
    $device.last_check_in = $then.ToLocalTime()
    $difference = [math]::Abs(($device.LastCheckInAge - ([datetime]::UtcNow - $then)).TotalMinutes)
    "off=$($difference -gt 10)"
}
$device.last_check_in = $null
"never=$(@($device | Where-Object { $_.LastCheckInAge.TotalDays -gt 30 }).Count)"
$device.PSObject.Properties.Remove('last_check_in')
"unknown=$(@($device | Where-Object { $_.LastCheckInAge.TotalDays -gt 30 }).Count)"
$found = Invoke-IruTool get-vulnerability-management-detections -First 1
$raw = (Invoke-IruTool get-vulnerability-management-detections -Raw | Select-Object -First 1 | Out-String | ConvertFrom-Json).result.results[0].first_detection_date
"kind=$($found.first_detection_date.Kind)"
$style = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
"same=$($found.first_detection_date.ToUniversalTime() -eq [datetime]::Parse("$raw", [cultureinfo]::InvariantCulture, $style))"
'@
        $child.ErrorText | Should -BeNullOrEmpty
        $child.Output | Should -Match "zone=$Zone"
        if ($Zone -ne 'UTC') { $child.Output | Should -Match 'changed=\d+' }
        $child.Output | Should -Not -Match 'off=True'
        [regex]::Matches($child.Output, 'off=False') | Should -HaveCount 3
        $child.Output | Should -Match 'never=1'
        $child.Output | Should -Match 'unknown=1'
        $child.Output | Should -Match 'kind=Local'
        $child.Output | Should -Match 'same=True'
    }
}

Describe 'Objects from another process' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '12'
        $null = Connect-Simulator $simulator
        function Get-FromAnotherProcess($Value, $Depth) {
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Value, $Depth))
        }
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    It 'a tool is shown as here, at depth <Depth>' -ForEach @{ Depth = 1 }, @{ Depth = 2 }, @{ Depth = 3 } {
        Set-StrictMode -Version Latest
        foreach ($tool in Get-IruTool) {
            $there = Get-FromAnotherProcess $tool $Depth
            $there.PSObject.TypeNames[0] | Should -Be 'Deserialized.IruMcp.Tools.IruTool'
            $here, $shown = ($tool | Format-List | Out-String -Width 200), ($there | Format-List | Out-String -Width 200)
            $withoutOperation = '(?m)^Operation .*$'
            ($shown -replace $withoutOperation) | Should -Be ($here -replace $withoutOperation) -Because $tool.Name
            $shown | Should -Match '(?m)^Operation +: \S'
            ($there | Out-String -Width 160) | Should -Be ($tool | Out-String -Width 160) -Because $tool.Name
        }
    }
}
