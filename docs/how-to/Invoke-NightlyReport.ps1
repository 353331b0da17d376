<#
.SYNOPSIS
What a nightly task runs: the reports, a log, and an exit code that the task's history shows.
.DESCRIPTION
Exit code 0: all is well. 2: a Mac's recovery key is not escrowed. 1: something failed; the log says what.
#>
param(
    [Parameter(Mandatory)] [string] $Folder,
    [string] $Connection = 'iru'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$log = Join-Path $Folder 'nightly.log'
$exitCode = 1
try {
    $null = New-Item -ItemType Directory -Force -Path $Folder
    & (Join-Path $PSScriptRoot 'Get-StaleDevice.ps1') -Days 30 -Path (Join-Path $Folder 'stale.csv') -Connection $Connection *>> $log
    & (Join-Path $PSScriptRoot 'Test-FileVaultEscrow.ps1') -Connection $Connection *>> $log
    $exitCode = $LASTEXITCODE
}
catch {
    $_ | Out-File -LiteralPath $log -Append
}
exit $exitCode
