<#
.SYNOPSIS
Runs in the Windows build of PowerShell: the Pester tests of the built module, then tests of Core. gate.sh starts it under Wine.
.DESCRIPTION
tests.tsv says what runs and what does not. Suite Pester: a test file that Wine cannot run. Core: a test that it cannot. CoreRuns: a test class of Core
that has to do with the system, and so runs here.
.PARAMETER Name
The Pester files to run, without .Tests.ps1, with a space between two. Core stands for the tests of Core.
By default all.
#>
[CmdletBinding()]
param([string] $Configuration = 'Release', [string] $Name)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$results = Join-Path $root 'artifacts/test-results'
$list = Join-Path $PSScriptRoot 'tests.tsv'
$log = Join-Path $results 'windows.log'
$total = @{ Passed = 0; Failed = 0; Skipped = 0 }

function Add-Count([string] $Path) {
    # What ended without counting has failed.
    $count = if (Test-Path -LiteralPath $Path) { Get-Content -LiteralPath $Path -Raw | ConvertFrom-Json } else { [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0 } }
    foreach ($key in 'Passed', 'Failed', 'Skipped') { $total[$key] += $count.$key }
}

$dllPath = [IO.Path]::Combine($root, 'artifacts', 'bin', '{0}', $Configuration, 'net10.0', '{0}.dll')

$env:PATH = "$env:ProgramFiles\dotnet;$env:PATH"
$env:IRUMCP_MODULE = Join-Path $root 'artifacts\IruMcp'
$env:IRUMCP_SIMULATOR = $dllPath -f 'IruMcp.Simulator'
# The whole user is the gate's own.
$env:IRUMCP_DISPOSABLE_USER = '1'

$excluded = @{}
Get-Content -LiteralPath $list | Where-Object { $_ -like "Pester`t*" } | ForEach-Object { $fields = $_ -split "`t"; $excluded[$fields[1]] = $fields[2] }
$files = @(Get-ChildItem -Path (Join-Path $root 'tests\IruMcp.PowerShell.Tests\*.Tests.ps1'))
if ($Name) { $files = @($files | Where-Object { ($_.Name -replace '\.Tests\.ps1$') -in ($Name -split ' ') }) }
$run = @($files | Where-Object { -not $excluded.ContainsKey($_.Name) })
foreach ($file in $files | Where-Object { $excluded.ContainsKey($_.Name) }) {
    "not run: $($file.Name) ($($excluded[$file.Name]))" | Tee-Object -FilePath $log -Append
    $total.Skipped++
}

$counts = Join-Path $results 'windows-pester.json'
Remove-Item -LiteralPath $counts -ErrorAction Ignore
& (Join-Path $root 'tests\Run-Pester.ps1') -Path $run.FullName -CountsPath $counts *>&1 | Tee-Object -FilePath $log -Append
Add-Count $counts

if (-not $Name -or 'Core' -in ($Name -split ' ')) {
    $counts = Join-Path $results 'windows-core.json'
    Remove-Item -LiteralPath $counts -ErrorAction Ignore
    & "$env:ProgramFiles\dotnet\dotnet.exe" ($dllPath -f 'WindowsCoreTests') $list $counts *>&1 | Tee-Object -FilePath $log -Append
    Add-Count $counts
}
$total | ConvertTo-Json | Set-Content -LiteralPath (Join-Path $results 'windows.json')
