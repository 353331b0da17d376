<#
.SYNOPSIS
Builds, tests and shows IruMcp.
.DESCRIPTION
Build    builds the solution; the importable module is in artifacts/IruMcp.
Test     runs the xunit tests, the Pester tests of the built module, and the analysis of the scripts.
Windows  runs the tests on the Windows build of PowerShell: under Wine on Linux, as Test on Windows.
Nightly  runs the property tests with 20,000 cases each, and what else takes longer than a usual run allows.
Demo     shows the main job against a simulated tenant.
Bench    measures side by side against the simulator, and writes docs/benchmarks.md.
Stress   repeats the concurrency tests, and kills an export 300 times.
Clients  installs real AI clients (about 1.5 GB from npm) and lets them read what was written for them.
Package  packs the module into artifacts/package: a zip, a package for the PowerShell Gallery, a bill of materials and SHA256SUMS.
Clean    removes artifacts.
.EXAMPLE
./build.ps1 Test
.EXAMPLE
./build.ps1 Test -NoBuild

Tests what is in artifacts already.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Nightly', 'Windows', 'Demo', 'Bench', 'Stress', 'Clients', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [switch] $NoBuild,

    # Package, on Windows: the certificate to sign the module's own files with.
    [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

    [string] $TimestampServer
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
Set-Location -LiteralPath $PSScriptRoot

$artifacts = Join-Path $PSScriptRoot 'artifacts'
$results = Join-Path $artifacts 'test-results'
$dllPath = [IO.Path]::Combine($artifacts, 'bin', '{0}', $Configuration, 'net10.0', '{0}.dll')
$buildArguments = 'build', 'IruMcp.sln', '-c', $Configuration, '-v', 'q', '-nologo'
$nightlyCases = 20000
$stressRounds = 25
$stressKills = 300
$total = @{ Passed = 0; Failed = 0; Skipped = 0 }

$env:DOTNET_CLI_UI_LANGUAGE = 'en'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:MSBUILDDISABLENODEREUSE = '1'

function Get-BuiltDll([string] $Name) {
    $dllPath -f $Name
}

function Get-ThisPowerShell {
    $path = (Get-Process -Id $PID).Path
    # As a dotnet tool PowerShell is a library that dotnet runs; build.sh puts a program for it on PATH.
    if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') {
        $path = @(Get-Command pwsh -CommandType Application)[0].Source
    }
    $path
}

function Assert-LastExit([string] $What) {
    if ($LASTEXITCODE -ne 0) { throw "$What ended with exit code $LASTEXITCODE." }
}

function Invoke-Build {
    # A release is for the systems that most use; what is built for this machine needs its own only.
    if ($Task -eq 'Package') { $buildArguments += '-p:PrecompiledFor=win-x64+linux-x64' }
    & dotnet @buildArguments
    Assert-LastExit 'dotnet build'
    'Built artifacts/IruMcp.'
}

function Add-Count([int] $Passed, [int] $Failed, [int] $Skipped) {
    $total.Passed += $Passed
    $total.Failed += $Failed
    $total.Skipped += $Skipped
}

function Invoke-Xunit([string[]] $Arguments) {
    foreach ($project in Get-ChildItem -Path tests/*/*.csproj | Where-Object { Select-String -Path $_ -Pattern 'Microsoft.NET.Test.Sdk' -Quiet }) {
        $trx = Join-Path $results "$($project.BaseName).trx"
        if (Test-Path -LiteralPath $trx) { Remove-Item -LiteralPath $trx }
        & dotnet test (Get-BuiltDll $project.BaseName) --logger "trx;LogFileName=$($project.BaseName).trx" --results-directory $results @Arguments
        $exitCode = $LASTEXITCODE
        if (-not (Test-Path -LiteralPath $trx)) { Add-Count -Failed 1; continue }

        $counters = ([xml](Get-Content -LiteralPath $trx -Raw -Encoding UTF8)).TestRun.ResultSummary.Counters
        $failed = [int]$counters.executed - [int]$counters.passed
        # A run that ends badly without a failed test, or without any test and no filter, is a failure too.
        if ($failed -eq 0 -and ($exitCode -ne 0 -or ([int]$counters.total -eq 0 -and -not $Arguments))) { $failed = 1 }
        Add-Count -Passed $counters.passed -Failed $failed -Skipped ([int]$counters.total - [int]$counters.executed)
    }
}

function Invoke-PowerShellTest([string[]] $Arguments) {
    $counts = Join-Path $results 'pester.json'
    if (Test-Path -LiteralPath $counts) { Remove-Item -LiteralPath $counts }
    # A process of its own: the module's assemblies stay loaded until it ends.
    & (Get-ThisPowerShell) -NoProfile -NonInteractive -ExecutionPolicy Bypass -File tests/Run-Pester.ps1 -CountsPath $counts @Arguments
    if (-not (Test-Path -LiteralPath $counts)) { Add-Count -Failed 1; return }

    $count = Get-Content -LiteralPath $counts -Raw | ConvertFrom-Json
    Add-Count -Passed $count.Passed -Failed $count.Failed -Skipped $count.Skipped
}

function Add-Signature([string] $Folder, $Certificate, [string] $TimestampServer) {
    if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction SilentlyContinue)) { throw 'Signing needs Set-AuthenticodeSignature, which PowerShell has on Windows only.' }
    $own = Get-ChildItem -Path $Folder -Recurse -Include IruMcp*.dll, IruMcp*.ps1xml, IruMcp*.psd1, IruMcp*.psm1, IruMcp*.ps1
    $options = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256' }
    if ($TimestampServer) { $options.TimestampServer = $TimestampServer }
    foreach ($file in $own) {
        $signature = Set-AuthenticodeSignature -LiteralPath $file.FullName @options
        if ($signature.Status -notin 'Valid', 'UnknownError') { throw "$($file.Name) was not signed: $($signature.StatusMessage)" }
    }
}

function Invoke-Packing($Certificate, [string] $TimestampServer) {
    $staging = [IO.Path]::Combine($artifacts, 'staging', 'IruMcp')
    $assets = [IO.Path]::Combine($artifacts, 'obj', 'IruMcp.Core', 'project.assets.json')
    & dotnet run eng/Package.cs -- stage $env:IRUMCP_MODULE $staging CHANGELOG.md $assets
    Assert-LastExit 'Staging'
    $null = Test-ModuleManifest -Path (Join-Path $staging 'IruMcp.psd1')
    if ($Certificate) { Add-Signature -Folder $staging -Certificate $Certificate -TimestampServer $TimestampServer }
    # After signing, which changes what the catalog lists; then the catalog itself.
    if (Get-Command New-FileCatalog -ErrorAction SilentlyContinue) {
        $catalog = New-FileCatalog -Path $staging -CatalogFilePath (Join-Path $artifacts 'IruMcp.cat') -CatalogVersion 2
        Move-Item -LiteralPath $catalog.FullName -Destination $staging -Force
        if ($Certificate) { $null = Set-AuthenticodeSignature -LiteralPath (Join-Path $staging 'IruMcp.cat') -Certificate $Certificate -HashAlgorithm SHA256 }
    }
    & dotnet run eng/Package.cs -- pack $staging (Join-Path $artifacts 'package') $assets
    Assert-LastExit 'Packing'
}

function Complete-Test {
    # A filter that fits no test must not look like success.
    if ($total.Passed + $total.Failed -eq 0) { Add-Count -Failed 1 }
    '{0} passed, {1} failed, {2} skipped' -f $total.Passed, $total.Failed, $total.Skipped
    if ($total.Failed -gt 0) { exit 1 }
}

if ($Task -eq 'Clean') {
    if (Test-Path -LiteralPath $artifacts) { Remove-Item -LiteralPath $artifacts -Recurse -Force }
    return
}
if ($Task -eq 'Windows' -and $env:OS -ne 'Windows_NT') {
    & ./build.sh windows
    exit $LASTEXITCODE
}
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { throw "The .NET SDK 10 is needed, and 'dotnet' is not on PATH." }

$env:IRUMCP_MODULE = Join-Path $artifacts 'IruMcp'
$env:IRUMCP_SIMULATOR = Get-BuiltDll 'IruMcp.Simulator'
if (-not $NoBuild) {
    # A package holds nothing that an earlier build left.
    if ($Task -eq 'Package' -and (Test-Path -LiteralPath $env:IRUMCP_MODULE)) { Remove-Item -LiteralPath $env:IRUMCP_MODULE -Recurse -Force }
    Invoke-Build
}
switch ($Task) {
    { $_ -in 'Test', 'Windows' } {
        . (Join-Path $PSScriptRoot 'tests/UserFiles.ps1')
        $before = Get-UserFileState
        Invoke-Xunit
        Invoke-PowerShellTest
        foreach ($path in Compare-UserFileState $before (Get-UserFileState)) {
            "failed: the tests changed a file of the user's: $path"
            Add-Count -Failed 1
        }
        Complete-Test
    }
    'Nightly' {
        if (-not $env:IRUMCP_PROPERTY_CASES) { $env:IRUMCP_PROPERTY_CASES = $nightlyCases }
        Invoke-Xunit '--filter', 'Category=Property'
        Complete-Test
    }
    'Stress' {
        if (-not $env:IRUMCP_STRESS_ROUNDS) { $env:IRUMCP_STRESS_ROUNDS = $stressRounds }
        if (-not $env:IRUMCP_EXPORT_KILLS) { $env:IRUMCP_EXPORT_KILLS = $stressKills }
        Invoke-Xunit '--filter', 'Category=Stress'
        Invoke-PowerShellTest '-Path', 'tests/IruMcp.PowerShell.Tests/ExportData.Tests.ps1'
        Complete-Test
    }
    'Demo' {
        & (Get-ThisPowerShell) -NoProfile -ExecutionPolicy Bypass -File tests/IruMcp.Demo/Demo.ps1 -ModulePath $env:IRUMCP_MODULE -SimulatorPath $env:IRUMCP_SIMULATOR
        Assert-LastExit 'The demo'
    }
    'Bench' {
        & dotnet (Get-BuiltDll 'IruMcp.Benchmarks') $env:IRUMCP_SIMULATOR docs/benchmarks.md
        Assert-LastExit 'The benchmark'
    }
    'Clients' {
        & (Get-ThisPowerShell) -NoProfile -ExecutionPolicy Bypass -File tests/Run-Clients.ps1
        Assert-LastExit 'Reading by real clients'
    }
    'Package' {
        Invoke-Packing -Certificate $Certificate -TimestampServer $TimestampServer
    }
}
