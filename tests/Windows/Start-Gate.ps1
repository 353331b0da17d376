<#
.SYNOPSIS
Runs in the Windows build of PowerShell: the Pester tests of the built module, then tests of Core. gate.sh starts it under Wine.
.PARAMETER Name
The Pester files to run, without .Tests.ps1, with a space between two. By default all but those in excluded.tsv, and the tests of Core.
#>
[CmdletBinding()]
param([string] $Configuration = 'Release', [string] $Name)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$results = Join-Path $root 'artifacts/test-results'
$excludedList = Join-Path $PSScriptRoot 'excluded.tsv'
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
Get-Content -LiteralPath $excludedList | Where-Object { $_ -like "Pester`t*" } | ForEach-Object { $fields = $_ -split "`t"; $excluded[$fields[1]] = $fields[2] }
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

if (-not $Name) {
    $counts = Join-Path $results 'windows-core.json'
    Remove-Item -LiteralPath $counts -ErrorAction Ignore
    $parts = @(Get-Content -LiteralPath $excludedList | Where-Object { $_ -like "CoreRuns`t*" } | ForEach-Object { ($_ -split "`t")[1] })
    & "$env:ProgramFiles\dotnet\dotnet.exe" ($dllPath -f 'WindowsCoreTests') $excludedList $counts @parts *>&1 | Tee-Object -FilePath $log -Append
    Add-Count $counts
}
$total | ConvertTo-Json | Set-Content -LiteralPath (Join-Path $results 'windows.json')
