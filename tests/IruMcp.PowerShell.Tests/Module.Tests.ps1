[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
    $cmdlets = @((Import-PowerShellDataFile (Find-TestModule)).CmdletsToExport | ForEach-Object { @{ Cmdlet = $_ } })
}

Describe 'The module' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        $manifest = Find-TestModule
        Import-Module $manifest
    }

    It 'has a valid manifest' {
        $info = Test-ModuleManifest $manifest -ErrorAction Stop
        $info.Version | Should -BeGreaterThan ([version] '0.0')
    }

    It 'exports the cmdlets of its manifest and nothing else' {
        $module = Get-Module IruMcp
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
        $module.ExportedAliases.Count + $module.ExportedFunctions.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It '<Cmdlet> has an approved verb and help with an example' -ForEach $cmdlets {
        $verb, $null = $Cmdlet -split '-'
        (Get-Verb $verb) | Should -Not -BeNullOrEmpty
        $help = Get-Help $Cmdlet
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis.Trim() | Should -Not -BeLike "$Cmdlet *" -Because 'a syntax is no synopsis'
        @($help.examples.example).Count | Should -BeGreaterThan 0
    }

    It '<Cmdlet> describes each of its parameters' -ForEach $cmdlets {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        foreach ($name in (Get-Command $Cmdlet).Parameters.Keys | Where-Object { $_ -notin $common }) {
            $text = (Get-Help $Cmdlet -Parameter $name -ErrorAction SilentlyContinue).description.Text
            "$text".Trim() | Should -Not -BeNullOrEmpty -Because "-$name needs a description"
        }
    }

    It 'imports without a warning' {
        $warnings = & { Import-Module $manifest -Force -PassThru 3>&1 } | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Tables' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '60'
        $null = Connect-Simulator $simulator
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
    }

    It '<What> fit 120 columns, have a head, and show no key' -ForEach @(
        @{ What = 'devices'; Script = { Invoke-IruTool get-devices -First 60 } }
        @{ What = 'blueprints'; Script = { Invoke-IruTool get-blueprints } }
        @{ What = 'users'; Script = { Invoke-IruTool get-users } }
        @{ What = 'tags'; Script = { Invoke-IruTool get-tags } }
        @{ What = 'tools'; Script = { Get-IruTool } }
        @{ What = 'connections'; Script = { Get-IruMcpConnection } }
    ) {
        $lines = @(& $Script | Out-String -Width 120 -Stream)
        $lines.Count | Should -BeGreaterThan 3
        @($lines | Where-Object { $_.Trim() -match '^-+( +-+)+$' }) | Should -HaveCount 1 -Because 'it is one table'
        @($lines | Where-Object { $_.TrimEnd().Length -gt 120 }) | Should -BeNullOrEmpty
        $lines -match 'CANARY' | Should -BeNullOrEmpty
    }

    It 'the full view of a tool tells its parameters' {
        $text = Get-IruTool update-device | Format-List | Out-String -Width 120
        $text | Should -Match 'asset_tag'
        $text | Should -Match 'Disruptive|Write'
        $text | Should -Not -Match 'InputSchema'
    }
}
