[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery { $isSeven = $PSVersionTable.PSVersion.Major -ge 7 }

Describe 'Tools' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '40'
        $null = Connect-Simulator $simulator

        function Get-Completion([string] $Line) {
            (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
        }
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    Context 'Get-IruTool' {
        It 'lists without asking the server again' {
            (Get-IruTool).Count | Should -Be 131
            Get-SimulatorLog $simulator | Should -HaveCount 0
        }

        It 'asks again with -Refresh' {
            (Get-IruTool -Refresh).Count | Should -Be 131
            @(Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'tools/list').Count | Should -BeGreaterOrEqual 1
        }

        It 'filters by name, category and risk' {
            (Get-IruTool get-prism-*).Name | Should -Not -Contain 'get-devices'
            (Get-IruTool GET-DEVICES).Name | Should -Be 'get-devices'
            (Get-IruTool get-devices, get-users).Name | Should -Be 'get-devices', 'get-users'
            (Get-IruTool -Category 'Device Actions*' -Risk Destructive).Name | Should -Contain 'erase-device'
            (Get-IruTool -Risk Destructive).Risk | Sort-Object -Unique | Should -Be 'Destructive'
            Get-IruTool nothing-* | Should -BeNullOrEmpty
        }

        It 'has its headings whole in a window of 80 columns' {
            Get-IruTool update-device | Out-String -Width 80 | Should -Match 'Name +Category +Risk +Parameters'
        }

        It 'says of an unknown name what may have been meant' {
            $failure = $null
            Get-IruTool get-device-detials -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Get-ErrorId | Should -Be 'IruMcp.UnknownTool'
            "$failure" | Should -Match 'Did you mean.*get-device-details'
        }

        It 'knows what a tool takes and why it has its risk' {
            $tool = Get-IruTool erase-device
            $tool.Risk | Should -Be 'Destructive'
            $tool.RiskReason | Should -Match 'highly destructive'
            ($tool.Parameters | Where-Object IsRequired).Name | Should -Be 'device_id'
        }
    }

    Context 'Invoke-IruTool' {
        It 'suggests names for an unknown tool' {
            $failure = $null
            try { Invoke-IruTool get-devics } catch { $failure = $_ }
            $failure | Get-ErrorId | Should -Be 'IruMcp.UnknownTool'
            "$failure" | Should -Match 'Did you mean.*get-devices'
        }

        It 'says first that the tool is unknown, when it is given arguments as well' {
            { Invoke-IruTool get-devics -platform Mac } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        }

        It 'sends nothing where arguments were given for a tool of which nothing is known' {
            { Invoke-IruTool new-tool -AllowUnknownTool -size 3 } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*' -ExpectedMessage '*Nothing was sent*'
            Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'tools/call' | Should -BeNullOrEmpty
        }

        It 'says with -Verbose that an action was accepted, and is silent without' {
            $device = Invoke-IruTool get-devices -platform Mac -Skip 3 -First 1
            $device | Invoke-IruTool restart-device 4>&1 6>&1 | Should -BeNullOrEmpty
            $said = $device | Invoke-IruTool restart-device -Verbose 4>&1
            "$said" | Should -Match "accepted 'restart-device' for .*$($device.device_id).*checks in"
        }

        It 'suggests names for an unknown argument' {
            $failure = $null
            $null = Invoke-IruTool get-devices -Arguments @{ platfrom = 'Mac' } -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Get-ErrorId | Should -Be 'IruMcp.UnknownArgument'
            "$failure" | Should -Match 'platform'
            Get-SimulatorLog $simulator | Should -HaveCount 0
        }

        It 'refuses values that the schema does not allow, before anything is sent' {
            { Invoke-IruTool get-devices -limit 0 -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
            { Invoke-IruTool get-devices -limit many -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
            { Invoke-IruTool get-devices -platform Toaster -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
            Get-SimulatorLog $simulator | Should -HaveCount 0
        }

        It 'takes values of an enumeration in any case and sends the server''s' {
            $null = Invoke-IruTool get-devices -platform mac -First 1
            (Get-SimulatorLog $simulator get-devices).arguments.platform | Should -BeExactly 'Mac'
        }

        It 'names all arguments that are missing' {
            $failure = $null
            Invoke-IruTool get-device-details -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Get-ErrorId | Should -Be 'IruMcp.MissingArgument'
            "$failure" | Should -Match 'device_id'
        }

        It 'sets $? and obeys -ErrorAction Stop' {
            $null = Invoke-IruTool get-device-details -device_id ([guid]::NewGuid()) -ErrorAction SilentlyContinue
            $? | Should -BeFalse
            $null = Invoke-IruTool get-tags
            $? | Should -BeTrue
            { Invoke-IruTool get-device-details -device_id ([guid]::NewGuid()) -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.NotFound*'
        }

        It 'goes on after a failed item and reports each with its own target' {
            $ids = (Invoke-IruTool get-devices -First 2).device_id
            $failures = $null
            $found = @($ids[0], 'not-a-device', $ids[1] | Invoke-IruTool get-device-details -ErrorVariable failures -ErrorAction SilentlyContinue)
            $found | Should -HaveCount 2
            @($failures) | Should -HaveCount 1
            $failures[0].TargetObject | Should -Be 'not-a-device'
        }

        It 'works in strict mode' {
            & {
                Set-StrictMode -Version Latest
                $found = @(Invoke-IruTool get-devices -First 2 | Select-Object device_name, @{ n = 'Age'; e = { (Get-Date) - $_.last_check_in } })
                $found | Should -HaveCount 2
            }
        }

        It 'gives the answer untouched with -Raw' {
            $raw = Invoke-IruTool get-devices -Raw -NoPaging -limit 2
            $raw | Should -BeOfType [string]
            ($raw | ConvertFrom-Json).outcome | Should -Be 'success'
        }

        It 'keeps the order of properties and dates as local times' {
            $device = Invoke-IruTool get-devices -First 1
            $raw = (Invoke-IruTool get-devices -Raw -NoPaging -limit 1 | ConvertFrom-Json).result[0]
            ($device.PSObject.Properties | Where-Object MemberType -EQ NoteProperty).Name | Should -Be $raw.PSObject.Properties.Name
            $date = @($device.PSObject.Properties.Value | Where-Object { $_ -is [datetime] })[0]
            $date.Kind | Should -Be 'Local'
        }

        It 'keeps members whose names differ only by case' {
            $found = @(Invoke-IruTool get-prism-installed-profiles | ForEach-Object { $_.PSObject.Properties.Value } | Where-Object { $_ -is [System.Collections.Specialized.OrderedDictionary] })
            $found.Count | Should -BeGreaterThan 0
            $names = @($found[0].Keys)
            @($names | Sort-Object -Unique -CaseSensitive).Count | Should -Be $names.Count
        }

        It 'gives secrets as SecureString, and as text with -AsPlainText only' {
            $mac = Invoke-IruTool get-devices -platform Mac -First 1
            $tool = (Get-IruTool -Risk Sensitive | Where-Object { $_.Operation.Id -like '*unlock-pin*' -or $_.Operation.Id -like '*recovery*password*' } | Select-Object -First 1).Name
            $secret = $mac | Invoke-IruTool $tool -ErrorAction Stop
            @($secret.PSObject.Properties.Value | Where-Object { $_ -is [securestring] }).Count | Should -BeGreaterThan 0
            $plain = $mac | Invoke-IruTool $tool -AsPlainText
            @($plain.PSObject.Properties.Value | Where-Object { $_ -is [securestring] }).Count | Should -Be 0
            { $mac | Invoke-IruTool $tool -Raw } | Should -Throw -ErrorId 'IruMcp.RawShowsSecrets*'
        }

        It 'gives the PIN of a lock as SecureString' {
            $mac = Invoke-IruTool get-devices -platform Mac -Skip 1 -First 1
            $answer = $mac | Invoke-IruTool lock-device -Force
            $answer.PIN | Should -BeOfType [securestring]
        }

        It 'says what a key without permission may not do' {
            Set-SimulatorOption $simulator @{ permissions = 'none' }
            try {
                $failure = $null
                $null = Invoke-IruTool get-devices -ErrorVariable failure -ErrorAction SilentlyContinue
                $failure | Get-ErrorId | Should -Be 'IruMcp.PermissionDenied'
            }
            finally { Set-SimulatorOption $simulator @{ permissions = 'all' } }
        }

        It 'declares that it can ask and page' {
            $command = Get-Command Invoke-IruTool
            $command.Parameters.Keys | Should -Contain 'WhatIf'
            $command.Parameters.Keys | Should -Contain 'Confirm'
            $command.Parameters.Keys | Should -Contain 'First'
            $command.Parameters.Keys | Should -Contain 'IncludeTotalCount'
        }
    }

    Context 'Completion' {
        It 'offers what the tenant has by name, inserts ids, and asks once' {
            $null = Connect-Simulator $simulator -Name fresh
            Clear-SimulatorLog $simulator
            # On a busy machine the answer may be there only when Tab is pressed again.
            $found = $null
            for ($try = 0; $try -lt 20 -and -not $found; $try++) { $found = Get-Completion 'Invoke-IruTool get-device -device_id MAC-' }
            $device = Invoke-IruTool get-devices | Where-Object device_id -EQ $found[0].CompletionText
            $device.device_name | Should -Be $found[0].ListItemText
            $found[0].ToolTip | Should -Match $device.serial_number
            (Get-Completion "Invoke-IruTool get-device -device_id $($device.serial_number)").CompletionText | Should -Be $device.device_id
            Get-SimulatorLog $simulator -Tool get-devices | Should -HaveCount 2 -Because 'one is this test''s own'
            Disconnect-IruMcp fresh
        }

        It 'is silent and quick where the server is slow or gone' {
            $null = Connect-Simulator $simulator -Name lame
            Set-SimulatorFault $simulator slow -Tool get-blueprints -Count 0 -DelayMs 20000
            Set-SimulatorFault $simulator drop-before -Tool get-tags -Count 0
            $Error.Clear()
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            Get-Completion 'Invoke-IruTool get-blueprint -blueprint_id ' | Should -BeNullOrEmpty
            Get-Completion 'Invoke-IruTool delete-tag -tag_id ' | Should -BeNullOrEmpty
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15 -Because 'neither answer was waited for'
            $Error | Should -HaveCount 0
            Clear-SimulatorFault $simulator
            Disconnect-IruMcp lame
        }

        It 'completes what the rows of a tool have, from one page of them' {
            $null = Connect-Simulator $simulator -Name rows
            Clear-SimulatorLog $simulator
            $found = $null
            for ($try = 0; $try -lt 20 -and -not $found; $try++) { $found = Get-Completion 'Export-IruData get-devices ./x.csv -Property device_name, user.' }
            $found.CompletionText | Should -Contain 'user.email'
            (Get-Completion 'Export-IruData get-devices ./x.csv -Property seri').CompletionText | Should -Be 'serial_number'
            Get-SimulatorLog $simulator -Tool get-devices | Should -HaveCount 1
            Get-Completion 'Export-IruData get-device ./x.csv -Property ' | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty -Because 'it needs an id'
            Disconnect-IruMcp rows
        }

        It 'completes devices for Wait-IruDeviceCommand, and tools for the bridge' {
            $found = $null
            for ($try = 0; $try -lt 20 -and -not $found; $try++) { $found = Get-Completion 'Wait-IruDeviceCommand MAC-' }
            $found[0].CompletionText | Should -Match '^[0-9a-f-]{36}$'
            (Get-Completion 'Start-IruMcpBridge -Exclude erase').CompletionText | Should -Be 'erase-device'
            (Get-Completion 'Start-IruMcpBridge -Include get-tag').CompletionText | Should -Contain 'get-tags'
        }

        It 'completes the properties of the module''s own objects behind a pipe, where somebody may press Tab' {
            Import-Module "$PSScriptRoot/Support/CountingHost.psm1" -Force
            $counting = New-CountingShell
            $offered = Invoke-CountingShell $counting -ArgumentList (Find-TestModule) -Script {
                param($module)
                Import-Module $module
                $null = Get-IruMcpPolicy
                foreach ($line in 'Get-IruTool | Where-Object Ris', 'Get-IruMcpPolicy | Sort-Object Maximum', 'Get-IruMcpAuditLog | Select-Object Argu', 'Get-IruMcpConnection | % { $_.ToolC') {
                    (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
                }
            }
            Close-CountingShell $counting
            $offered | Should -Be 'Risk', 'RiskReason', 'MaximumPerHour', 'MaximumPerPipeline', 'Arguments', 'ToolCount'
        }

        It 'completes truth values and categories' {
            (Get-Completion 'Invoke-IruTool erase-device -PreserveDataPlan ').CompletionText | Should -Be '$true', '$false'
            (Get-Completion 'Get-IruTool -Category Pris').CompletionText | Should -Be 'Prism'
            (Get-Completion 'Get-IruTool -Category ').ToolTip | Should -Contain '1 tool'
        }

        It 'completes names of tools' {
            $found = Get-Completion 'Invoke-IruTool get-prism-f'
            $found.CompletionText | Should -Contain 'get-prism-filevault'
            ($found | Select-Object -First 1).ToolTip | Should -Not -BeNullOrEmpty
            (Get-Completion 'Get-IruTool erase').CompletionText | Should -Contain 'erase-device'
            Get-SimulatorLog $simulator | Should -HaveCount 0
        }

        It 'completes the tool''s own parameters' {
            (Get-Completion 'Invoke-IruTool update-device -asset').CompletionText | Should -Contain '-asset_tag'
            (Get-Completion 'Invoke-IruTool get-devices -plat').CompletionText | Should -Contain '-platform'
        }

        It 'completes allowed values' {
            (Get-Completion 'Invoke-IruTool get-devices -platform i').CompletionText | Should -Contain 'iPad'
        }

        It 'completes names of connections' {
            (Get-Completion 'Invoke-IruTool get-devices -Connection sim').CompletionText | Should -Contain 'simulated'
            (Get-Completion 'Disconnect-IruMcp s').CompletionText | Should -Contain 'simulated'
            (Get-Completion 'Select-IruMcpConnection s').CompletionText | Should -Contain 'simulated'
        }

        It 'completes values of -Risk and -Client' {
            (Get-Completion 'Get-IruTool -Risk D').CompletionText | Sort-Object | Should -Be 'Destructive', 'Disruptive'
            (Get-Completion 'Export-IruMcpConfig -Client C').CompletionText | Should -Contain 'Codex'
        }
    }
}
