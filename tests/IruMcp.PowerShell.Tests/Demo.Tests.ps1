# The demo checks itself; here it is run, and it must leave nothing behind.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What BeforeAll sets is used in It.')]
param()

BeforeAll {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $module = if ($env:IRUMCP_MODULE) { $env:IRUMCP_MODULE } else { [IO.Path]::Combine($root, 'artifacts', 'IruMcp') }
    $bin = Join-Path (Split-Path -Parent $module) 'bin'

    function Get-Newest([string] $Name) {
        Get-ChildItem -Path (Join-Path $bin $Name) -Filter "$Name.dll" -Recurse | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
    }

    $simulator = if ($env:IRUMCP_SIMULATOR) { $env:IRUMCP_SIMULATOR } else { Get-Newest 'IruMcp.Simulator' }
    $script = [IO.Path]::Combine($root, 'tests', 'IruMcp.Demo', 'Demo.ps1')
    $shell = Join-Path $PSHOME $(if ($PSVersionTable.PSEdition -eq 'Core') { 'pwsh' } else { 'powershell' })

    $places = 'TMPDIR', 'TMP', 'TEMP', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME'
    $usersPlaces = @{}
    foreach ($name in $places) {
        $usersPlaces[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, "$TestDrive")
    }
}

AfterAll {
    foreach ($name in $places) {
        [Environment]::SetEnvironmentVariable($name, $usersPlaces[$name])
    }
}

Describe 'The demo' {
    It 'does what it claims in PowerShell, without showing the key' {
        $said = & $shell -NoProfile -File $script -ModulePath $module -SimulatorPath $simulator 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said | Should -BeLike '*checks passed.*'
        $said | Should -Not -BeLike '*CANARY*'
        Get-ChildItem -LiteralPath $TestDrive -Filter 'irumcp*' | Should -BeNullOrEmpty
    }

    It 'does what it claims in C#, and says in its first line that it is not PowerShell' {
        $said = @(& dotnet (Get-Newest 'IruMcp.Demo') $simulator 2>&1)
        $LASTEXITCODE | Should -Be 0 -Because ($said | Out-String)
        $said[0] | Should -BeLike '*No PowerShell*'
        $said[-1] | Should -BeLike '*checks passed.'
        "$said" | Should -Not -BeLike '*CANARY*'
        Get-ChildItem -LiteralPath $TestDrive -Filter 'irumcp*' | Should -BeNullOrEmpty
    }

    It 'fails where a step does not do what it claims' {
        $copy = Join-Path $TestDrive 'IruMcp.Demo'
        foreach ($folder in 'IruMcp.Demo', 'IruMcp.TestVault') {
            Copy-Item -LiteralPath ([IO.Path]::Combine($root, 'tests', $folder)) -Destination $TestDrive -Recurse
        }
        $altered = (Get-Content -LiteralPath (Join-Path $copy 'Demo.ps1') -Raw) -replace '-eq \$known\)', '-eq 1)'
        Set-Content -LiteralPath (Join-Path $copy 'Demo.ps1') -Value $altered
        $said = & $shell -NoProfile -File (Join-Path $copy 'Demo.ps1') -ModulePath $module -SimulatorPath $simulator 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 1 -Because $said
        $said | Should -BeLike '*not true*'
    }

    It 'says to build first where nothing is built' {
        $said = & $shell -NoProfile -File $script -ModulePath (Join-Path $TestDrive 'none') -SimulatorPath $simulator 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 1
        $said | Should -BeLike '*build.sh*'
    }
}
