[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    # The whole of it must hold whatever the server is like.
    $servers = @(
        @{ Server = 'as the live one'; Switches = @(); Raw = $false }
        @{ Server = 'with foreign names'; Switches = @('--naming', 'foreign'); Raw = $false }
        @{ Server = 'with nested schemas'; Switches = @('--schema', 'nested'); Raw = $false }
        @{ Server = 'with sessions, plain JSON and paged tools'; Switches = @('--session', '--json', '--tools-per-page', '20'); Raw = $false }
        @{ Server = 'behind the hand-written door'; Switches = @(); Raw = $true }
    )
}

Describe 'The listing of 10,000 devices, server <Server>' -ForEach $servers {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument ($Switches + '--devices', '10000')
        $null = Connect-Simulator $simulator -Raw:$Raw
        $tool = (Get-IruTool | Where-Object { $_.Operation -and $_.Operation.Id -eq 'list-devices' }).Name
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'finds the tool that lists devices' {
        $tool | Should -Not -BeNullOrEmpty
        $tool | Should -HaveCount 1
    }

    It 'asks for one page only when the first ten are wanted' {
        $found = @(Invoke-IruTool $tool | Select-Object -First 10)
        $found | Should -HaveCount 10
        Get-SimulatorLog $simulator $tool | Should -HaveCount 1
    }

    It 'gives each of the 10,000 devices once' {
        $found = @(Invoke-IruTool $tool)
        $found | Should -HaveCount 10000
        @($found.device_id | Sort-Object -Unique) | Should -HaveCount 10000
        $found[0].PSTypeNames[0] | Should -Be 'Iru.Device'
    }

    It 'requests no page that -First 450 -Skip 100 does not need' {
        $all = @(Invoke-IruTool $tool -First 550)
        Clear-SimulatorLog $simulator
        $found = @(Invoke-IruTool $tool -First 450 -Skip 100)
        $found | Should -HaveCount 450
        $found[0].device_id | Should -Be $all[100].device_id
        $found[449].device_id | Should -Be $all[549].device_id
        $calls = Get-SimulatorLog $simulator $tool
        $calls.arguments.offset | Should -Be 100, 400
    }

    It 'needs one page for -First 5' {
        @(Invoke-IruTool $tool -First 5) | Should -HaveCount 5
        Get-SimulatorLog $simulator $tool | Should -HaveCount 1
    }

    It 'sends nothing for -First 0' {
        @(Invoke-IruTool $tool -First 0) | Should -HaveCount 0
        Get-SimulatorLog $simulator $tool | Should -HaveCount 0
    }

    It 'takes one page for -NoPaging' {
        @(Invoke-IruTool $tool -NoPaging) | Should -HaveCount 300
        Get-SimulatorLog $simulator $tool | Should -HaveCount 1
    }

    It 'asks for pages of -PageSize' {
        @(Invoke-IruTool $tool -PageSize 7 -First 21) | Should -HaveCount 21
        $calls = Get-SimulatorLog $simulator $tool
        $calls.arguments.limit | Should -Be 7, 7, 7
        $calls.arguments.offset | ForEach-Object { [int] $_ } | Should -Be 0, 7, 14
    }

    It 'takes a caller''s limit as page size and offset as start' {
        $found = @(Invoke-IruTool $tool -limit 50 -offset 9900)
        $found | Should -HaveCount 100
        (Get-SimulatorLog $simulator $tool).arguments.limit | Select-Object -Unique | Should -Be 50
    }

    It 'writes a total first with -IncludeTotalCount, and says that it is not known' {
        $found = @(Invoke-IruTool $tool -First 3 -IncludeTotalCount)
        $found | Should -HaveCount 4
        $found[0] | Should -BeOfType [uint64]
        $found[0].Accuracy | Should -Be 0.0
        $found[1].device_id | Should -Not -BeNullOrEmpty
    }
}

Describe 'Each style of paging' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '700'
        $null = Connect-Simulator $simulator
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'A: <Tool> by limit and offset' -ForEach @{ Tool = 'get-devices' } {
        $found = @(Invoke-IruTool $Tool)
        @($found.device_id | Sort-Object -Unique) | Should -HaveCount 700
        # Nothing says how long the list is, and with its third page a fourth is asked for.
        @(Get-SimulatorLog $simulator $Tool).Count | Should -BeIn 3, 4
    }

    It 'B: <Tool> gives each item once, whatever the page size' -ForEach @{ Tool = 'get-blueprints' } {
        $whole = @(Invoke-IruTool $Tool -IncludeTotalCount)
        $total, $whole = $whole
        $whole | Should -HaveCount $total
        Clear-SimulatorLog $simulator
        $paged = @(Invoke-IruTool $Tool -PageSize 3)
        $paged.id | Should -Be $whole.id
        @(Get-SimulatorLog $simulator $Tool) | Should -HaveCount ([Math]::Ceiling($whole.Count / 3))
    }

    It 'B: <Tool> by page number' -ForEach @{ Tool = 'get-integrations-apple-ade-devices' } {
        $total, $whole = Invoke-IruTool $Tool -IncludeTotalCount
        $whole | Should -HaveCount $total
        @($whole.id | Sort-Object -Unique) | Should -HaveCount $whole.Count
    }

    It 'B: <Tool>, whose list is one level down' -ForEach @{ Tool = 'get-device-activity' } {
        $device = Invoke-IruTool get-devices -First 1
        $whole = @($device | Invoke-IruTool $Tool)
        $paged = @($device | Invoke-IruTool $Tool -PageSize 2)
        $paged.id | Should -Be $whole.id
    }

    It 'C: <Tool> by cursor' -ForEach @{ Tool = 'get-users' } {
        $whole = @(Invoke-IruTool $Tool)
        @($whole.id | Sort-Object -Unique) | Should -HaveCount $whole.Count
        $whole.Count | Should -BeGreaterThan 50
    }

    It 'C: <Tool> by a cursor in a URL' -ForEach @{ Tool = 'get-audit-events' } {
        1..12 | ForEach-Object { $null = Invoke-IruTool create-tag -name "paging $_" }
        $whole = @(Invoke-IruTool $Tool -PageSize 5)
        @($whole.id | Sort-Object -Unique) | Should -HaveCount $whole.Count
    }

    It 'D: <Tool> gives each row once' -ForEach @{ Tool = 'get-prism-device-information' } {
        $rows = @(Invoke-IruTool $Tool -PageSize 100)
        $rows.Count | Should -BeGreaterThan 300
        @($rows.device_id | Sort-Object -Unique) | Should -HaveCount $rows.Count
    }

    It 'D: <Tool> skips and stops' -ForEach @{ Tool = 'get-prism-device-information' } {
        $whole = @(Invoke-IruTool $Tool)
        Clear-SimulatorLog $simulator
        $some = @(Invoke-IruTool $Tool -Skip 350 -First 20)
        $some.device_id | Should -Be $whole[350..369].device_id
        Get-SimulatorLog $simulator $Tool | Should -HaveCount 1
    }

    It 'never hands out the first page for ever' {
        Set-SimulatorFault $simulator repeat-cursor -Tool get-users -Count 0
        try {
            $failure = $null
            $found = @(Invoke-IruTool get-users -ErrorVariable failure -ErrorAction SilentlyContinue)
            $failure | Get-ErrorId | Should -Be 'IruMcp.PagingLoop'
            $found.Count | Should -BeLessOrEqual 300
        }
        finally {
            Clear-SimulatorFault $simulator
        }
    }

    It 'stops asking when the reader of the pipeline stops' {
        Invoke-IruTool get-devices -PageSize 10 | Select-Object -First 15 | Should -HaveCount 15
        @(Get-SimulatorLog $simulator get-devices).Count | Should -Be 2
    }

    It 'writes the first object before it asks for the second page' {
        $calls = Invoke-IruTool get-devices -PageSize 100 | Select-Object -First 1 | ForEach-Object { @(Get-SimulatorLog $simulator get-devices).Count }
        $calls | Should -Be 1
    }
}
