<#
.SYNOPSIS
Finds the Macs whose FileVault recovery key Iru does not have.
.DESCRIPTION
Reads one Prism category in bulk, and no key. Exit code 0: every Mac is encrypted and its key is escrowed. 2: the Macs that are not were
written to the pipeline. 1: the check could not be made.
#>
param([string] $Connection = 'iru')

$ErrorActionPreference = 'Stop'
Connect-IruMcp -Name $Connection -ReadOnly

$open = @(Invoke-IruTool get-prism-filevault | Where-Object { -not $_.status -or -not $_.key_escrowed -or $_.regeneration_needed })
$open | Select-Object @{ n = 'device_name'; e = { $_.device__name } }, serial_number, blueprint_name,
    @{ n = 'problem'; e = {
            if (-not $_.status) { 'not encrypted' } elseif (-not $_.key_escrowed) { 'key not escrowed' } else { 'key must be regenerated' }
        }
    }
if ($open.Count -gt 0) { exit 2 }
exit 0
