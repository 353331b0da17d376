# Every example of the help, run as it stands: one that no longer does what its page says is found here.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    Import-Module "$PSScriptRoot/Support/HelpExample.psm1" -Force
    $hasVault = Test-VaultPossible
    $examples = @(Get-HelpExample)
}

Describe 'The examples of the help (need SecretManagement and a HOME of its own)' -Skip:(-not $hasVault) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module "$PSScriptRoot/Support/HelpExample.psm1" -Force
        $simulator = Start-Simulator -Argument '--devices', '250', '--api-key', 'sk_live:CANARYexample0key7788'
        $folder = New-TestFolder
        $ownHome = New-TestFolder
        # An entry of an AI client finds the module by its name, and PowerShell's clipboard is a program on PATH.
        $modules = Join-Path $folder 'modules'
        $programs = Join-Path $folder 'bin'
        $null = New-Item -ItemType Directory $modules, $programs
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $modules 'IruMcp') -Target (Split-Path -Parent (Find-TestModule))
        [IO.File]::WriteAllText("$programs/xclip", "#!/bin/sh`ncase `"`$*`" in`n*-out*|*' -o'*) cat `"`$CLIP`" ;;`n*) cat > `"`$CLIP`" ;;`nesac`n")
        & chmod +x "$programs/xclip"
        $plan = Join-Path $folder 'plan.json'
        $told = Join-Path $folder 'results.json'
        @{
            Folder   = $folder
            Examples = @(Get-HelpExample | Where-Object { -not $_.NotRun } | ForEach-Object { @{ Key = $_.Key; Code = $_.Code; Before = $_.Before; Unconnected = $_.Unconnected } })
        } | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $plan -Encoding UTF8
        $separator = [IO.Path]::PathSeparator
        $child = Invoke-VaultShell -Simulator $simulator -HomeFolder $ownHome -TimeoutSec 240 -Script "& '$PSScriptRoot/Support/Invoke-Example.ps1' -PlanPath '$plan' -ResultPath '$told'" -Environment @{
            IRUMCP_TEST_MODULE = [IO.Path]::Combine($modules, 'IruMcp', 'IruMcp.psd1'); PSModulePath = "$modules$separator$env:PSModulePath"
            PATH = "$programs$separator$env:PATH"; CLIP = (Join-Path $folder 'clipboard'); CONTROL = $simulator.Control
            XDG_CONFIG_HOME = (Join-Path $ownHome '.config'); XDG_STATE_HOME = (Join-Path $ownHome 'state'); CODEX_HOME = ''
        }
        $results = @{}
        if (Test-Path -LiteralPath $told) { foreach ($result in Get-Content -LiteralPath $told -Raw | ConvertFrom-Json) { $results[$result.Key] = $result } }
    }

    AfterAll {
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $folder, $ownHome -Recurse -Force
    }

    It 'run to the end, and show no key' {
        "$($child.Output)$($child.ErrorText)" | Should -Not -Match 'CANARY'
        $child.ErrorText | Should -BeNullOrEmpty
        $results.Count | Should -BeGreaterThan 60
    }

    It '<Key> does what its page says' -ForEach @($examples | Where-Object { -not $_.NotRun }) {
        $result = $results[$Key]
        $result | Should -Not -BeNullOrEmpty -Because 'it was run'
        $result.Errors | ForEach-Object { ($_ -split ': ')[0] } | Should -Be $Errors -Because "$($result.Errors)"
        if ($GivesNothing) { $result.Given | Should -Be 0 } else { $result.Given | Should -BeGreaterThan 0 }
        $result.Questions | Should -Be $Questions
    }

    It '<Key> does what its page says' -ForEach @($examples | Where-Object NotRun) {
        Set-ItResult -Skipped -Because $NotRun
    }

    It 'are known here by the names that they have there' {
        Get-StrayExampleNote | Should -BeNullOrEmpty
    }
}
