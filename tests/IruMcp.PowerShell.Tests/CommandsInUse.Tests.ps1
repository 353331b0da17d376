[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

Describe 'Commands in use' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '700'
        $null = Connect-Simulator $simulator -Name first
        Import-IruTool
        $devices = @(Get-IruDevice -First 30)
    }

    AfterAll {
        Disconnect-IruMcp -All
        Get-Module IruMcp.Tools* | Remove-Module
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'streams: of two pages one is read where one object is enough' {
        (Get-IruDevice | Select-Object -First 1).device_id | Should -Be $devices[0].device_id
        Get-SimulatorLog $simulator get-devices | Should -HaveCount 1
        $devices | Get-IruDeviceDetail | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        Get-SimulatorLog $simulator get-device-details | Should -HaveCount 1
    }

    It 'pages as Invoke-IruTool does' {
        (Get-IruDevice -Skip 10 -First 5).device_id | Should -Be $devices[10..14].device_id
        $all = @(Get-IruDevice -IncludeTotalCount -PageSize 100 -First 3)
        $all[-3..-1].device_id | Should -Be $devices[0..2].device_id
        @(Get-IruDevice -NoPaging -Limit 7) | Should -HaveCount 7
    }

    It 'takes a device by <Form>' -ForEach @(
        @{ Form = 'its UUID'; Of = { $args[0].device_id } }
        @{ Form = 'its serial number'; Of = { $args[0].serial_number } }
        @{ Form = 'its name in another case'; Of = { $args[0].device_name.ToLower() } }
    ) {
        $one = & $Of $devices[3]
        (Get-IruDevice -Identity $one).device_id | Should -Be $devices[3].device_id
        (Get-IruDevice $one).device_id | Should -Be $devices[3].device_id
        ($one | Get-IruDeviceDetail).PSTypeNames | Should -Contain 'Iru.DeviceDetail'
    }

    It 'refuses a device that is not to be found, once, and goes on' {
        $found = 'nobody', $devices[1].serial_number | Get-IruDevice -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.device_id | Should -Be $devices[1].device_id
        $failures | Get-ErrorId | Should -Be 'IruMcp.DeviceNotFound'
        Clear-SimulatorLog $simulator
        Clear-IruDevice $devices[1].serial_number.Substring(1) -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.DeviceNotFound'
        Get-SimulatorLog $simulator erase-device | Should -HaveCount 0
    }

    It 'refuses what is the serial number of one device and the name of another' {
        $mac, $namesake = $devices | Where-Object platform -EQ Mac | Select-Object -First 2
        Rename-IruDevice $namesake.device_id -DeviceName $mac.serial_number
        Clear-IruDevice $mac.serial_number -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.DeviceAmbiguous'
        (Get-SimulatedDevice $simulator $mac.device_id).exists | Should -BeTrue
        Get-SimulatorLog $simulator erase-device | Should -HaveCount 0
    }

    It 'sends of a piped device its id alone, and refuses a device for Remove-IruBlueprint' {
        $devices[0] | Set-IruDevice -AssetTag X1
        (Get-SimulatorLog $simulator update-device).arguments.PSObject.Properties.Name | Sort-Object | Should -Be 'asset_tag', 'device_id'
        $devices[0..1] | Remove-IruBlueprint -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.WrongInputType', 'IruMcp.WrongInputType'
        Get-SimulatorLog $simulator delete-blueprint | Should -HaveCount 0
    }

    It 'refuses nothing for a value: <Nothing>' -ForEach @(@{ Nothing = $null }, @{ Nothing = '' }) {
        Set-IruDevice $devices[5].device_id -AssetTag $Nothing -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.InvalidArgument'
        Get-SimulatorLog $simulator update-device | Should -HaveCount 0
    }

    It 'completes the values of a parameter' {
        (TabExpansion2 'Get-IruDevice -Platform i' 25).CompletionMatches.CompletionText | Should -Be 'iPad', 'iPhone'
    }

    It 'completes the properties of what a command gives' {
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
        Get-Completion 'Get-IruDevice | Where-Object dev' | Should -Be 'device_name'
        Get-Completion 'Get-IruDevice -Platform Mac | Sort-Object Last' | Should -Be 'last_check_in', 'LastCheckInAge'
        Get-Completion '(Get-IruBlueprint).miss' | Should -Be 'missing_computers_count'
        # They are known, and not added to objects of which the API does not give them.
        $device = $devices[0] | Select-Object -Property *
        ([pscustomobject]@{ PSTypeName = 'Iru.Device' }).PSObject.Properties.Name | Should -BeNullOrEmpty
        $device.PSObject.Properties.Name | Should -Be ($devices[0].PSObject.Properties | Where-Object MemberType -EQ NoteProperty).Name
        ((Get-Help Get-IruDevice).returnValues | Out-String) | Should -Not -Match '#'
    }

    It 'completes devices and blueprints by name, and offers no files where nothing fits' {
        $found = $null
        # On a busy machine the answer may be there only when Tab is pressed again.
        for ($try = 0; $try -lt 20 -and -not $found; $try++) {
            $line = "Get-IruDevice -Identity '$($devices[0].device_name)"
            $found = (TabExpansion2 $line $line.Length).CompletionMatches
        }
        $found.CompletionText | Should -Contain $devices[0].device_id
        $found.ListItemText | Should -Contain $devices[0].device_name
        $line = 'Set-IruDevice -BlueprintId '
        $found = $null
        for ($try = 0; $try -lt 20 -and $found.CompletionText -notcontains $devices[0].blueprint_id; $try++) { $found = (TabExpansion2 $line $line.Length).CompletionMatches }
        $found.CompletionText | Should -Contain $devices[0].blueprint_id
    }

    It 'refuses a value outside its set or range, before anything is sent' {
        { Get-IruDevice -Platform Toaster -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        { Get-IruDevice -Limit 0 -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'knows the server''s own names of parameters' {
        (Get-IruDevice -serial_number $devices[2].serial_number).device_id | Should -Be $devices[2].device_id
    }

    It 'gives a secret as a SecureString unless -AsPlainText' {
        $mac = $devices | Where-Object platform -EQ Mac | Select-Object -First 1
        (Get-IruDeviceFileVaultKey $mac.device_id).key | Should -BeOfType securestring
        (Get-IruDeviceFileVaultKey $mac.device_id -AsPlainText).key | Should -BeOfType string
        { Get-IruDeviceFileVaultKey $mac.device_id -Raw } | Should -Throw -ErrorId 'IruMcp.RawShowsSecrets*'
    }

    It 'tells with -Verbose that an action was accepted, and is silent without' {
        Restart-IruDevice $devices[8].device_id 4>&1 | Should -BeNullOrEmpty
        "$(Restart-IruDevice $devices[8].device_id -Verbose 4>&1)" | Should -Match "accepted 'restart-device' for .*$($devices[8].device_id)"
    }

    It 'has the version of the module that made it' {
        (Get-Module IruMcp.Tools).Version | Should -Be (Get-Module IruMcp).Version
    }

    It 'replaces the commands when they are imported again' {
        try {
            Import-IruTool -Name *-IruTag
            (Get-Command -Module IruMcp.Tools).Name | Should -Be 'Get-IruTag', 'New-IruTag', 'Remove-IruTag', 'Set-IruTag'
            @(Get-Module IruMcp.Tools) | Should -HaveCount 1
        }
        finally { Import-IruTool }
        (Get-Command -Module IruMcp.Tools).Count | Should -BeGreaterThan 110
    }

    It 'refuses a pattern that fits no tool, and keeps the commands of before' {
        { Import-IruTool -Name nothing-* } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        { Import-IruTool -Category Nothing } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        Get-Command Get-IruDevice -Module IruMcp.Tools | Should -Not -BeNullOrEmpty
    }

    It 'keeps two tenants apart by prefix' {
        $two = Start-Simulator -Argument '--devices', '3', '--seed', '9'
        try {
            $null = Connect-Simulator $two -Name second
            Import-IruTool -Name get-devices -Connection second -Prefix Second
            Import-IruTool -Name get-devices -Connection first -Prefix First
            @(Get-SecondIruDevice) | Should -HaveCount 3
            (Get-FirstIruDevice -First 1).device_id | Should -Be $devices[0].device_id
            Disconnect-IruMcp second
            { Get-SecondIruDevice } | Should -Throw -ErrorId 'IruMcp.NotConnected*' -ExpectedMessage '*second*'
        }
        finally {
            Get-IruMcpConnection | Where-Object Name -EQ second | Disconnect-IruMcp
            Get-Module IruMcp.Tools.* | Remove-Module
            Stop-Simulator $two
        }
    }

    It 'runs in ConstrainedLanguage, imported before and after' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                    param($Module, $Connection)
                    Import-Module $Module
                    Import-IruTool -Connection $Connection
                    $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
                }).AddArgument((Find-TestModule)).AddArgument((Get-IruMcpConnection | Select-Object -Last 1)).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript({
                    param($Connection, $Id)
                    "$($ExecutionContext.SessionState.LanguageMode)"
                    (Get-IruDevice -First 1 -Connection $Connection).device_id
                    Clear-IruDevice $Id -WhatIf -Connection $Connection
                    Import-IruTool -Connection $Connection
                    (Get-IruDevice $Id -Connection $Connection).device_id
                    & { $WhatIfPreference = $true; Clear-IruDevice $Id -Confirm:$false -Connection $Connection }
                }).AddArgument((Get-IruMcpConnection | Select-Object -Last 1)).AddArgument($devices[7].device_id)
            $results = $shell.Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
            $results | Should -Be 'ConstrainedLanguage', $devices[0].device_id, $devices[7].device_id
            Get-SimulatorLog $simulator erase-device | Should -HaveCount 0
        }
        finally { $shell.Dispose() }
    }

    It 'says how to connect when there is no connection any more' {
        Disconnect-IruMcp -All
        try {
            { Get-IruDevice } | Should -Throw -ErrorId 'IruMcp.NotConnected*'
            "$($error[0])" | Should -Match 'Connect-IruMcp'
        }
        finally { $null = Connect-Simulator $simulator -Name first }
    }

    It 'comes with Connect-IruMcp -ImportTool' {
        Remove-Module IruMcp.Tools
        $null = Connect-Simulator $simulator -Name first -Option @{ ImportTool = $true }
        (Get-IruDevice -First 1).device_id | Should -Be $devices[0].device_id
    }
}
