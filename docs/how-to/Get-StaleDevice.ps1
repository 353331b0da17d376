<#
.SYNOPSIS
Writes the devices that have not checked in for some days into a CSV file.
.DESCRIPTION
Exit code 0: the file is written. 1: it is not, and the error says why.
#>
param(
    [ValidateRange(1, 3650)] [int] $Days = 30,
    [Parameter(Mandatory)] [string] $Path,
    [string] $Connection = 'iru'
)

$ErrorActionPreference = 'Stop'
Connect-IruMcp -Name $Connection -ReadOnly

$limit = (Get-Date).AddDays(-$Days)
$stale = @(Invoke-IruTool get-devices | Where-Object { -not $_.last_check_in -or $_.last_check_in -lt $limit })
$stale | Sort-Object last_check_in |
    Select-Object device_name, serial_number, platform, blueprint_name, last_check_in, @{ n = 'user'; e = { $_.user.email } } |
    Export-Csv -LiteralPath $Path -NoTypeInformation -Encoding utf8
"$($stale.Count) devices have not checked in for $Days days: $Path"
exit 0
