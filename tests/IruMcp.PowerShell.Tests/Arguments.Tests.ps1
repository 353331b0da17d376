[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    # The whole of it must hold whatever the server is like.
    $servers = @(
        @{ Server = 'as the live one'; Switches = @(); Raw = $false }
        @{ Server = 'with foreign names'; Switches = @('--naming', 'foreign'); Raw = $false }
        @{ Server = 'with nested schemas'; Switches = @('--schema', 'nested'); Raw = $false }
        @{ Server = 'with $ref and nullable schemas'; Switches = @('--schema', 'ref,nullable'); Raw = $false }
        @{ Server = 'with sessions, plain JSON and paged tools'; Switches = @('--session', '--json', '--tools-per-page', '20'); Raw = $false }
        @{ Server = 'behind the hand-written door'; Switches = @(); Raw = $true }
    )
}

Describe 'Arguments of a call, server <Server>' -ForEach $servers {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/SampleArguments.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument $Switches
        $null = Connect-Simulator $simulator -Raw:$Raw

        function Get-ToolName([string] $Operation) {
            Get-IruTool | Where-Object { $_.Operation.Id -eq $Operation } | ForEach-Object Name
        }

        function Get-SentArgument([string] $Tool) {
            # What was sent, without the object that some servers put around the body.
            foreach ($call in Get-SimulatorLog $simulator $Tool) {
                $sent = [ordered] @{}
                foreach ($property in $call.arguments.PSObject.Properties) {
                    if ($property.Name -eq 'body') { $property.Value.PSObject.Properties | ForEach-Object { $sent[$_.Name] = $_.Value } }
                    else { $sent[$property.Name] = $property.Value }
                }
                [pscustomobject] $sent
            }
        }

        $update = Get-ToolName update-device
        $deleteBlueprint = Get-ToolName delete-blueprint
        $devices = @(Invoke-IruTool (Get-ToolName list-devices) -First 20)
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'sends of a piped device its id and nothing else beside what was asked for' {
        $devices[0] | Invoke-IruTool $update -asset_tag X1
        $sent = @(Get-SentArgument $update)
        $sent | Should -HaveCount 1
        $sent[0].PSObject.Properties.Name | Sort-Object | Should -Be 'asset_tag', 'device_id'
        $sent[0].device_id | Should -Be $devices[0].device_id
        (Get-SimulatedDevice $simulator $devices[0].device_id).assetTag | Should -Be 'X1'
    }

    It 'takes ids as <Form>' -ForEach @(
        @{ Form = 'strings'; Make = { $args[0].device_id } }
        @{ Form = 'Guids'; Make = { [guid] $args[0].device_id } }
        @{ Form = 'rows of Import-Csv'; Make = { $args[0] | Select-Object device_id, asset_tag, blueprint_id, user | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Form = 'hashtables'; Make = { @{ device_id = $args[0].device_id; asset_tag = 'not this one'; blueprint_id = $args[0].blueprint_id } } }
        @{ Form = 'objects of ConvertFrom-Json'; Make = { $args[0] | Select-Object device_id, serial_number | ConvertTo-Json | ConvertFrom-Json } }
        @{ Form = 'deserialized devices'; Make = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($args[0])) } }
    ) {
        $input1 = & $Make $devices[1]
        $input2 = & $Make $devices[2]
        $input1, $input2 | Invoke-IruTool $update -asset_tag $Form.Substring(0, 3)
        $sent = @(Get-SentArgument $update)
        $sent | Should -HaveCount 2
        $sent.device_id | Should -Be $devices[1, 2].device_id
        foreach ($one in $sent) { $one.PSObject.Properties.Name | Sort-Object | Should -Be 'asset_tag', 'device_id' }
    }

    It 'never lets a value of an earlier record into the next call' {
        $failures = $null
        [pscustomobject] @{ device_id = $devices[3].device_id }, [pscustomobject] @{ serial_number = 'none' }, [pscustomobject] @{ device_id = '' }, $devices[4] |
            Invoke-IruTool $update -asset_tag X3 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.MissingArgument', 'IruMcp.MissingArgument'
        (Get-SentArgument $update).device_id | Should -Be $devices[3, 4].device_id
    }

    It 'refuses an empty filter, which would mean the whole fleet' {
        $failures = $null
        foreach ($empty in '', ' ') {
            Invoke-IruTool (Get-ToolName list-devices) -Arguments @{ serial_number = $empty } -ErrorVariable +failures -ErrorAction SilentlyContinue
        }
        $failures | Get-ErrorId | Should -Be (@('IruMcp.InvalidArgument') * 2)
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'refuses -<Name> where devices are piped to a tool that changes something, which it would not limit' -ForEach @(
        @{ Name = 'First'; Given = @{ First = 2 } }, @{ Name = 'Skip'; Given = @{ Skip = 1 } }
    ) {
        { $devices[0..4] | Invoke-IruTool $update -asset_tag X1 @Given } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'gives a recovery key with the device that it is for' {
        $macs = @($devices | Where-Object platform -EQ Mac | Select-Object -First 2)
        # Under a foreign name it is not known which operation it is, only that it reads a secret.
        $documented = Get-ToolName get-filevault-recovery-key
        $tool = if ($documented) { $documented } else { (Get-IruTool *disk_key*).Name }
        $keys = @($macs | Invoke-IruTool $tool)
        $keys | Should -HaveCount 2
        if ($documented) { $keys.device_id | Should -Be $macs.device_id }
        $keys[0].key | Should -BeOfType securestring
    }

    It 'refuses a device for delete-blueprint, one error each' {
        $failures = $null
        $devices[0..2] | Invoke-IruTool $deleteBlueprint -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be (@('IruMcp.WrongInputType') * 3)
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'refuses a deserialized device for delete-blueprint' {
        $failures = $null
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($devices[0])) |
            Invoke-IruTool $deleteBlueprint -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.WrongInputType'
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'refuses <Name> for an optional argument of a change, through every door' -ForEach @(
        @{ Name = '$null'; Nothing = $null }, @{ Name = 'an empty text'; Nothing = '' }, @{ Name = 'a null of a database'; Nothing = [DBNull]::Value }
    ) {
        $failures = $null
        Invoke-IruTool $update -Arguments @{ device_id = $devices[5].device_id; user = $Nothing } -ErrorVariable +failures -ErrorAction SilentlyContinue
        Invoke-IruTool $update -device_id $devices[5].device_id -asset_tag $Nothing -ErrorVariable +failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.InvalidArgument', 'IruMcp.InvalidArgument'
        "$($failures[0].ErrorDetails)" | Should -BeLike '*-Clear user*'
        Get-SimulatorLog $simulator $update | Should -HaveCount 0
    }

    It 'takes an object for -Arguments as well as a hashtable' {
        Invoke-IruTool $update -Arguments ([pscustomobject] @{ device_id = $devices[6].device_id; asset_tag = 42 })
        $sent = Get-SentArgument $update
        $sent.asset_tag | Should -Be '42'
        $sent.asset_tag | Should -BeOfType [string]
    }

    It 'refuses an argument given twice' {
        $failures = $null
        Invoke-IruTool $update -device_id $devices[0].device_id -asset_tag A -Arguments @{ asset_tag = 'B' } -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.ArgumentGivenTwice'
        Get-SimulatorLog $simulator $update | Should -HaveCount 0
    }

    It 'can call every tool that the server has' {
        $known = @{ device_id = $devices[0].device_id; blueprint_id = $devices[0].blueprint_id }
        $tools = @(Get-IruTool)
        $tools | Should -HaveCount 131
        # Reads first: whatever is deleted along the way must not be missed.
        $rejected = foreach ($tool in $tools | Sort-Object { [int] $_.Risk }, Name) {
            $arguments = Get-SampleArgument $tool $known
            $failures = $null
            $null = Invoke-IruTool $tool.Name -Arguments $arguments -Force -AsPlainText -NoPaging -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            # The tenant may refuse (no such object, not possible now); a refusal of the call itself is a fault of the module.
            $failures | Where-Object { (Get-ErrorId $_) -notin 'IruMcp.NotFound', 'IruMcp.ToolFailed' } | ForEach-Object { "$($tool.Name): $_" }
        }
        $rejected | Should -BeNullOrEmpty
        @(Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'tools/call' | ForEach-Object tool | Sort-Object -Unique) | Should -HaveCount 131
    }
}
