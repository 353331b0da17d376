[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    Import-Module (Find-TestModule)
    $simulator = Start-Simulator -Argument '--devices', '700'
    $null = Connect-Simulator $simulator -Raw
    $folder = New-TestFolder
    $ProgressPreference = 'SilentlyContinue'

    function Export-TwoPage([string] $Tool, [string] $Target, [int] $Size) {
        # The third page fails for good: two pages are on the disk.
        Set-SimulatorFault $simulator 403 -Tool $Tool -After 2 -Count 0
        try { Export-IruData $Tool $Target -PageSize $Size } catch { $_ } finally { Clear-SimulatorFault $simulator }
    }

    function Read-Shared([string] $Path) {
        # As a virus scanner reads: whoever writes the file meanwhile is not disturbed.
        $stream = [IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite, Delete')
        try { [IO.StreamReader]::new($stream).ReadToEnd() } finally { $stream.Dispose() }
    }

    function Get-Hash([string] $Path) { (Get-FileHash -LiteralPath $Path).Hash }

    # What a server may answer that would hurt somebody who opens the file.
    $evil = '=cmd|''/c calc''!A1, "and" more'
    $device = Invoke-IruTool get-devices -First 1
    $null = Invoke-IruTool update-device -device_id $device.device_id -Arguments @{ asset_tag = $evil } -Confirm:$false
}

AfterAll {
    Disconnect-IruMcp -All
    Stop-Simulator $simulator
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Export-IruData' {
    BeforeEach { $path = Join-Path $folder ([guid]::NewGuid().ToString('n')) }

    It 'writes every device as a line of JSON, with the text of its dates untouched' {
        Export-IruData get-devices "$path.jsonl"
        $lines = @([IO.File]::ReadAllLines("$path.jsonl"))
        $lines | Should -HaveCount 700
        @($lines | ForEach-Object { ($_ | ConvertFrom-Json).device_id } | Sort-Object -Unique) | Should -HaveCount 700
        $lines[0] | Should -Match '"last_check_in":"\d{4}-\d\d-\d\dT[\d:.]+Z"'
        [IO.File]::ReadAllBytes("$path.jsonl")[0] | Should -Be ([byte][char]'{')
    }

    It 'advises a missing argument in the way in which it takes arguments' {
        $failure = { Export-IruData get-device "$path.csv" } | Should -Throw -ErrorId 'IruMcp.MissingArgument*' -PassThru
        "$failure" | Should -BeLike "*-Arguments @{ device_id = '...' }"
    }

    It 'writes the same devices as CSV, inner members as columns' {
        Export-IruData get-devices "$path.csv"
        $rows = @(Import-Csv -LiteralPath "$path.csv")
        $rows | Should -HaveCount 700
        $rows.device_id | Should -Be @(Invoke-IruTool get-devices).device_id
        $rows[0].PSObject.Properties.Name | Should -Contain 'user.email'
        $rows[0].PSObject.Properties.Name | Should -Not -Contain 'user'
        [IO.File]::ReadAllBytes("$path.csv")[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }

    It 'keeps a text from becoming a formula, and quotes and commas as they are' {
        Export-IruData get-devices "$path.csv"
        (Import-Csv -LiteralPath "$path.csv" | Where-Object device_id -EQ $device.device_id).asset_tag | Should -BeExactly "'$evil"
        Export-IruData get-devices "$path.jsonl"
        ([IO.File]::ReadAllLines("$path.jsonl")[0] | ConvertFrom-Json).asset_tag | Should -BeExactly $evil
    }

    It 'writes the chosen properties in their order, and says which no row has' {
        Export-IruData get-devices "$path.csv" -Property user.email, device_name, no_such_thing -WarningVariable warned -WarningAction SilentlyContinue
        [IO.File]::ReadAllLines("$path.csv")[0] | Should -Be 'user.email,device_name,no_such_thing'
        "$warned" | Should -Match 'no_such_thing'
    }

    It 'says at the first page what none of its rows has, and what may have been meant' {
        Set-SimulatorFault $simulator 403 -Tool get-devices -After 1 -Count 0
        try { Export-IruData get-devices "$path.csv" -PageSize 300 -Property user.emial, device_name -WarningVariable warned -WarningAction SilentlyContinue }
        catch { $failed = $_ }
        finally { Clear-SimulatorFault $simulator }
        $failed | Get-ErrorId | Should -Be 'IruMcp.PermissionDenied'
        "$warned" | Should -BeLike '*first 300 rows*user.emial*Did you mean user.email*'
        "$warned" | Should -Not -BeLike '*device_name*'
    }

    It 'has the heading that was asked for where there is no row' {
        Export-IruData get-devices "$path.csv" -Arguments @{ serial_number = 'none has this' } -Property device_name, user.email, device_name
        Get-Content -LiteralPath "$path.csv" | Should -BeExactly 'device_name,user.email'
    }

    It 'says before anything is asked that the name is a folder''s' {
        $null = New-Item -ItemType Directory "$path.csv"
        Clear-SimulatorLog $simulator
        { Export-IruData get-devices "$path.csv" -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.FileNotWritable*'
        Get-SimulatorLog $simulator get-devices | Should -BeNullOrEmpty
        @(Get-ChildItem -Path "$path*") | Should -HaveCount 1
    }

    It 'leaves nothing beside the finished file' {
        Export-IruData get-devices "$path.csv"
        @(Get-ChildItem -Path "$path*" -Force) | Should -HaveCount 1
    }

    It 'replaces a file only with -Force' {
        Set-Content -LiteralPath "$path.jsonl" -Value 'mine'
        { Export-IruData get-devices "$path.jsonl" -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportExists*'
        Get-Content -LiteralPath "$path.jsonl" | Should -Be 'mine'
        Export-IruData get-devices "$path.jsonl" -Force
        [IO.File]::ReadAllLines("$path.jsonl") | Should -HaveCount 700
    }

    It 'writes nothing and asks for nothing with -WhatIf' {
        Clear-SimulatorLog $simulator
        Export-IruData get-devices "$path.jsonl" -WhatIf
        Test-Path "$path*" | Should -BeFalse
        Get-SimulatorLog $simulator get-devices | Should -BeNullOrEmpty
    }

    It 'refuses <Tool> into <Ending> with <Id>' -ForEach @(
        @{ Tool = 'erase-device'; Ending = '.jsonl'; Id = 'IruMcp.ExportNeedsRead' }
        @{ Tool = 'get-unlock-pin'; Ending = '.csv'; Id = 'IruMcp.ExportShowsSecrets' }
        @{ Tool = 'get-devices'; Ending = '.xlsx'; Id = 'IruMcp.ExportFormatUnknown' }
    ) {
        { Export-IruData $Tool "$path$Ending" -ErrorAction Stop } | Should -Throw -ErrorId "$Id*"
        Test-Path "$path*" | Should -BeFalse
    }

    It 'completes the names of tools that read, and of no others' {
        $offered = (TabExpansion2 'Export-IruData ' 15).CompletionMatches.CompletionText
        # Sort-Object follows the culture, and Windows' own sets hyphens elsewhere.
        $expected = [string[]] (Get-IruTool | Where-Object Risk -in Read, Sensitive).Name
        [array]::Sort($expected, [StringComparer]::Ordinal)
        $offered | Should -Be $expected
    }

    It 'speaks of going on only where something has been written' {
        $failed = try { Export-IruData get-devices (Join-Path $path 'no/such/folder.csv') } catch { $_ }
        $failed | Get-ErrorId | Should -Be 'IruMcp.FileNotWritable'
        "$failed" | Should -Not -Match '-Resume'
        "$failed" | Should -Match 'Check the path'
    }

    It 'writes secrets when that is asked for' {
        Export-IruData get-unlock-pin "$path.jsonl" -Arguments @{ device_id = $device.device_id } -AsPlainText
        $expected = Invoke-IruTool get-unlock-pin -device_id $device.device_id -AsPlainText
        ([IO.File]::ReadAllText("$path.jsonl") | ConvertFrom-Json).pin | Should -Be $expected.pin
    }

    Context 'that was interrupted' {
        BeforeEach {
            $failed = Export-TwoPage -Tool get-devices -Target "$path.csv" -Size 100
        }

        It 'leaves no file of the final name, and says why' {
            $failed | Get-ErrorId | Should -Be 'IruMcp.PermissionDenied'
            Test-Path -LiteralPath "$path.csv" | Should -BeFalse
            Test-Path -LiteralPath "$path.csv.unfinished" | Should -BeTrue
        }

        It 'goes on where it stopped with -Resume' {
            Clear-SimulatorLog $simulator
            Export-IruData get-devices "$path.csv" -PageSize 100 -Resume
            Export-IruData get-devices "$path-whole.csv"
            Get-Hash "$path.csv" | Should -Be (Get-Hash "$path-whole.csv")
            (Get-SimulatorLog $simulator get-devices)[0].arguments.offset | Should -Be 200
        }

        It 'is neither overwritten nor gone on with for other rows' {
            { Export-IruData get-devices "$path.csv" -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportUnfinished*'
            { Export-IruData get-devices "$path.csv" -Arguments @{ platform = 'Mac' } -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportMismatch*'
            { Export-IruData get-devices "$path.csv" -Property device_name -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportMismatch*'
            Export-IruData get-devices "$path.csv" -PageSize 100 -Resume
            @(Import-Csv -LiteralPath "$path.csv") | Should -HaveCount 700
        }

        It 'is refused when rows are missing from what is left' {
            Set-Content -LiteralPath "$path.csv.unfinished" -Value '{}'
            { Export-IruData get-devices "$path.csv" -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportDamaged*'
            Export-IruData get-devices "$path.csv" -Force
            @(Import-Csv -LiteralPath "$path.csv") | Should -HaveCount 700
        }

        It 'is refused where its checkpoint was edited' -ForEach @(
            @{ Edit = '"bytes":\d+', '"bytes":100' }
            @{ Edit = '"bytes":', '"bytes":-' }
            @{ Edit = '"pages":\d+', '"pages":null' }
            @{ Edit = '"complete":false', '"complete":true' }
        ) {
            $text = [IO.File]::ReadAllText("$path.csv.checkpoint") -replace $Edit
            [IO.File]::WriteAllText("$path.csv.checkpoint", $text)
            { Export-IruData get-devices "$path.csv" -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportDamaged*'
            [IO.File]::ReadAllText("$path.csv.checkpoint") | Should -BeExactly $text
        }

        It 'does not replace what has got the name meanwhile, without -Force' {
            Set-Content -LiteralPath "$path.csv" -Value 'mine'
            { Export-IruData get-devices "$path.csv" -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportExists*'
            Get-Content -LiteralPath "$path.csv" | Should -BeExactly 'mine'
            Export-IruData get-devices "$path.csv" -Resume -Force
            @(Import-Csv -LiteralPath "$path.csv") | Should -HaveCount 700
        }

        It 'is not gone on with where the server forgot the cursor and begins again' {
            $null = Export-TwoPage -Tool get-audit-events -Target "$path-events.jsonl" -Size 5
            $before = Get-Hash "$path-events.jsonl.unfinished"
            Set-SimulatorFault $simulator repeat-cursor -Tool get-audit-events -Count 1
            { Export-IruData get-audit-events "$path-events.jsonl" -PageSize 5 -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.ExportPositionLost*'
            Get-Hash "$path-events.jsonl.unfinished" | Should -Be $before
            Export-IruData get-audit-events "$path-events.jsonl" -PageSize 5 -Resume
            Export-IruData get-audit-events "$path-all.jsonl"
            Get-Hash "$path-events.jsonl" | Should -Be (Get-Hash "$path-all.jsonl")
        }

        It 'holds no key and no argument in its checkpoint' {
            [IO.File]::ReadAllText("$path.csv.checkpoint") | Should -Not -Match 'CANARY|platform|get-devices'
        }
    }
}

Describe 'An export that is killed again and again' {
    It 'ends with the file of an undisturbed one' {
        $kills = if ($env:IRUMCP_EXPORT_KILLS) { [int]$env:IRUMCP_EXPORT_KILLS } else { 20 }
        $whole = Join-Path $folder 'whole.csv'
        Export-IruData get-devices $whole -PageSize 2
        $expected = Get-Hash $whole
        $environment = Get-ChildEnvironment $simulator
        $random = [random]::new()
        $done = 0
        $finished = 0
        Set-SimulatorOption $simulator @{ latency = 10 }
        try {
            for ($file = 1; $done -lt $kills; $file++) {
                $target = Join-Path $folder "killed-$file.csv"
                $checkpoint = "$target.checkpoint"
                $script = Write-ChildScript $folder "Export-IruData get-devices '$target' -PageSize 2 -Resume" -Connect
                while (-not (Test-Path -LiteralPath $target)) {
                    $before = if (Test-Path -LiteralPath $checkpoint) { Read-Shared $checkpoint } else { '' }
                    $start = [System.Diagnostics.ProcessStartInfo]::new((Find-PowerShell), "-NoProfile -NonInteractive -File `"$script`"")
                    $start.UseShellExecute = $false
                    $start.RedirectStandardInput = $true
                    foreach ($name in $environment.Keys) { $start.EnvironmentVariables[$name] = "$($environment[$name])" }
                    $child = [System.Diagnostics.Process]::Start($start)
                    $child.StandardInput.Close()
                    if ($done -lt $kills) {
                        # The random moment counts from its first page on: before that there is nothing to lose.
                        while (-not $child.WaitForExit(5)) {
                            if ((Test-Path -LiteralPath $checkpoint) -and (Read-Shared $checkpoint) -ne $before) { break }
                        }
                        if (-not $child.WaitForExit($random.Next(0, 250))) {
                            $child.Kill()
                            $done++
                        }
                    }
                    $child.WaitForExit()
                    $child.Dispose()
                }
                Get-Hash $target | Should -Be $expected
                $finished++
            }
        }
        finally {
            Set-SimulatorOption $simulator @{ latency = 0 }
        }
        $done | Should -Be $kills
        $finished | Should -BeGreaterThan 0
    }
}
