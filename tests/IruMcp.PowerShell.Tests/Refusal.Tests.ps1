[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'That a function leaves the question to the cmdlet is what is tested.')]
param()

BeforeDiscovery {
    $whole = '$devices | Invoke-IruTool erase-device -ErrorVariable failures -ErrorAction SilentlyContinue'
    # Each way in which nobody can answer. The script leaves its errors in $failures.
    $ways = @(
        @{ Way = '-NonInteractive'; NonInteractive = $true; StandardInput = 'Empty'; Script = $whole }
        @{ Way = 'blank lines on stdin'; StandardInput = 'BlankLines'; Script = $whole }
        @{ Way = '/dev/null as stdin'; StandardInput = 'Null'; Script = $whole }
        @{ Way = 'an open silent pipe as stdin'; StandardInput = 'SilentPipe'; Script = $whole }
        @{ Way = 'closed stdin'; StandardInput = 'Closed'; Script = $whole }
        @{ Way = 'an explicit -Confirm and blank lines'; StandardInput = 'BlankLines'; Script = '$devices | Invoke-IruTool erase-device -Confirm -ErrorVariable failures -ErrorAction SilentlyContinue' }
        @{ Way = 'PowerShell.Create() without a host'; StandardInput = 'SilentPipe'; Script = @'
$shell = [powershell]::Create()
$null = $shell.AddScript('param($connection, $devices) Import-Module $env:IRUMCP_TEST_MODULE; $devices | Invoke-IruTool erase-device -Connection $connection -ErrorAction SilentlyContinue; $Error').AddArgument($connection).AddArgument($devices)
$failures = @($shell.Invoke() | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
'@ }
        @{ Way = 'Start-Job'; StandardInput = 'SilentPipe'; Script = @'
$job = Start-Job -ArgumentList (, @($devices.device_id)) {
    param($ids)
    Import-Module $env:IRUMCP_TEST_MODULE
    Connect-IruMcp -EnvironmentVariable
    $ids | Invoke-IruTool erase-device -ErrorVariable failures -ErrorAction SilentlyContinue
    $failures | ForEach-Object FullyQualifiedErrorId
}
$failures = @($job | Receive-Job -Wait | ForEach-Object { [pscustomobject] @{ FullyQualifiedErrorId = "$_" } })
'@ }
    )
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        $ways += @(
            @{ Way = 'ForEach-Object -Parallel'; StandardInput = 'SilentPipe'; Each = $true; Script = @'
$module = $env:IRUMCP_TEST_MODULE
$ids = $devices | ForEach-Object -Parallel {
    Import-Module $using:module
    $_ | Invoke-IruTool erase-device -Connection $using:connection -ErrorVariable failures -ErrorAction SilentlyContinue
    $failures | ForEach-Object FullyQualifiedErrorId
}
$failures = @($ids | ForEach-Object { [pscustomobject] @{ FullyQualifiedErrorId = $_ } })
'@ }
            @{ Way = 'Start-ThreadJob'; StandardInput = 'SilentPipe'; Script = @'
$job = Start-ThreadJob {
    Import-Module $env:IRUMCP_TEST_MODULE
    $using:devices | Invoke-IruTool erase-device -Connection $using:connection -ErrorVariable failures -ErrorAction SilentlyContinue
    $failures | ForEach-Object FullyQualifiedErrorId
}
$failures = @($job | Receive-Job -Wait | ForEach-Object { [pscustomobject] @{ FullyQualifiedErrorId = $_ } })
'@ }
        )
    }
}

Describe 'Destruction where nobody can be asked' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '20'
    }

    AfterAll { Stop-Simulator $simulator }

    It 'is refused once per pipeline, without a hang: <Way>' -ForEach $ways {
        Clear-SimulatorLog $simulator
        $child = Invoke-ChildShell -Simulator $simulator -StandardInput $StandardInput -NonInteractive:([bool] $NonInteractive) -Script @"
`$connection = Get-IruMcpConnection
`$devices = Invoke-IruTool get-devices -First 3
$Script
"ids=`$((`$failures | ForEach-Object { (`$_.FullyQualifiedErrorId -split ',')[0] }) -join ' ')"
"text=`$(`$failures | Select-Object -First 1)"
'the end'
"@
        $child.HasHung | Should -BeFalse
        $child.Output | Should -Match 'the end'
        $expected = if ($Each) { @('IruMcp.CannotConfirm') * 3 } else { 'IruMcp.CannotConfirm' }
        $child.Output | Should -Match "ids=$([regex]::Escape($expected -join ' '))\r?\n" -Because "it wrote: $($child.Output) $($child.ErrorText)"
        @(Get-SimulatorLog $simulator | Where-Object { $_.tool -eq 'erase-device' }) | Should -HaveCount 0
    }

    It 'says why, and how to consent' {
        $child = Invoke-ChildShell -Simulator $simulator -Script @'
Invoke-IruTool get-devices -First 2 | Invoke-IruTool erase-device
'@
        $child.HasHung | Should -BeFalse
        $said = ($child.Output + $child.ErrorText) -replace '\s*\|?\s+', ' '
        $said | Should -Match 'destructive'
        $said | Should -Match 'the input is redirected'
        $said | Should -Match '-Confirm:\$false'
    }

    It 'goes on to refuse under -ErrorAction Stop, and a script can catch it by its id' {
        $child = Invoke-ChildShell -Simulator $simulator -Script @'
try { Invoke-IruTool get-devices -First 2 | Invoke-IruTool erase-device -ErrorAction Stop; 'not caught' }
catch { 'caught ' + $_.FullyQualifiedErrorId + ' ' + $_.CategoryInfo.Category }
'@
        $child.Output | Should -Match 'caught IruMcp.CannotConfirm.* PermissionDenied'
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 0
    }

    It 'asks nobody about calls that are not destructive' {
        Clear-SimulatorLog $simulator
        $child = Invoke-ChildShell -Simulator $simulator -NonInteractive -Script @'
Invoke-IruTool get-devices -First 1 | Invoke-IruTool update-device -asset_tag unasked
"ok=$?"
'@
        $child.Output | Should -Match 'ok=True'
        @(Get-SimulatorLog $simulator update-device) | Should -HaveCount 1
    }
}

Describe 'Consent given beforehand' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '60'
        $connection = Connect-Simulator $simulator
    }

    AfterAll {
        $connection | Disconnect-IruMcp
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'sends each device''s call exactly once: <Consent>' -ForEach @(
        @{ Consent = '-Confirm:$false'; Script = { $devices | Invoke-IruTool erase-device -Confirm:$false } }
        @{ Consent = '-Force'; Script = { $devices | Invoke-IruTool erase-device -Force } }
        @{ Consent = '-Force beside -Confirm'; Script = { $devices | Invoke-IruTool erase-device -Force -Confirm } }
        @{ Consent = '$ConfirmPreference'; Script = { $ConfirmPreference = 'None'; $devices | Invoke-IruTool erase-device } }
        @{ Consent = '$ConfirmPreference of a calling function'; Script = {
                function Clear-Fleet { $ConfirmPreference = 'None'; Clear-Part }
                function Clear-Part { $devices | Invoke-IruTool erase-device }
                Clear-Fleet
            }
        }
        @{ Consent = '-Confirm:$false of an advanced function'; Script = {
                function Clear-Fleet { [CmdletBinding(SupportsShouldProcess)] param() $devices | Invoke-IruTool erase-device }
                Clear-Fleet -Confirm:$false
            }
        }
    ) {
        $devices = @(Invoke-IruTool get-devices -First 3)
        & $Script -ErrorAction Stop | Out-Null
        $calls = @(Get-SimulatorLog $simulator erase-device)
        $calls | Should -HaveCount 3
        $calls.arguments.device_id | Sort-Object | Should -Be ($devices.device_id | Sort-Object)
        foreach ($device in $devices) { (Get-SimulatedDevice $simulator $device.device_id).exists | Should -BeFalse }
    }

    It 'is not enough under WhatIf: <What>' -ForEach @(
        @{ What = '-WhatIf'; Script = '$devices | Invoke-IruTool erase-device -WhatIf' }
        @{ What = '-WhatIf and -Force'; Script = '$devices | Invoke-IruTool erase-device -WhatIf -Force' }
        @{ What = '-WhatIf and -Confirm:$false'; Script = '$devices | Invoke-IruTool erase-device -WhatIf -Confirm:$false' }
        @{ What = '-WhatIf and $ConfirmPreference'; Script = '$ConfirmPreference = "None"; $devices | Invoke-IruTool erase-device -WhatIf' }
        @{ What = '$WhatIfPreference and -Force'; Script = '$WhatIfPreference = $true; $devices | Invoke-IruTool erase-device -Force' }
        @{ What = '$WhatIfPreference of a calling function'; Script = @'
function Clear-Fleet { $WhatIfPreference = $true; Clear-Part }
function Clear-Part { $devices | Invoke-IruTool erase-device -Force }
Clear-Fleet
'@
        }
        @{ What = '-WhatIf of an advanced function'; Script = @'
function Clear-Fleet { [CmdletBinding(SupportsShouldProcess)] param() $devices | Invoke-IruTool erase-device -Force }
Clear-Fleet -WhatIf
'@
        }
        @{ What = '-WhatIf for a write'; Script = '$devices | Invoke-IruTool update-device -asset_tag no -WhatIf -Force' }
    ) {
        $devices = @(Invoke-IruTool get-devices -First 3)
        Clear-SimulatorLog $simulator
        # In a runspace of its own, whose host shows nothing.
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$devices, `$connection) `$PSDefaultParameterValues = @{ 'Invoke-IruTool:Connection' = `$connection }; Import-Module '$(Find-TestModule)'; $Script").
                AddArgument($devices).AddArgument($connection)
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'names each device in what -WhatIf says' {
        $child = Invoke-ChildShell -Simulator $simulator -NonInteractive -Script @'
$devices = Invoke-IruTool get-devices -First 2
$devices | Invoke-IruTool erase-device -WhatIf
"names=$($devices.device_name -join ';') ids=$($devices.device_id -join ';')"
'@
        $names = ([regex] 'names=(.*) ids=').Match($child.Output).Groups[1].Value -split ';'
        $ids = ([regex] 'ids=(\S*)').Match($child.Output).Groups[1].Value -split ';'
        $said = $child.Output -replace '(?s)names=.*'
        foreach ($text in $names + $ids) { $said | Should -Match ([regex]::Escape($text)) }
        $said | Should -Match 'erase-device'
    }

    It 'lets reads run under an inherited $WhatIfPreference' {
        $WhatIfPreference = $true
        $found = @(Invoke-IruTool get-devices -First 2)
        $WhatIfPreference = $false
        $found | Should -HaveCount 2
    }

    It 'does not end the pipeline when one of the calls fails' {
        $devices = @(Invoke-IruTool get-devices -First 2)
        $failures = $null
        @($devices[0].device_id, [guid]::NewGuid().ToString(), $devices[1].device_id) |
            Invoke-IruTool erase-device -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.NotFound'
        foreach ($device in $devices) { (Get-SimulatedDevice $simulator $device.device_id).exists | Should -BeFalse }
    }

    It 'does not open a read-only connection' {
        $closed = Connect-Simulator $simulator -Name looking -Option @{ ReadOnly = $true }
        try {
            $device = Invoke-IruTool get-devices -First 1 -Connection $closed
            { $device | Invoke-IruTool erase-device -Force -Connection $closed } | Should -Throw -ErrorId 'IruMcp.ReadOnlyConnection*'
            { $device | Invoke-IruTool update-device -asset_tag no -Connection $closed } | Should -Throw -ErrorId 'IruMcp.ReadOnlyConnection*'
        }
        finally { $closed | Disconnect-IruMcp }
        @(Get-SimulatorLog $simulator | Where-Object { $_.tool -in 'erase-device', 'update-device' }) | Should -HaveCount 0
    }

    It 'sends a call once whose connection is dropped after the tool ran, and says that it is not known' {
        $device = Invoke-IruTool get-devices -First 1
        Set-SimulatorFault $simulator drop-after -Tool erase-device
        $failures = $null
        $device | Invoke-IruTool erase-device -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 1
        $failures[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$($failures[0])" | Should -Match 'not known'
    }

    It 'recovers a read from <Fault>' -ForEach @('429', '503', 'drop-before', 'drop-after', 'rate-limit-text', 'truncated-sse', 'malformed-json', '502', 'upstream-timeout-text').ForEach({ @{ Fault = $_ } }) {
        Set-SimulatorFault $simulator $Fault -Tool get-devices
        @(Invoke-IruTool get-devices -First 2 -ErrorAction Stop) | Should -HaveCount 2
        @(Get-SimulatorLog $simulator get-devices) | Should -HaveCount 2
    }
}
