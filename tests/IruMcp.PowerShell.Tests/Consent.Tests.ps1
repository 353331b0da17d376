[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The default values of parameters are a variable of the session.')]
param()

Describe 'Consent' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $before = $env:XDG_CONFIG_HOME
        $env:XDG_CONFIG_HOME = Join-Path $TestDrive 'config'
        $simulator = Start-Simulator -Argument '--devices', '40'
        $connection = Connect-Simulator $simulator
        Import-IruTool -Connection $connection -Name erase-device, lock-device
        $devices = [Collections.Queue]::new(@(Invoke-IruTool get-devices))
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
        $env:XDG_CONFIG_HOME = $before
    }

    BeforeEach {
        $device = $devices.Dequeue()
        $failed = $null
        Clear-SimulatorLog $simulator
    }

    AfterEach {
        $global:PSDefaultParameterValues = @{}
        $env:IRUMCP_CHANNEL = $null
    }

    Context 'by a default value of a parameter' {
        It 'is none: <Key>' -ForEach @(
            @{ Key = '*:Force'; Value = $true }
            @{ Key = '*:F*'; Value = $true }
            @{ Key = 'Invoke-*:Force'; Value = $true }
            @{ Key = 'Invoke-IruTool:Force'; Value = $true }
            @{ Key = '*-Iru*:Force'; Value = { $true } }
            @{ Key = '*:Confirm'; Value = $false }
            @{ Key = 'Invoke-IruTool:cf'; Value = $false }
        ) {
            $global:PSDefaultParameterValues = @{ $Key = $Value }
            $device | Invoke-IruTool erase-device -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed | Get-ErrorId | Should -Be 'IruMcp.CannotConfirm'
            $device | Clear-IruDevice -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed | Get-ErrorId | Should -Be 'IruMcp.CannotConfirm'
            Get-SimulatorLog $simulator erase-device | Should -BeNullOrEmpty
        }

        It 'does not keep the line itself from consenting: <Line>' -ForEach @(
            @{ Line = '$device | Invoke-IruTool lock-device -Force' }
            @{ Line = '$device | Invoke-IruTool lock-device -Conf:$false' }
            @{ Line = '$yes = @{ Force = $true }; $device | Invoke-IruTool lock-device @yes' }
            @{ Line = '$device | Lock-IruDevice -Force' }
            @{ Line = '$device | Lock-IruDevice -Confirm:$false' }
        ) {
            $global:PSDefaultParameterValues = @{ '*:Force' = $true; '*:Confirm' = $false }
            & ([scriptblock]::Create($Line + ' -ErrorAction Stop'))
            @(Get-SimulatorLog $simulator lock-device) | Should -HaveCount 1
        }

        It 'is not given by another command of the same line' {
            $global:PSDefaultParameterValues = @{ '*:Force' = $true }
            Get-ChildItem $TestDrive -Force | Out-Null; $device | Invoke-IruTool lock-device -ErrorVariable failed -ErrorAction SilentlyContinue; Get-ChildItem $TestDrive -Force | Out-Null
            $failed | Get-ErrorId | Should -Be 'IruMcp.CannotConfirm'
        }

        It 'counts as little as none where defaults are disabled, and a default of -WhatIf holds' {
            $global:PSDefaultParameterValues = @{ '*:Force' = $true; Disabled = $true }
            $device | Invoke-IruTool lock-device -Force -ErrorAction Stop
            $global:PSDefaultParameterValues = @{ '*:WhatIf' = $true }
            $device | Invoke-IruTool lock-device -Force -ErrorAction Stop
            @(Get-SimulatorLog $simulator lock-device) | Should -HaveCount 1
        }
    }

    Context 'in a shell that an AI agent drives' {
        BeforeEach { $env:IRUMCP_CHANNEL = 'Agent' }

        It 'is given by no switch and no rule of the user: <Line>' -ForEach @(
            @{ Line = '$device | Invoke-IruTool lock-device -Force' }
            @{ Line = '$device | Invoke-IruTool lock-device -Confirm:$false' }
            @{ Line = '$device | Lock-IruDevice -Force' }
            @{ Line = '$ConfirmPreference = "None"; $device | Invoke-IruTool lock-device' }
            @{ Line = 'Set-IruMcpPolicy -Tool * -Action Allow; $device | Invoke-IruTool lock-device' }
            @{ Line = 'Invoke-IruTool create-tag -Arguments @{ name = "a" } -Force' }
        ) {
            . ([scriptblock]::Create($Line + ' -ErrorVariable failed -ErrorAction SilentlyContinue'))
            $failed | Get-ErrorId | Should -Contain 'IruMcp.ConfirmationRequired'
            Get-SimulatorLog $simulator lock-device | Should -BeNullOrEmpty
            Get-SimulatorLog $simulator create-tag | Should -BeNullOrEmpty
            Get-IruMcpPolicy -Scope User | Remove-IruMcpPolicy
        }

        It 'reads, shows what it would do, gives no secret, and is on record as an agent' {
            Invoke-IruTool get-devices -First 1 | Should -Not -BeNullOrEmpty
            $device | Invoke-IruTool lock-device -Force -WhatIf
            $said = try { $device | Invoke-IruTool get-filevault-recovery-key -AsPlainText } catch { $_ }
            $said | Get-ErrorId | Should -Be 'IruMcp.PolicyDenied'
            @(Get-IruMcpAuditLog)[-1].Channel | Should -Be 'Agent'
            (Get-IruMcpConnection).Channel | Should -Be 'Agent'
        }

        It 'is recognised by the variables of known agents' {
            $env:IRUMCP_CHANNEL = $null
            $env:CLAUDECODE = '1'
            try {
                $device | Invoke-IruTool lock-device -Force -ErrorVariable failed -ErrorAction SilentlyContinue
                $failed | Get-ErrorId | Should -Be 'IruMcp.ConfirmationRequired'
            }
            finally {
                $env:CLAUDECODE = $null
            }
            $device | Invoke-IruTool lock-device -Force -ErrorAction Stop
            @(Get-SimulatorLog $simulator lock-device) | Should -HaveCount 1
        }
    }
}
