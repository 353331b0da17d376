[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'Send is read as a sentence: door, tool, argument, value.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    $servers = @(
        @{ Server = 'flat'; Switches = @() }
        @{ Server = 'nested, with $ref and nullable'; Switches = @('--schema', 'nested,ref,nullable') }
    )
    $doors = @(@{ Door = 'Parameter' }, @{ Door = 'Arguments' }, @{ Door = 'Command' }, @{ Door = 'Disk' })
    $cultures = 'de-DE', 'en-GB', 'fr-FR', 'tr-TR', 'th-TH', 'fa-IR', 'ar-SA', 'ja-JP'
    # Hours of the clock beside a change to or from daylight saving, and what they are in UTC.
    $moments = @(
        @{ Zone = 'America/New_York'; Clock = '2026-03-08T01:59:00'; Utc = '2026-03-08T06:59:00Z' }
        @{ Zone = 'America/New_York'; Clock = '2026-03-08T03:01:00'; Utc = '2026-03-08T07:01:00Z' }
        @{ Zone = 'America/New_York'; Clock = '2026-11-01T03:00:00'; Utc = '2026-11-01T08:00:00Z' }
        @{ Zone = 'Europe/Berlin'; Clock = '2026-03-29T01:30:00'; Utc = '2026-03-29T00:30:00Z' }
        @{ Zone = 'Europe/Berlin'; Clock = '2026-03-29T03:30:00'; Utc = '2026-03-29T01:30:00Z' }
        @{ Zone = 'Europe/Berlin'; Clock = '2026-10-25T03:30:00'; Utc = '2026-10-25T02:30:00Z' }
        @{ Zone = 'Australia/Sydney'; Clock = '2026-04-05T04:00:00'; Utc = '2026-04-04T18:00:00Z' }
        @{ Zone = 'Australia/Sydney'; Clock = '2026-10-04T03:30:00'; Utc = '2026-10-03T16:30:00Z' }
    )
    # A zone of the process is set by a variable, which Windows does not have.
    $cannotSetZone = [Environment]::OSVersion.Platform -eq 'Win32NT'
    $texts = @(
        @{ Expression = '15.5'; Sent = '15.5' }
        @{ Expression = '([version] ''15.1'')'; Sent = '15.1' }
        @{ Expression = '([uri] ''https://example.com/a'')'; Sent = 'https://example.com/a' }
        @{ Expression = '([guid] ''0F8FAD5B-D9CB-469F-A165-70867728950E'')'; Sent = '0f8fad5b-d9cb-469f-a165-70867728950e' }
        @{ Expression = '([DayOfWeek]::Monday)'; Sent = 'Monday' }
        @{ Expression = '([char] ''x'')'; Sent = 'x' }
        @{ Expression = '([bigint]::Pow(2, 70))'; Sent = '1180591620717411303424' }
        @{ Expression = '9007199254740993'; Sent = '9007199254740993' }
        @{ Expression = '$true'; Sent = 'true' }
        @{ Expression = '$number'; Sent = '12345' }
        @{ Expression = '$fraction'; Sent = '15.1' }
        @{ Expression = '$row.one'; Sent = 'from a table' }
    )
    $lists = @(
        @{ Expression = '([Collections.Generic.HashSet[string]] @(''a'', ''b''))'; Sent = 'a', 'b' }
        @{ Expression = '([Collections.Generic.Queue[string]] @(''a'', ''b''))'; Sent = 'a', 'b' }
        @{ Expression = '([ordered] @{ a = 1; b = 2 }).Keys'; Sent = 'a', 'b' }
        @{ Expression = '([Linq.Enumerable]::Distinct([string[]] (''a'', ''b'', ''a'')))'; Sent = 'a', 'b' }
        @{ Expression = '(, @(''a'', ''b''))'; Sent = 'a', 'b' }
        @{ Expression = '([Collections.ArrayList] @(''a'', ''b''))'; Sent = 'a', 'b' }
        @{ Expression = '$tags'; Sent = $null }
        @{ Expression = '''a'''; Sent = , 'a' }
        @{ Expression = '@()'; Sent = @() }
    )
    $refused = @(
        @{ Argument = 'asset_tag'; Expression = '''''' }, @{ Argument = 'asset_tag'; Expression = '$null' }, @{ Argument = 'asset_tag'; Expression = '$unset' }
        @{ Argument = 'asset_tag'; Expression = '$row.typo' }, @{ Argument = 'asset_tag'; Expression = '([DBNull]::Value)' }, @{ Argument = 'user'; Expression = '$csv.user' }
        @{ Argument = 'asset_tag'; Expression = '([System.Management.Automation.Internal.AutomationNull]::Value)' }
        @{ Argument = 'asset_tag'; Expression = '@(''a'', ''b'')' }, @{ Argument = 'asset_tag'; Expression = '@{ a = 1 }' }, @{ Argument = 'asset_tag'; Expression = '([pscustomobject] @{ a = 1 })' }
        @{ Argument = 'asset_tag'; Expression = '$row' }, @{ Argument = 'asset_tag'; Expression = '{ $_.asset_tag }' }, @{ Argument = 'asset_tag'; Expression = '$credential' }
        @{ Argument = 'asset_tag'; Expression = '([timespan]::FromDays(7))' }, @{ Argument = 'asset_tag'; Expression = '(Get-Item .)' }, @{ Argument = 'asset_tag'; Expression = '([int])' }
        @{ Argument = 'tags'; Expression = '{ $_.tags + ''x'' }' }, @{ Argument = 'tags'; Expression = '''a'', $null, ''''' }, @{ Argument = 'tags'; Expression = '@{ a = 1 }' }
        @{ Argument = 'tags'; Expression = '(, (, (, @(''a'', ''b''))))' }, @{ Argument = 'tags'; Expression = '$null' }
    )
    $literals = @(
        @{ Typed = '012345'; Number = '12345' }, @{ Typed = '15.10'; Number = '15.1' }, @{ Typed = '1kb'; Number = '1024' }, @{ Typed = '0x1F'; Number = '31' }, @{ Typed = '1e3'; Number = '1000' }
    )
}

Describe 'Values, server <Server>' -ForEach $servers {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument $Switches
        $null = Connect-Simulator $simulator -Name values -Option @{ ImportTool = $true }
        $tools = 'update-device', 'erase-device', 'reset-work-profile-passcode', 'get-audit-events', 'get-devices'
        Export-IruTool -Name $tools -Prefix Disk -OutputModule (Join-Path $TestDrive "Disk$(New-Guid)") -PassThru | Import-Module
        $device = Invoke-IruTool get-devices -First 1
        $id = $device.device_id
        $tags = Invoke-IruTool get-tags -First 2
        $number = 12345
        $fraction = 15.10
        $unset = $null
        $table = [System.Data.DataTable]::new()
        foreach ($column in 'one', 'typo') { $null = $table.Columns.Add($column) }
        $row = $table.Rows.Add('from a table', [DBNull]::Value)
        $csv = "user,device`n,x" | ConvertFrom-Csv
        $credential = [pscredential]::new('someone', (ConvertTo-TestSecret 'never to be seen'))
        $names = @{}
        foreach ($tool in Get-IruTool -Name *) { $names[$tool.Name] = $tool.Command }

        function Send([string] $Door, [string] $Tool, [string] $Argument, [string] $Expression) {
            # Gives the value that arrived, or the id of the error. Written as a line of a script, since a literal has its text there only.
            $target = if ($Tool -like 'get-*') { '' } else { '$id' }
            $ending = '-ErrorAction SilentlyContinue -ErrorVariable failures' + $(if ($target) { ' -Confirm:$false' } else { ' -NoPaging' })
            $line = switch ($Door) {
                'Parameter' { "Invoke-IruTool $Tool $(if ($target) { "-device_id $target" }) -$Argument $Expression $ending" }
                'Arguments' { "Invoke-IruTool $Tool -Arguments @{ $(if ($target) { "device_id = $target; " })$Argument = $Expression } $ending" }
                'Command' { "$($names[$Tool]) $target -$Argument $Expression $ending" }
                default { "$($names[$Tool] -replace '-Iru', '-DiskIru') $target -$Argument $Expression $ending" }
            }
            Clear-SimulatorLog $simulator
            $failures = $null
            try { $null = . ([scriptblock]::Create($line)) }
            catch { $failures = $_ }
            # PowerShell would make dates of the texts of dates.
            $log = (Invoke-WebRequest "$($simulator.Control)/log" -UseBasicParsing -Verbose:$false).Content -replace '"(?=\d{4}-\d\d-\d\dT)', '"~'
            $calls = @($log | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object tool -EQ $Tool)
            if ($calls.Count -eq 0) { return "refused: $($failures | Get-ErrorId)" }
            $sent = $calls[0].arguments
            if ($sent.PSObject.Properties['body']) { $sent = $sent.body }
            $value = $sent.$Argument
            if ($value -is [string]) { $value.TrimStart('~') } else { , $value }
        }
    }

    AfterAll {
        Disconnect-IruMcp -All
        Get-Module Disk*, IruMcp.Commands* | Remove-Module -Force
        Stop-Simulator $simulator
    }

    Context 'through the door <Door>' -ForEach $doors {
        It 'sends <Expression> for a text as <Sent>' -ForEach $texts {
            Send $Door update-device asset_tag $Expression | Should -BeExactly $Sent
        }

        It 'sends <Expression> for a list' -ForEach $lists {
            $expected = if ($null -eq $Sent) { $tags.name } else { $Sent }
            ConvertTo-Json (Send $Door update-device tags $Expression) -Compress | Should -BeExactly (ConvertTo-Json @($expected) -Compress)
        }

        It 'refuses <Expression> for <Argument>' -ForEach $refused {
            Send $Door update-device $Argument $Expression | Should -BeExactly 'refused: IruMcp.InvalidArgument'
        }

        It 'sends the literal <Typed> as it was typed where it has its text' -ForEach $literals {
            Send $Door update-device asset_tag $Typed | Should -BeExactly $(if ($Door -eq 'Arguments') { $Number } else { $Typed })
        }

        It 'sends the literals of a list as they were typed' {
            $expected = if ($Door -eq 'Arguments') { '["7","1.1","x"]' } else { '["007","1.10","x"]' }
            ConvertTo-Json (Send $Door update-device tags '007,1.10,''x''') -Compress | Should -BeExactly $expected
            ConvertTo-Json (Send $Door update-device tags '$number,7') -Compress | Should -BeExactly '["12345","7"]'
        }

        It 'sends a SecureString''s content for a secret, and refuses a number that has lost its text' {
            Send $Door erase-device PIN '(ConvertTo-TestSecret ''123456'')' | Should -BeExactly '123456'
            Send $Door reset-work-profile-passcode newPassword '(ConvertTo-TestSecret ''s3cret'')' | Should -BeExactly 's3cret'
            Send $Door erase-device PIN '$number' | Should -BeExactly 'refused: IruMcp.InvalidArgument'
            Send $Door erase-device PIN '([int] 123456)' | Should -BeExactly 'refused: IruMcp.InvalidArgument'
            Send $Door erase-device PIN '123456' | Should -BeExactly $(if ($Door -eq 'Arguments') { 'refused: IruMcp.InvalidArgument' } else { '123456' })
            Send $Door erase-device PIN '012345' | Should -BeExactly $(if ($Door -eq 'Arguments') { 'refused: IruMcp.InvalidArgument' } else { '012345' })
        }

        It 'gives the members of an object the names of the schema, and refuses those that it does not have' {
            foreach ($expression in '@{ enabled = $true; profileid = ''p'' }', '([ordered] @{ ENABLED = ''true''; profileID = ''p'' })', '([pscustomobject] @{ Enabled = $true; ProfileId = ''p'' })') {
                $sent = Send $Door erase-device ReturnToService $expression
                $sent.PSObject.Properties.Name | Sort-Object | Should -BeExactly 'Enabled', 'ProfileId'
                $sent.Enabled | Should -BeExactly $true
            }
            foreach ($expression in '@{ enabled = $true; profil = ''p'' }', '@{ enabled = 1 }', '@{ ProfileId = '''' }', '''x''') {
                Send $Door erase-device ReturnToService $expression | Should -BeExactly 'refused: IruMcp.InvalidArgument'
            }
        }

        It 'takes ''true'' for true, and neither 1 nor yes' {
            Send $Door get-devices filevault_enabled '''true''' | Should -BeExactly $true
            Send $Door get-devices filevault_enabled '$false' | Should -BeExactly $false
            foreach ($expression in '1', '''yes''', '2') { Send $Door get-devices filevault_enabled $expression | Should -BeExactly 'refused: IruMcp.InvalidArgument' }
        }

        It 'sends the same date and number in <_>' -ForEach $cultures {
            $before = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = $_
                Send $Door get-audit-events start_date '([datetime]::SpecifyKind([datetime]::new(2026, 4, 3, 12, 30, 0), ''Utc''))' | Should -BeExactly '2026-04-03T12:30:00Z'
                Send $Door update-device asset_tag '([datetime]::SpecifyKind([datetime]::new(2026, 4, 3, 12, 30, 0), ''Utc''))' | Should -BeExactly '2026-04-03T12:30:00Z'
                Send $Door update-device asset_tag '$fraction' | Should -BeExactly '15.1'
                Send $Door get-devices platform '''IPAD''' | Should -BeExactly 'iPad'
            }
            finally { [cultureinfo]::CurrentCulture = $before }
        }

        It 'sends <Clock> in <Zone> as <Utc>' -Skip:$cannotSetZone -ForEach $moments {
            $before = $env:TZ
            try {
                $env:TZ = $Zone
                [TimeZoneInfo]::ClearCachedData()
                Send $Door get-audit-events start_date "([datetime] '$Clock')" | Should -BeExactly $Utc
                # What the module gave for an instant is that instant again.
                Send $Door get-audit-events start_date "([datetime]::Parse('$Utc', [cultureinfo]::InvariantCulture).ToLocalTime())" | Should -BeExactly $Utc
            }
            finally {
                $env:TZ = $before
                [TimeZoneInfo]::ClearCachedData()
            }
        }
    }

    It 'hands on the time of a device as the same instant' {
        $seen = [datetime] $device.last_check_in
        $sent = Send Parameter get-audit-events start_date '$device.last_check_in'
        ([DateTimeOffset] $sent).UtcDateTime | Should -Be $seen.ToUniversalTime()
    }

    Context 'with -Clear' {
        BeforeAll {
            # Lines that do the same through Invoke-IruTool and the generated commands, of the session and of a file.
            $updates = @("Invoke-IruTool update-device -device_id `$id"; foreach ($name in $names['update-device'], ($names['update-device'] -replace '-Iru', '-DiskIru')) { "$name `$id" })

            function SentBy([string] $Line) {
                Clear-SimulatorLog $simulator
                $failures = $null
                try { $null = . ([scriptblock]::Create("$Line -ErrorAction SilentlyContinue -ErrorVariable failures")) }
                catch { $failures = $_ }
                $calls = @(Get-SimulatorLog $simulator update-device)
                if ($calls.Count -eq 0) { return "refused: $($failures | Get-ErrorId)" }
                $sent = $calls[0].arguments
                if ($sent.PSObject.Properties['body']) { $sent = $sent.body }
                $sent = $sent | Select-Object * -ExcludeProperty device_id
                ConvertTo-Json $sent -Compress
            }
        }

        It 'sends null where the schema allows it, an empty list for a list, else an empty text' {
            $allowsNull = (Get-IruTool update-device).Parameters | Where-Object IsNullable
            $text = if ($allowsNull.Name -contains 'asset_tag') { 'null' } else { '""' }
            $empty = if ($allowsNull.Name -contains 'blueprint_id') { 'null' } else { '""' }
            $list = if ($allowsNull.Name -contains 'tags') { 'null' } else { '[]' }
            foreach ($update in $updates) {
                SentBy "$update -Clear asset_tag -Confirm:`$false" | Should -BeExactly "{`"asset_tag`":$text}" -Because $update
                SentBy "$update -Clear TAGS -Confirm:`$false" | Should -BeExactly "{`"tags`":$list}" -Because $update
                SentBy "$update -Clear tags -user u -Confirm:`$false" | Should -Match ([regex]::Escape("`"tags`":$list")) -Because $update
                # The API may not take the empty text for it; what arrives is what was asked for.
                SentBy "$update -Clear blueprint_id -Confirm:`$false" | Should -BeExactly "{`"blueprint_id`":$empty}" -Because $update
            }
        }

        It 'takes the parameter names of a generated command' {
            $command = Get-Command $names['update-device']
            $own = $command.Parameters.Keys | Where-Object { $_ -replace '[^a-z]' -eq 'tags' }
            SentBy "$command `$id -Clear $own -Confirm:`$false" | Should -BeLike '{"tags":*'
        }

        It 'refuses a name that is unknown, required or has a value as well' {
            foreach ($update in $updates) {
                foreach ($rest in '-Clear asset_tga', '-Clear device_id', '-Clear asset_tag -asset_tag A-1', '-Clear asset_tag, asset_tag') {
                    SentBy "$update $rest -Confirm:`$false" | Should -BeExactly 'refused: IruMcp.InvalidArgument' -Because "$update $rest"
                }
            }
            { Invoke-IruTool get-devices -Clear platform -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        }

        It 'says under -WhatIf what is cleared, and sends nothing' {
            $shown = "Invoke-IruTool update-device -device_id '$id' -Clear asset_tag, tags -WhatIf"
            Clear-SimulatorLog $simulator
            $file = Join-Path $TestDrive "whatif$(New-Guid).txt"
            $null = Start-Transcript $file
            try { . ([scriptblock]::Create($shown)) } finally { $null = Stop-Transcript }
            Get-Content $file -Raw | Should -BeLike '*clear asset_tag, clear tags*'
            @(Get-SimulatorLog $simulator update-device).Count | Should -Be 0
        }

        It 'completes the names' {
            $line = 'Invoke-IruTool update-device -Clear '
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'asset_tag'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Not -Contain 'device_id'
            $line = "$($names['update-device']) -Clear tag"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Tags'
        }
    }

    It 'exports with the tool''s own parameters' {
        $file = Join-Path $TestDrive "rows$(New-Guid).jsonl"
        Clear-SimulatorLog $simulator
        Export-IruData get-devices $file -platform mac -os_version 15.10
        $sent = @(Get-SimulatorLog $simulator get-devices)[0].arguments
        $sent.platform | Should -BeExactly 'Mac'
        $sent.os_version | Should -BeExactly '15.10'
        { Export-IruData get-devices $file -Force -serial_number '' } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        { Export-IruData get-devices $file -Force -platform Toaster } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
    }

    It 'takes an object of the tenant for an id of its kind, and no other one' {
        $blueprint = Invoke-IruTool get-blueprints -First 1
        Send Parameter update-device blueprint_id '$blueprint' | Should -BeExactly $blueprint.id
        Send Command update-device blueprint_id '$blueprint' | Should -BeExactly $blueprint.id
        Send Parameter update-device blueprint_id '$device' | Should -BeExactly 'refused: IruMcp.InvalidArgument'
    }

    It 'refuses an object that holds itself' {
        $circle = @{ }
        $circle.again = $circle
        foreach ($door in 'Parameter', 'Arguments', 'Command') { Send $door update-device asset_tag '$circle' | Should -BeExactly 'refused: IruMcp.InvalidArgument' }
    }

    It 'offers the allowed values, and $true and $false' {
        (TabExpansion2 'Invoke-IruTool get-devices -platform i' 38).CompletionMatches.CompletionText | Should -Be 'iPad', 'iPhone'
        (TabExpansion2 'Export-IruData get-devices x.csv -platform i' 44).CompletionMatches.CompletionText | Should -Be 'iPad', 'iPhone'
        (TabExpansion2 'Invoke-IruTool get-devices -filevault_enabled ' 46).CompletionMatches.CompletionText | Should -Be '$true', '$false'
    }
}
