[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
    $hasTerminal = [bool] (Find-Python)
}

Describe 'The bridge in a PowerShell of its own (needs SecretManagement and a HOME of its own)' -Skip:(-not $hasVault) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1", "$PSScriptRoot/Support/ChildShell.psm1", "$PSScriptRoot/Support/BridgeClient.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '400'
        $homeFolder = New-BridgeHome -Simulator $simulator
        $own = Get-BridgeEnvironment -HomeFolder $homeFolder
    }

    AfterAll {
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $homeFolder -Recurse -Force
    }

    It 'takes the key from the vault, forwards, and ends with its input, with nothing but the protocol on standard output' {
        $bridge = Start-Bridge -HomeFolder $homeFolder -Argument '-Verbose'
        Invoke-BridgeTool -Bridge $bridge -Tool get-devices -Argument @{ limit = 1 } | Should -Match '"outcome":"success"'
        (Invoke-Bridge -Bridge $bridge -Method tools/list).tools | Should -HaveCount 131
        $errors = Stop-Bridge -Bridge $bridge
        $bridge.Process.ExitCode | Should -Be 0
        foreach ($line in $bridge.Lines) { { $line | ConvertFrom-Json -ErrorAction Stop } | Should -Not -Throw }
        $errors | Should -Match 'tools/call get-devices'
        $errors | Should -Not -Match 'CANARY'
    }

    It 'has a vault that writes and asks do neither in the protocol' {
        $folder = New-TestFolder
        try {
            $noisy = Join-Path $folder IruMcp.TestVault
            Copy-Item -Recurse (Split-Path (Get-TestVault)) $noisy
            $extension = Join-Path $noisy 'IruMcp.TestVault.Extension/IruMcp.TestVault.Extension.psm1'
            $noise = @'
    [Console]::Out.WriteLine('noise'); Write-Host noise; Write-Warning noise; $null = [Console]::In.ReadLine()
    $program, $words = if ($env:OS -eq 'Windows_NT') { 'cmd.exe', '/d /c "echo noise & more"' } else { '/bin/sh', '-c "echo noise; cat"' }
    $start = [System.Diagnostics.ProcessStartInfo]::new($program, $words); $start.UseShellExecute = $false
    [System.Diagnostics.Process]::Start($start).WaitForExit()

'@
            $lines = Get-Content $extension
            $body = [array]::IndexOf($lines, ($lines -match 'Get-SecretFile -Name \$Name')[0])
            Set-Content $extension ($lines[0..($body - 1)] + $noise + $lines[$body..($lines.Count - 1)])
            $noisyHome = New-BridgeHome -Simulator $simulator -Vault (Join-Path $noisy IruMcp.TestVault.psd1)
            $bridge = Start-Bridge -HomeFolder $noisyHome
            Invoke-BridgeTool -Bridge $bridge -Tool get-tags | Should -Match '"outcome":"success"'
            $errors = Stop-Bridge -Bridge $bridge
            $errors | Should -Match 'noise'
            $bridge.Lines -join '' | Should -Not -Match 'noise'
        }
        finally {
            Remove-Item -LiteralPath $folder -Recurse -Force
            if ($noisyHome) { Remove-Item -LiteralPath $noisyHome -Recurse -Force }
        }
    }

    It 'says in each call that there is no such configuration, and stays' {
        $bridge = Start-Bridge -HomeFolder $homeFolder -Argument '-Name nobody'
        (Invoke-Bridge -Bridge $bridge -Method tools/list).tools.name | Should -Be 'find-tools', 'call-read-tool', 'call-tool'
        Invoke-BridgeTool -Bridge $bridge -Tool get-tags | Should -Match "No configuration named 'nobody' is saved.*\[IruMcp.ConfigNotFound\]$"
        Invoke-BridgeTool -Bridge $bridge -Tool get-tags | Should -Match 'IruMcp.ConfigNotFound'
        $null = Stop-Bridge -Bridge $bridge
    }

    It 'asks through the client, obeys a rule of the policy that names it, and leaves it all in the audit trail' {
        $bridge = Start-Bridge -HomeFolder $homeFolder -Elicits
        $id = (Invoke-BridgeTool -Bridge $bridge -Tool get-devices -Argument @{ limit = 1; platform = 'Mac' } | ConvertFrom-Json).result[0].device_id
        Invoke-BridgeTool -Bridge $bridge -Tool lock-device -Argument @{ device_id = $id } -Answer @{ action = 'decline' } | Should -Match 'declined.*\[IruMcp.Declined\]$'
        Invoke-BridgeTool -Bridge $bridge -Tool lock-device -Argument @{ device_id = $id } -Answer @{ action = 'accept'; content = @{ confirm = $true } } | Should -Match 'success'
        Invoke-BridgeTool -Bridge $bridge -Tool get-filevault-recovery-key -Argument @{ device_id = $id } | Should -Match 'IruMcp.PolicyDenied'
        $bridge.Questions | Should -Be 2
        (Invoke-VaultShell -HomeFolder $homeFolder -NoVault -Environment $own -Script 'Set-IruMcpPolicy -Tool restart-device -Channel Bridge -Action Allow -Confirm:$false').ErrorText | Should -BeNullOrEmpty
        Invoke-BridgeTool -Bridge $bridge -Tool restart-device -Argument @{ device_id = $id } | Should -Match 'success'
        $bridge.Questions | Should -Be 2
        $null = Stop-Bridge -Bridge $bridge
        $run = Invoke-VaultShell -HomeFolder $homeFolder -NoVault -Environment $own -Script 'Get-IruMcpAuditLog | ForEach-Object { "$($_.Channel) $($_.Tool) $($_.Decision) $($_.ErrorId)".Trim() }'
        ($run.Output.Trim() -split '\r?\n') | Should -Be 'Bridge lock-device Refused IruMcp.Declined', 'Bridge lock-device Allowed', 'Bridge get-filevault-recovery-key Refused IruMcp.PolicyDenied', 'Bridge restart-device Allowed'
    }

    It 'ends with its parent, even where a third process holds the pipe open' -Skip:($env:OS -eq 'Windows_NT') {
        $folder = New-TestFolder
        try {
            $pipe = Join-Path $folder pipe
            $script = Join-Path $folder client.sh
            & mkfifo $pipe
            Set-Content $script ("exec 3<>'$pipe'; '$(Find-PowerShell)' -NoProfile -NonInteractive -Command `"Import-Module '$(Find-TestModule)'; Start-IruMcpBridge`" <&3 >'$folder/out' 2>'$folder/err' & " +
                "echo `$!; while [ ! -s '$folder/out' ]; do sleep 0.1; done; echo ready; read wait")
            $start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh', $script)
            $start.UseShellExecute = $false
            $start.RedirectStandardOutput = $true
            $start.RedirectStandardInput = $true
            $start.EnvironmentVariables['HOME'] = $homeFolder
            $holder = [System.IO.FileStream]::new($pipe, 'Open', 'ReadWrite')
            $message = [System.Text.Encoding]::UTF8.GetBytes('{"jsonrpc":"2.0","id":1,"method":"ping"}' + "`n")
            $holder.Write($message, 0, $message.Length)
            $holder.Flush()
            $client = [System.Diagnostics.Process]::Start($start)
            $bridge = Get-Process -Id ([int] $client.StandardOutput.ReadLine())
            $client.StandardOutput.ReadLine() | Should -Be 'ready'
            $bridge.HasExited | Should -BeFalse
            $client.Kill()
            $bridge.WaitForExit(30000) | Should -BeTrue
        }
        finally {
            if ($holder) { $holder.Dispose() }
            if ($bridge -and -not $bridge.HasExited) { $bridge.Kill() }
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }
}

Describe 'The bridge at a terminal (needs python3 for the pseudo-terminal)' -Skip:(-not $hasTerminal) {
    It 'says that it is for clients, instead of waiting for messages nobody will type' {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1", "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $seen = Invoke-AtTerminal -Script 'Start-IruMcpBridge -ErrorVariable failure -ErrorAction SilentlyContinue; "id=" + $Error[0].FullyQualifiedErrorId; "the end"' -Step @(@{ expect = 'BridgeNeedsClient[\s\S]*the end' })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
    }
}
