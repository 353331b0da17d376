[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

Describe 'Views' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/SampleArguments.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '120'
        $null = Connect-Simulator $simulator
        $viewFile = Join-Path (Split-Path (Find-TestModule)) 'IruMcp.Format.ps1xml'
        $views = @{}
        foreach ($view in ([xml] (Get-Content -Raw -LiteralPath $viewFile)).Configuration.ViewDefinitions.View) { $views[$view.Name] = $view }

        # What has no view, and why.
        $withoutView = @{
            'Iru.Secret' = 'each tool names its secret differently, and there is one object; the list that PowerShell makes shows it'
            'Iru.Object' = 'a text, or what no documentation describes'
        }

        # Some answers are there only after something has happened.
        $devices = Invoke-IruTool get-devices
        $known = @{
            device_id = ($devices | Where-Object { $_.platform -eq 'Mac' -and $_.user })[0].device_id
            statuses  = 'quarantined'
            category  = 'apps'
        }
        $lost = ($devices | Where-Object platform -EQ 'iPad')[0].device_id
        Invoke-IruTool enable-lost-mode -device_id $lost -Arguments @{ Message = 'Found me?'; PhoneNumber = '555' } -Force
        Invoke-IruTool set-name -device_id $known.device_id -Arguments @{ DeviceName = 'MAC-NEW' } -Force
        $null = Invoke-IruTool get-device-commands -device_id $known.device_id
        $known.note_id = (Invoke-IruTool create-device-note -device_id $known.device_id -content 'A note').note_id
        $known.export_id = (Invoke-IruTool export-prism-data -Arguments @{ category = 'apps' }).id
        $known.pending_upload_id = (Invoke-IruTool upload-in-house-app -filename 'field.ipa').id
        $known.blueprint_id = (Invoke-IruTool get-blueprints)[0].id
        $known.user_id = (Invoke-IruTool get-users -First 1).id
        $known.cve_id = (Invoke-IruTool get-vulnerability-management-vulnerabilities | Sort-Object device_count)[-1].cve_id
        $known.ade_token_id = (Invoke-IruTool get-integrations-apple-ade)[0].id
        $items = @{
            'get-custom-app' = 'get-library-custom-apps'; 'get-custom-profile' = 'get-library-custom-profiles'
            'get-custom-script' = 'get-library-custom-scripts'; 'get-in-house-app' = 'get-library-ipa-apps'
            'get-library-item-activity' = 'get-library-custom-apps'; 'get-library-item-statuses' = 'get-library-custom-apps'
        }
        $answers = @{}
        foreach ($tool in Get-IruTool | Where-Object { $_.IsRead -and $_.Operation }) {
            $mine = $known.Clone()
            if ($items[$tool.Name]) { $mine.library_item_id = (Invoke-IruTool $items[$tool.Name])[0].id }
            if ($tool.Name -eq 'get-device-lost-mode-details') { $mine.device_id = $lost }
            $answers[$tool.Name] = @(Invoke-IruTool $tool.Name -Arguments (Get-SampleArgument $tool $mine) -ErrorAction Stop)
        }
        $answers['get-device-apps'] += foreach ($platform in 'Windows', 'Android') {
            Invoke-IruTool get-device-apps -device_id ($devices | Where-Object platform -EQ $platform)[0].device_id
        }

        function Get-Cell($Item, $Cell) {
            if ($Cell.ItemSelectionCondition -and -not ($Item | ForEach-Object ([scriptblock]::Create($Cell.ItemSelectionCondition.ScriptBlock)))) { return }
            if ($Cell.PropertyName) { return $Item.($Cell.PropertyName) }
            $Item | ForEach-Object ([scriptblock]::Create($Cell.ScriptBlock))
        }

        function Get-Shown($Object) { ($Object | Out-String -Width 120) -split '\r?\n' }
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    It 'shows a name that would steer the terminal without what steers it, and keeps the name itself' {
        $name = "MAC$([char]27)]0;title$([char]7)$([char]27)[31m$([char]0x202E)RED"
        $device = (Invoke-IruTool get-devices -First 50 | Where-Object platform -EQ 'Mac')[-1].device_id
        Invoke-IruTool set-name -device_id $device -Arguments @{ DeviceName = $name } -Force
        $named = Invoke-IruTool get-devices | Where-Object device_id -EQ $device
        $named.device_name -ceq $name | Should -BeTrue
        $named.device_name -is [string] | Should -BeTrue
        foreach ($text in ($named | Format-Table | Out-String), ($named | Format-List | Out-String), ($named.device_name | Out-String), ($named | Select-Object device_name | Out-String)) {
            $text | Should -Not -Match "[$([char]7)$([char]0x202E)]"
            $text | Should -Not -Match "$([char]27)\]"
            $text | Should -Not -Match "$([char]27)\[31m"
        }
        ($named | ConvertTo-Json -Depth 4 | ConvertFrom-Json).device_name -ceq $name | Should -BeTrue
        $completed = (TabExpansion2 "Invoke-IruTool restart-device -device_id $(if ($named.device_name) { 'MAC' })").CompletionMatches
        @($completed).ListItemText + @($completed).ToolTip -join '' | Should -Not -Match "[$([char]27)$([char]0x202E)]"
    }

    It 'are there for the answer of every tool that reads' {
        $answers.Count | Should -BeGreaterThan 70
        $missing = foreach ($tool in Get-IruTool | Where-Object { $_.IsRead -and $_.Operation }) {
            $type = $tool.Operation.ResultType
            if (-not $views[$type] -and -not $withoutView[$type]) { "$($tool.Name): $type" }
        }
        $missing | Should -BeNullOrEmpty
    }

    It 'have no column or line that stays empty over all that the tenant has' {
        $byType = @{}
        foreach ($item in $answers.Values | ForEach-Object { $_ }) {
            $byType[$item.PSObject.TypeNames[0]] = @($byType[$item.PSObject.TypeNames[0]]) + $item
        }
        # What only a device that the simulator does not have would show, or what is set in a failure only.
        $rare = 'Iru.PrismExport error_msg', 'Iru.LostMode lost_mode.sound_status', 'Iru.LostMode lost_mode.disable_status',
            'Iru.InHouseAppUpload reason', 'Iru.InHouseAppUpload file_key', 'Iru.InHouseAppUpload expires', 'Iru.InHouseAppUpload id',
            'Iru.InHouseAppUpload filename', 'Iru.DeviceDetail management.management_mode', 'Iru.DeviceDetail lost_mode.lost_mode_status',
            'Iru.DeviceDetail general.serial_number', 'Iru.DeviceDetail general.os_name', 'Iru.DeviceDetail general.os_version',
            'Iru.DeviceDetail kandji_agent.last_check_in', 'Iru.DeviceDetail general.last_check_in'
        $empty = foreach ($type in $byType.Keys | Where-Object { $views[$_] }) {
            $view = $views[$type]
            $labels = if ($view.TableControl) { $view.TableControl.TableHeaders.TableColumnHeader.Label } else { $view.ListControl.ListEntries.ListEntry.ListItems.ListItem.Label }
            $cells = if ($view.TableControl) { $view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem } else { $view.ListControl.ListEntries.ListEntry.ListItems.ListItem }
            for ($i = 0; $i -lt @($labels).Count; $i++) {
                $filled = $byType[$type] | Where-Object { $_ } | Where-Object { "$(Get-Cell $_ @($cells)[$i])" -ne '' } | Select-Object -First 1
                if (-not $filled -and "$type $(@($labels)[$i])" -notin $rare) { "$type $(@($labels)[$i])" }
            }
        }
        $empty | Should -BeNullOrEmpty
    }

    It 'fit a terminal of 120 columns, with every column named' {
        foreach ($name in $answers.Keys | Where-Object { $answers[$_] }) {
            $type = @($answers[$name])[0].PSObject.TypeNames[0]
            $view = $views[$type]
            if (-not $view) { continue }
            $lines = Get-Shown $answers[$name]
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120 -Because $name
            if ($view.TableControl) {
                $header = $lines | Where-Object { $_.Trim() } | Select-Object -First 1
                foreach ($label in $view.TableControl.TableHeaders.TableColumnHeader.Label) {
                    $header | Should -Match "(^|\s)$([regex]::Escape($label))(\s|$)" -Because "$name shows $label"
                }
            }
        }
    }

    It 'have the user of a device, and enough of a command''s id to tell it by, in a window of 80 columns' {
        $device = [pscustomobject]@{ PSTypeName = 'Iru.Device'; device_name = 'MAC-1'; user = [pscustomobject]@{ email = 'ann@x.example' }; blueprint_name = 'Standard' }
        $device | Out-String -Width 80 | Should -Match 'ann@x\.'
        [pscustomobject]@{ PSTypeName = 'Iru.Command'; command_type = 'RestartDevice'; uuid = [guid]::Empty.Guid } | Out-String -Width 80 | Should -Match '00000000-0000'
    }

    It 'show an object without any property, or with odd ones, without an error under strict mode' {
        Set-StrictMode -Version Latest
        $Error.Clear()
        foreach ($type in $views.Keys) {
            [pscustomobject]@{ PSTypeName = $type } | Out-String -Width 120 | Should -Not -BeNullOrEmpty -Because $type
            $odd = [pscustomobject]@{ PSTypeName = $type; last_check_in = 'never'; user = 5; status = 'odd'; file_size = 'big'; tags = 'one'; library_items = 'none' }
            $odd | Out-String -Width 120 | Should -Not -BeNullOrEmpty -Because $type
        }
        $Error | Should -HaveCount 0
    }

    It 'tell an age as a person would' {
        function Get-ShownAge($When) {
            $device = [pscustomobject]@{ PSTypeName = 'Iru.Device'; device_name = 'D'; last_check_in = $When }
            $cell = $views['Iru.Device'].TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem[4]
            Get-Cell $device $cell
        }
        Get-ShownAge (Get-Date) | Should -Be 'now'
        Get-ShownAge (Get-Date).AddMinutes(-5.5) | Should -Be '5 min ago'
        Get-ShownAge (Get-Date).AddHours(-3.5) | Should -Be '3 h ago'
        Get-ShownAge (Get-Date).AddDays(-12.5) | Should -Be '12 d ago'
        Get-ShownAge (Get-Date).AddDays(12.5) | Should -Be 'in 12 d'
        Get-ShownAge '2026-07-15 12:14:00.000000' | Should -Be '2026-07-15'
        Get-ShownAge $null | Should -BeNullOrEmpty
    }

    It 'leave the objects as the API gives them, with an age to filter by' {
        $device = $devices[0]
        $device.LastCheckInAge | Should -BeOfType [timespan]
        @($devices | Where-Object { $_.LastCheckInAge.TotalDays -gt 1 }) | Should -Not -BeNullOrEmpty
        ($device | Select-Object -Property LastCheckInAge).LastCheckInAge | Should -BeOfType [timespan]
        ($devices | Sort-Object LastCheckInAge)[0].LastCheckInAge | Should -BeLessOrEqual $device.LastCheckInAge
        ($device.PSObject.Properties | Where-Object MemberType -EQ NoteProperty).Name | Should -Contain 'last_check_in'
        # An age differs each time, and so would every file of whole devices.
        ($device | ConvertTo-Json -Depth 5 | ConvertFrom-Json).PSObject.Properties.Name | Should -Not -Contain 'LastCheckInAge'
        ($device | Select-Object -Property *).PSObject.Properties.Name | Should -Not -Contain 'LastCheckInAge'
        $command = @($answers['get-device-commands'])[0]
        $command.StatusName | Should -Be 'Completed'
    }
}
