[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

Describe 'The audit trail' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '12'
        Import-Module "$PSScriptRoot/Support/UserPlaces.psm1" -Force
        $folder = New-TestFolder
        $stateBefore = Move-Place State $folder
        $null = Connect-Simulator $simulator -Name acme
        $devices = Invoke-IruTool get-devices -platform Mac -First 3
    }

    AfterAll {
        Disconnect-IruMcp -ErrorAction Ignore
        $null = Move-Place State $stateBefore
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    BeforeEach {
        Clear-SimulatorFault $simulator
        $from = Get-Date
    }

    It 'has what was done, for what, by which switch, and what came of it' {
        $devices | Invoke-IruTool restart-device -Force
        $entries = @(Get-IruMcpAuditLog -After $from)
        $entries.Count | Should -Be 3
        $entries[1].Arguments.device_id | Should -Be $devices[1].device_id
        $entries[1].Outcome | Should -Be Succeeded
        $entries[1].By | Should -Be '-Force'
        $entries[1].Risk | Should -Be Disruptive
        $entries[1].Connection | Should -Be acme
        $entries[1].Channel | Should -Be Shell
        $entries[1].Script | Should -BeLike '*.ps1'
        $entries[1].ProcessId | Should -Be $PID
        $entries[1].Duration | Should -BeOfType timespan
    }

    It 'has no plain read, no -WhatIf, and the reads of secrets' {
        $null = Invoke-IruTool get-devices
        Invoke-IruTool erase-device -device_id $devices[0].device_id -WhatIf
        $null = $devices[0] | Invoke-IruTool get-filevault-recovery-key
        (Get-IruMcpAuditLog -After $from).Tool | Should -Be get-filevault-recovery-key
    }

    It 'says what a call was about that was refused for its tool' {
        $null = Connect-Simulator $simulator -Name readonly -Option @{ ReadOnly = $true }
        try { { Invoke-IruTool restart-device -device_id $devices[0].device_id } | Should -Throw -ErrorId 'IruMcp.ReadOnlyConnection*' }
        finally { Disconnect-IruMcp }
        $refused = @(Get-IruMcpAuditLog -After $from)
        $refused.Count | Should -Be 1
        $refused[0].Outcome | Should -Be Refused
        $refused[0].Arguments.device_id | Should -Be $devices[0].device_id
        $refused[0].Script | Should -BeLike '*.ps1'
    }

    It 'says what the first object of a pipeline was that was refused for its tool' {
        $null = Connect-Simulator $simulator -Name readonly -Option @{ ReadOnly = $true }
        try {
            { $devices | Invoke-IruTool restart-device } | Should -Throw -ErrorId 'IruMcp.ReadOnlyConnection*'
            @() | Invoke-IruTool restart-device
        }
        finally { Disconnect-IruMcp }
        $refused = @(Get-IruMcpAuditLog -After $from)
        $refused.Count | Should -Be 1
        $refused[0].Arguments.device_id | Should -Be $devices[0].device_id
    }

    It 'can be asked for a tool, an outcome, a time and a connection' {
        Set-SimulatorFault $simulator drop-after -Tool restart-device
        $devices[0] | Invoke-IruTool restart-device -ErrorAction SilentlyContinue
        $devices[1] | Invoke-IruTool restart-device
        $devices[1] | Invoke-IruTool set-name -DeviceName audited
        @(Get-IruMcpAuditLog re*-device -After $from).Count | Should -Be 2
        $unknown = Get-IruMcpAuditLog -Outcome Unknown -After $from
        $unknown.Target | Should -BeLike "*device_id=$($devices[0].device_id)*"
        $unknown.ErrorId | Should -Be IruMcp.ConnectionLost
        Get-IruMcpAuditLog -After $from -Connection other | Should -BeNullOrEmpty
        Get-IruMcpAuditLog -Before $from -After $from | Should -BeNullOrEmpty
        Get-IruMcpAuditLog -After ([datetime]::UtcNow.AddHours(1)) | Should -BeNullOrEmpty
        @(Get-IruMcpAuditLog -After $from.ToUniversalTime()).Count | Should -Be 3
    }

    It 'is read from a folder or a file as well, and says where there is none' {
        $devices[0] | Invoke-IruTool set-name -DeviceName elsewhere
        $file = @(Get-ChildItem $folder -Recurse -File)[-1].FullName
        @(Get-IruMcpAuditLog -Path (Split-Path $file) -After $from).Count | Should -Be 1
        @(Get-IruMcpAuditLog -Path $file -After $from).Count | Should -Be 1
        Get-IruMcpAuditLog -Path (Join-Path $folder nowhere) -ErrorVariable failed -ErrorAction SilentlyContinue
        Get-ErrorId $failed | Should -Be IruMcp.NoAuditLog
    }

    It 'has the arguments in a CSV file, and as objects all the same' {
        $devices[0] | Invoke-IruTool restart-device -Force
        $entry = Get-IruMcpAuditLog -After $from
        (($entry | ConvertTo-Csv | ConvertFrom-Csv).Arguments | ConvertFrom-Json).device_id | Should -Be $devices[0].device_id
        $entry.Arguments.device_id | Should -Be $devices[0].device_id
    }

    It 'warns of a line that a killed process left half, and goes on' {
        $torn = Join-Path $folder torn
        $null = New-Item -ItemType Directory $torn
        $file = @(Get-ChildItem $folder -Recurse -File -Filter *.jsonl)[0]
        $copy = Join-Path $torn $file.Name
        [IO.File]::WriteAllText($copy, '{"kind":"decision","id":"ab' + "`n" + [IO.File]::ReadAllText($file.FullName))
        @(Get-IruMcpAuditLog -Path $torn -WarningVariable warned -WarningAction SilentlyContinue).Count | Should -BeGreaterThan 0
        "$warned" | Should -BeLike '*Line 1 of*'
    }

    It 'shows a table that a person reads' {
        $devices[0] | Invoke-IruTool set-name -DeviceName table
        $lines = (Get-IruMcpAuditLog -After $from | Out-String -Width 160).Trim() -split "`n"
        $lines[0] | Should -Match '^Time\s+Outcome\s+Tool\s+Target\s+Connection\s+By'
        $lines[2] | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Succeeded set-name\s+.*device_id='
    }

    It 'stops a change above Write where it cannot be written, and says where and why' {
        $inTheWay = Join-Path $folder inTheWay
        [IO.File]::WriteAllText($inTheWay, '')
        $null = Move-Place State $inTheWay
        try {
            $devices[0] | Invoke-IruTool restart-device -ErrorVariable failed -ErrorAction SilentlyContinue
            Get-ErrorId $failed | Should -Be IruMcp.AuditUnavailable
            "$($failed[0])" | Should -BeLike "*$inTheWay*audit.path*"
            $devices[0] | Invoke-IruTool set-name -DeviceName unrecorded -WarningVariable warned -WarningAction SilentlyContinue
            "$warned" | Should -BeLike "*$inTheWay*"
            (Get-SimulatedDevice $simulator $devices[0].device_id).name | Should -Be unrecorded
        }
        finally { $null = Move-Place State $folder }
    }
}
