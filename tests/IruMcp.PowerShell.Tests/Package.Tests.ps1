# What is released: packed as the build packs it, and used from where it was unpacked.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What BeforeAll sets is used in It.')]
param()

BeforeAll {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'Simulator.psm1')), ([IO.Path]::Combine($PSScriptRoot, 'Support', 'ChildShell.psm1')) -Force
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $module = Split-Path -Parent (Find-TestModule)
    $assets = [IO.Path]::Combine((Split-Path -Parent $module), 'obj', 'IruMcp.Core', 'project.assets.json')
    $packer = [IO.Path]::Combine($root, 'eng', 'Package.cs')
    $staging = [IO.Path]::Combine($TestDrive, 'staging', 'IruMcp')
    $output = Join-Path $TestDrive 'package'

    function Invoke-Packer([string] $Staging, [string] $Output) {
        $said = & dotnet run $packer -- stage $module $Staging (Join-Path $root 'CHANGELOG.md') $assets 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said = & dotnet run $packer -- pack $Staging $Output $assets 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $said
    }

    Invoke-Packer -Staging $staging -Output $output
    $manifest = Join-Path $staging 'IruMcp.psd1'
    $version = (Import-PowerShellDataFile $manifest).ModuleVersion
    $modules = Join-Path $TestDrive 'modules'
    Expand-Archive -LiteralPath (Join-Path $output "IruMcp-$version.zip") -DestinationPath $modules

    function Get-PackageEntry([string] $Path) {
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $archive = [IO.Compression.ZipFile]::OpenRead($Path)
        try { $archive.Entries.FullName } finally { $archive.Dispose() }
    }
}

Describe 'The package' {
    It 'has a manifest without a fault, with the notes of this version' {
        $found = Test-ModuleManifest -Path $manifest -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $found.ReleaseNotes | Should -BeLike '*Import-IruMcpConfig*'
        $found.Tags | Should -Contain 'MCP'
    }

    It 'lists every file in the manifest, and none that is not there' {
        $listed = (Import-PowerShellDataFile $manifest).FileList -replace '\\', '/' | Sort-Object
        $there = Get-ChildItem $staging -Recurse -File | ForEach-Object { $_.FullName.Substring($staging.Length + 1) -replace '\\', '/' } | Sort-Object
        $listed | Should -Be $there
    }

    It 'exports by name what the module has' {
        $data = Import-PowerShellDataFile $manifest
        $data.CmdletsToExport | Should -Not -Contain '*'
        $data.FunctionsToExport | Should -BeNullOrEmpty
        $said = & (Find-PowerShell) -NoProfile -NonInteractive -Command "(Get-Command -Module (Import-Module '$manifest' -PassThru)).Name -join ','"
        ($said -split ',' | Sort-Object) | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'has the parts that the Gallery asks for' {
        $entries = Get-PackageEntry (Join-Path $output "IruMcp.$version.nupkg")
        foreach ($part in 'IruMcp.nuspec', '_rels/.rels', '[Content_Types].xml', 'IruMcp.psd1', 'icon.png') { $entries | Should -Contain $part }
    }

    It 'has sums that are right' {
        foreach ($line in Get-Content (Join-Path $output 'SHA256SUMS')) {
            $sum, $name = $line -split '  '
            (Get-FileHash (Join-Path $output $name)).Hash | Should -Be $sum
        }
        @(Get-Content (Join-Path $output 'SHA256SUMS')).Count | Should -Be 3
    }

    It 'has a bill of materials with every assembly of others, its version, license and hash' {
        $bill = Get-Content (Join-Path $output "IruMcp-$version.cdx.json") -Raw | ConvertFrom-Json
        $bill.specVersion | Should -Be '1.6'
        $theirs = Get-ChildItem (Join-Path $staging 'lib') -Recurse -Filter *.dll | Where-Object Name -NotLike 'IruMcp.*'
        @($bill.components).Count | Should -Be @($theirs).Count
        foreach ($file in $theirs) {
            $name = $file.FullName.Substring($staging.Length + 1) -replace '\\', '/'
            $entry = $bill.components | Where-Object bom-ref -EQ $name
            $entry.hashes[0].content | Should -Be (Get-FileHash $file.FullName).Hash
            $entry.version | Should -Not -BeNullOrEmpty
            $entry.purl | Should -BeLike "pkg:nuget/*@$($entry.version)"
        }
    }

    It 'names the author and the license of every assembly of others, with the words of each license' {
        $notices = Get-Content (Join-Path $staging 'THIRD-PARTY-NOTICES.txt') -Raw
        $bill = Get-Content (Join-Path $output "IruMcp-$version.cdx.json") -Raw | ConvertFrom-Json
        foreach ($entry in $bill.components) {
            $notices | Should -Match "(?m)^$([regex]::Escape("$($entry.name) $($entry.version)"))\n  License: $($entry.licenses[0].expression)\n  \S[^\n]*\n"
            $notices | Should -Match "(?m)^  $([regex]::Escape($entry.'bom-ref'))$"
        }
        $notices | Should -Match 'Permission is hereby granted, free of charge'
        $notices | Should -Match 'TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION'
    }

    It 'is the same, byte for byte, when it is made again' {
        Invoke-Packer -Staging ([IO.Path]::Combine($TestDrive, 'again', 'IruMcp')) -Output (Join-Path $TestDrive 'package2')
        Get-Content (Join-Path $TestDrive 'package2/SHA256SUMS') | Should -Be (Get-Content (Join-Path $output 'SHA256SUMS'))
    }
}

Describe 'A machine on which the package was unpacked' {
    It 'finds the module by name and walks through the demo' {
        $before = $env:PSModulePath
        try {
            $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $before
            $said = & (Find-PowerShell) -NoProfile -NonInteractive -Command '(Import-Module IruMcp -PassThru).ModuleBase'
            $said | Should -Be (Join-Path $modules 'IruMcp')
        }
        finally { $env:PSModulePath = $before }

        $demo = [IO.Path]::Combine($root, 'tests', 'IruMcp.Demo', 'Demo.ps1')
        $said = & (Find-PowerShell) -NoProfile -NonInteractive -File $demo -ModulePath (Join-Path $modules 'IruMcp') -SimulatorPath (Find-Simulator) | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $said
    }

    It 'installs it from a repository' -Skip:(-not (Get-Command Register-PSResourceRepository -ErrorAction SilentlyContinue)) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'home')
        $run = Invoke-ChildShell -Environment @{ HOME = $folder; USERPROFILE = $folder; LOCALAPPDATA = $folder; PACKAGES = $output; SAVED = Join-Path $folder saved } -Script @'
$null = New-Item -ItemType Directory $env:SAVED
Register-PSResourceRepository -Name Packages -Uri ([uri]::new($env:PACKAGES).AbsoluteUri) -Trusted
Save-PSResource -Name IruMcp -Repository Packages -Path $env:SAVED
'@
        Join-Path $folder "saved/IruMcp/$version/IruMcp.psd1" | Should -Exist -Because ($run.Output + $run.ErrorText)
    }
}
