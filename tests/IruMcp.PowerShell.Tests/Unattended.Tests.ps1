# What docs/unattended.md promises: exit codes, quiet streams, and machines that lack what a person's has.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What BeforeAll sets is used in It.')]
param()

BeforeDiscovery {
    # A mount or network of a process's own is for root on Linux.
    $canUnshare = $false
    if (Get-Command unshare -CommandType Application -ErrorAction SilentlyContinue) {
        & unshare --mount --net true 2>$null
        $canUnshare = $LASTEXITCODE -eq 0
    }
}

BeforeAll {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'Simulator.psm1')) -Force
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'ChildShell.psm1')) -Force
    $simulator = Start-Simulator -Argument '--devices', '20', '--api-key', 'sk_live:CANARYalone0key7788'
    $work = New-TestFolder
    $shell = Find-PowerShell

    function Invoke-Script {
        # The text as a file, started as a task starts one; gives the exit code and what was written to each stream.
        param([string] $Text, [string[]] $Before = @())
        $file = Join-Path $work "$([guid]::NewGuid().ToString('n')).ps1"
        [IO.File]::WriteAllText($file, "if (Test-Path variable:PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }`nImport-Module '$(Find-TestModule)'`n$Text")
        $values = @{ IRU_MCP_URL = "$($simulator.Uri)"; IRU_X_API_KEY = $simulator.ApiKey; IRU_X_MCP_PROFILE = $simulator.ProfileId; XDG_STATE_HOME = (Join-Path $work 'state') }
        $saved = @{}
        foreach ($name in $values.Keys) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $values[$name])
        }
        try {
            $words = @($Before) + @($shell, '-NoProfile', '-NonInteractive', '-File', $file)
            $program, $rest = $words
            $output = & $program @rest 2>(Join-Path $work 'errors') | Out-String
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output; ErrorText = "$(Get-Content (Join-Path $work 'errors') -Raw)" -replace '\s*\n\s*\|?\s*', ' ' }
        }
        finally {
            foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
        }
    }
}

AfterAll {
    Stop-Simulator $simulator
    Remove-Item -LiteralPath $work -Recurse -Force
}

Describe 'A script that nobody watches' {
    It 'ends with exit code 1 at the first error, and with 0 at its end' {
        $failed = Invoke-Script "`$ErrorActionPreference = 'Stop'; Connect-IruMcp -EnvironmentVariable; Invoke-IruTool get-device -device_id ([guid]::NewGuid()); 'not reached'"
        $failed.ExitCode | Should -Be 1
        $failed.Output | Should -Not -Match 'not reached'
        (Invoke-Script "`$ErrorActionPreference = 'Stop'; Connect-IruMcp -EnvironmentVariable; Invoke-IruTool get-devices -First 1").ExitCode | Should -Be 0
    }

    It 'sees by $? which call failed, and goes on' {
        $child = Invoke-Script "Connect-IruMcp -EnvironmentVariable; `$null = Invoke-IruTool get-devices -First 1; `"first `$?`"; `$null = Invoke-IruTool get-device -device_id ([guid]::NewGuid()) -ErrorAction SilentlyContinue; `"second `$?`""
        $child.Output | Should -Match '(?s)first True.*second False'
        $child.ErrorText | Should -BeNullOrEmpty
    }

    It 'is clean under strict mode, takes default parameter values, and leaves no key in a transcript' {
        $child = Invoke-Script @"
`$ErrorActionPreference = 'Stop'; Set-StrictMode -Version Latest; `$ProgressPreference = 'SilentlyContinue'
`$PSDefaultParameterValues = @{ 'Connect-IruMcp:ReadOnly' = `$true; 'Invoke-IruTool:First' = 3 }
`$null = Start-Transcript -Path '$work/transcript.txt'
Connect-IruMcp -EnvironmentVariable -Verbose
`$devices = @(Invoke-IruTool get-devices)
`$devices | Out-String
`$devices | Where-Object platform -eq Mac | Select-Object -First 1 | Invoke-IruTool get-filevault-recovery-key -ErrorAction Continue | Out-String
"count `$(`$devices.Count) readonly `$((Get-IruMcpConnection).IsReadOnly) errors `$(`$Error.Count)"
`$null = Stop-Transcript
"@
        $child.Output | Should -Match 'count 3 readonly True errors 0' -Because $child.ErrorText
        Get-Content "$work/transcript.txt" -Raw | Should -Not -Match 'CANARY'
        Get-Content "$work/transcript.txt" -Raw | Should -Match 'SecureString'
    }
}

Describe 'A machine that lacks something' -Skip:(-not $canUnshare) {
    It 'works where HOME is not set' {
        $child = Invoke-Script -Before 'env', '-u', 'HOME', '-u', 'XDG_CONFIG_HOME' "`$ErrorActionPreference = 'Stop'; Connect-IruMcp -EnvironmentVariable; `"devices `$(@(Invoke-IruTool get-devices).Count)`""
        $child.Output | Should -Match 'devices 20' -Because $child.ErrorText
    }

    It 'reads where nothing can be written, and does not do what could not be put on record' {
        # The folder of this test too, which may be on another disk than the root.
        $readOnly = 'unshare', '--mount', 'sh', '-c', 'mount -o remount,ro,bind / && mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"', 'sh', $work
        Clear-SimulatorLog $simulator
        $child = Invoke-Script -Before $readOnly "Connect-IruMcp -EnvironmentVariable; `$d = Invoke-IruTool get-devices -First 1; `"read `$(`$d.device_name)`"; `$d | Invoke-IruTool restart-device"
        $child.Output | Should -Match 'read \S+' -Because $child.ErrorText
        $child.ErrorText | Should -Match 'was not sent, since it would not be on record'
        Get-SimulatorLog $simulator -Tool restart-device | Should -BeNullOrEmpty
    }

    It 'says in seconds that there is no network' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $child = Invoke-Script -Before 'unshare', '--net' "`$ErrorActionPreference = 'Stop'; Connect-IruMcp -EnvironmentVariable"
        $child.ExitCode | Should -Be 1
        $child.ErrorText | Should -Match 'No connection to .* could be made .*Check the network'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 60
    }
}
