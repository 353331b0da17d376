<#
.SYNOPSIS
Writes what has to be updated first: software with known vulnerabilities, the most dangerous on the most devices on top.
.DESCRIPTION
Exit code 0: the file is written. 1: it is not.
#>
param(
    [ValidateRange(0, 10)] [double] $MinimumScore = 7,
    [Parameter(Mandatory)] [string] $Path,
    [string] $Connection = 'iru'
)

$ErrorActionPreference = 'Stop'
Connect-IruMcp -Name $Connection -ReadOnly

Invoke-IruTool get-vulnerability-management-detections |
    Where-Object { $_.cvss_score -ge $MinimumScore } |
    Group-Object name, version |
    ForEach-Object {
        [pscustomobject]@{
            software = $_.Group[0].name
            version  = $_.Group[0].version
            score    = ($_.Group.cvss_score | Measure-Object -Maximum).Maximum
            devices  = @($_.Group.device_id | Sort-Object -Unique).Count
            cves     = ($_.Group.cve_id | Sort-Object -Unique) -join ' '
        }
    } |
    Sort-Object score, devices -Descending |
    Export-Csv -LiteralPath $Path -NoTypeInformation -Encoding utf8
exit 0
