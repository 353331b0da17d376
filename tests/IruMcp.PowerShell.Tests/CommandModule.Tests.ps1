[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
}

Describe 'A module of commands on disk' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '5'
        $null = Connect-Simulator $simulator
        $module = Join-Path $TestDrive 'Contoso.Iru'
        Export-IruTool $module
    }

    AfterAll {
        Disconnect-IruMcp -All
        Remove-Module Contoso.Iru -ErrorAction SilentlyContinue
        Stop-Simulator $simulator
    }

    It 'is a valid module that names its commands' {
        $manifest = Import-PowerShellDataFile (Join-Path $module 'Contoso.Iru.psd1')
        $manifest.FunctionsToExport | Should -Contain 'Lock-IruDevice'
        $manifest.ModuleVersion | Should -Be (Get-Module IruMcp).Version
        $imported = Import-Module $module -Global -PassThru
        $imported.ExportedFunctions.Keys | Sort-Object | Should -Be ($manifest.FunctionsToExport | Sort-Object)
    }

    It 'has the same bytes when it is written again, and keeps what is there without -Force' {
        $files = Get-ChildItem $module | Sort-Object Name
        $files.Name | Should -Be 'Contoso.Iru.psd1', 'Contoso.Iru.psm1'
        $before = $files | Get-FileHash | ForEach-Object Hash
        { Export-IruTool $module } | Should -Throw -ErrorId 'IruMcp.FileExists*'
        $written = Export-IruTool $module -Force -PassThru
        ($written | Out-String) | Should -Match "(?s)Directory: $([regex]::Escape($module)).*Contoso\.Iru\.psm1.*Contoso\.Iru\.psd1"
        Get-ChildItem $module | Sort-Object Name | Get-FileHash | ForEach-Object Hash | Should -Be $before
        Get-ChildItem $module -Force | Should -HaveCount 2
    }

    It 'is not written under -WhatIf, under no name of a module, or for no tool' {
        Export-IruTool (Join-Path $TestDrive 'None') -WhatIf 6>$null
        { Export-IruTool (Join-Path $TestDrive 'a b') } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        { Export-IruTool (Join-Path $TestDrive 'IruMcp') } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        { Export-IruTool (Join-Path $TestDrive 'None') -Name nothing } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        Join-Path $TestDrive 'None' | Should -Not -Exist
    }

    It 'has help and completion without a connection, can be mocked, and connects by itself' -Skip:(-not $hasVault) {
        $script = @"
Import-Module '$module'
if (Get-IruMcpConnection) { 'connected too early' }
(Get-Help Lock-IruDevice).Synopsis
(TabExpansion2 'Get-IruDevice -Platform Ma' 26).CompletionMatches.CompletionText
try { Get-IruDevice -First 1 } catch { `$_.FullyQualifiedErrorId }
`$null = Import-IruMcpConfig -Uri `$env:IRU_MCP_URL -Credential ([pscredential]::new(`$env:IRU_X_MCP_PROFILE, (ConvertTo-SecureString `$env:IRU_X_API_KEY -AsPlainText -Force)))
'device: ' + (Get-IruDevice -First 1).device_id
"@
        $run = Invoke-VaultShell -Script $script -Simulator $simulator
        $run.ErrorText | Should -BeNullOrEmpty
        $lines = $run.Output.Trim() -split '\r?\n'
        $lines[0] | Should -Match 'ocks a device'
        $lines[1] | Should -Be 'Mac'
        $lines[2] | Should -Match '^IruMcp\.ConfigNotFound,Get-IruDevice'
        $lines[3] | Should -Match '^device: [0-9a-f-]{36}$'
    }

    It 'can be mocked as docs/commands.md shows, and a misspelt parameter fails there' {
        $page = Get-Content -LiteralPath ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'commands.md')) -Raw
        $shown = [regex]::Match($page, '(?s)## Testing scripts that use them.*?```powershell\r?\n(.*?)```').Groups[1].Value
        $shown | Should -Match 'Should -Invoke Lock-IruDevice'
        Set-Content -LiteralPath (Join-Path $TestDrive 'Shown.Tests.ps1') -Value $shown
        Set-Content -LiteralPath (Join-Path $TestDrive 'Misspelt.Tests.ps1') -Value $shown.Replace('-TagName stolen', '-TagNaem stolen')
        $child = Invoke-ChildShell -NonInteractive -Environment @{ FOLDER = $TestDrive; PSModulePath = $env:PSModulePath } -Script @'
foreach ($name in 'Shown', 'Misspelt') {
    $run = Invoke-Pester -Path "$env:FOLDER/$name.Tests.ps1" -PassThru -Output None
    "$name passed $($run.PassedCount) failed $($run.FailedCount) $($run.Failed.ErrorRecord)"
}
'@
        $child.Output | Should -Match 'Shown passed 1 failed 0' -Because "$($child.Output) $($child.ErrorText)"
        $child.Output | Should -Match 'Misspelt passed 0 failed 1.*TagNaem'
    }

    It 'says once that the server has moved on, and with which line it is renewed' {
        $gone = Start-Simulator -Argument '--devices', '5', '--naming', 'foreign'
        $script = Join-Path $module 'Contoso.Iru.psm1'
        $text = [IO.File]::ReadAllText($script)
        try {
            # As if it had been written when the tools took other arguments.
            [IO.File]::WriteAllText($script, ($text -replace "Fingerprint = '[0-9a-f]{16}'", "Fingerprint = '0123456789abcdef'"))
            Import-Module $module -Force
            $devices = @(Get-IruDevice -First 1 -WarningVariable heard -WarningAction SilentlyContinue; Get-IruDevice -First 1 -WarningVariable +heard -WarningAction SilentlyContinue)
            $devices | Should -HaveCount 2
            $heard | Should -HaveCount 1
            "$heard" | Should -Match ([regex]::Escape("Export-IruTool -OutputModule '$module' -Force"))
            $null = Connect-Simulator $gone -Name gone
            { Get-IruDevice -First 1 -WarningVariable heard -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        }
        finally {
            [IO.File]::WriteAllText($script, $text)
            Get-IruMcpConnection | Where-Object Name -EQ gone | Disconnect-IruMcp
            Stop-Simulator $gone
        }
    }
}
