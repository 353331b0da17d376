[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasTerminal = [bool] (Find-Python)
    $hasVault = Test-VaultPossible
}

Describe 'A person at a terminal (needs python3 for the pseudo-terminal)' -Skip:(-not $hasTerminal) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '30'
        $erase = @'
$devices = Invoke-IruTool get-devices -First 3
$devices | Invoke-IruTool erase-device -ErrorVariable failures
"errors=$($failures.Count)"
'the end'
'@
        $question = 'erase-device on [\s\S]*?\[\?\] Help \(default is "N"\): ?'
    }

    AfterAll { Stop-Simulator $simulator }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'is asked once a device, and Enter means No' {
        $seen = Invoke-AtTerminal -Simulator $simulator -Script $erase -Step @(
            @{ expect = $question; send = "`r" }, @{ expect = $question; send = "`r" }, @{ expect = $question; send = "`r" }, @{ expect = 'errors=0\s+the end' })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
        [regex]::Matches($seen.Screen, 'default is "N"').Count | Should -Be 3
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 0
    }

    It 'sees in the question which device it is about' {
        $seen = Invoke-AtTerminal -Simulator $simulator -Script '$device = Invoke-IruTool get-devices -First 1; "name=$($device.device_name) serial=$($device.serial_number) id=$($device.device_id)"; $device | Invoke-IruTool erase-device; "the end"' -Step @(
            @{ expect = $question; send = "n`r" }, @{ expect = 'the end' })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
        $known = [regex]::Match($seen.Screen, 'name=(?<name>.*) serial=(?<serial>\S*) id=(?<id>\S*)')
        $asked = $seen.Screen.Substring($known.Index + $known.Length)
        foreach ($part in 'name', 'serial', 'id') { $asked | Should -Match ([regex]::Escape($known.Groups[$part].Value)) }
    }

    It 'erases what is answered with Yes and nothing else' {
        $seen = Invoke-AtTerminal -Simulator $simulator -Script $erase -Step @(
            @{ expect = $question; send = "n`r" }, @{ expect = $question; send = "y`r" }, @{ expect = $question; send = "n`r" }, @{ expect = 'the end' })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 1
    }

    It 'is asked no more after Yes to All' {
        $seen = Invoke-AtTerminal -Simulator $simulator -Script $erase -Step @(@{ expect = $question; send = "a`r" }, @{ expect = 'the end' })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
        [regex]::Matches($seen.Screen, 'default is "N"').Count | Should -Be 1
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 3
    }

    It 'is asked no more after No to All' {
        $seen = Invoke-AtTerminal -Simulator $simulator -Script $erase -Step @(@{ expect = $question; send = "l`r" }, @{ expect = 'the end' })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
        [regex]::Matches($seen.Screen, 'default is "N"').Count | Should -Be 1
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 0
    }

    It 'can end the pipeline at a question with Ctrl+C' {
        # The echo of a typed letter shows that the question is being read: before that PowerShell itself loses a Ctrl+C.
        $seen = Invoke-AtTerminal -Simulator $simulator -Interactive -Script @'
Remove-Module PSReadLine -ErrorAction SilentlyContinue
function prompt { 'READY> ' }
'@ -Step @(
            @{ expect = 'READY> '; send = "Invoke-IruTool get-devices -First 3 | Invoke-IruTool erase-device`r" }
            @{ expect = $question; send = 'q' }
            @{ expect = 'q'; send = [string] [char] 3 }
            @{ expect = 'READY> '; send = "'still ' + 'alive'`r" }
            @{ expect = '\nstill alive[\s\S]*READY> '; send = "exit`r" })
        $seen.AllMet | Should -BeTrue -Because $seen.Screen
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 0
    }

    It 'stops a slow read at once with Ctrl+C, and the shell lives' {
        Set-SimulatorFault $simulator slow -Tool get-devices -DelayMs 60000
        try {
            $seen = Invoke-AtTerminal -Simulator $simulator -Interactive -Script @'
Remove-Module PSReadLine -ErrorAction SilentlyContinue
function prompt { 'READY> ' }
'@ -Step @(
                @{ expect = 'READY> '; send = "Invoke-IruTool get-devices -Verbose`r" }
                @{ expect = 'VERBOSE: tools/call get-devices'; send = [string] [char] 3 }
                @{ expect = 'READY> '; send = "'still ' + 'alive'; @(Invoke-IruTool get-blueprints -First 1).Count`r" }
                @{ expect = '\nstill alive\n1\n[\s\S]*READY> '; send = "exit`r" })
            $seen.AllMet | Should -BeTrue -Because $seen.Screen
            # Generous for a busy machine, and far from the time that the server takes.
            $seen.Seconds[2] | Should -BeLessThan 10
        }
        finally { Clear-SimulatorFault $simulator }
    }

    It 'types a configuration that is not shown' -Skip:(-not $hasVault) {
        $home1 = New-TestFolder
        try {
            $seen = Invoke-AtTerminal -Environment @{ HOME = $home1; IRUMCP_TEST_VAULT = (Get-TestVault) } -Script ((Get-VaultPreamble) + @'
Import-IruMcpConfig -PassThru | Format-List
'the end'
'@) -Step @(
                @{ expect = 'url: '; send = "https://simulated.connect.iru.dev/mcp-server/connector/kandji/tools`r" }
                @{ expect = 'X-API-Key[^:]*: '; send = "sk_live:CANARYtyped1234`r" }
                @{ expect = 'X-MCP-Profile[^:]*: '; send = "CANARYprofile`r" }
                @{ expect = 'the end' })
            $seen.AllMet | Should -BeTrue -Because $seen.Screen
            $seen.Screen | Should -Not -Match 'CANARY'
            $seen.Screen | Should -Match '1234'
        }
        finally { Remove-Item -LiteralPath $home1 -Recurse -Force }
    }
}
