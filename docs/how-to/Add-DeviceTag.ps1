<#
.SYNOPSIS
Adds tags to devices from a CSV file with the columns SerialNumber and Tag.
.DESCRIPTION
Other tags of a device stay. May be run again at any time: a device that has its tag is left alone, so a run that was interrupted is
finished by running it once more. One line a row comes out. Exit code 0: every row is done. 2: some are not, and say why. 1: nothing was
begun.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $Connection = 'iru'
)

$ErrorActionPreference = 'Stop'
$rows = @(Import-Csv -LiteralPath $Path)
if ($rows.Count -eq 0 -or -not ($rows[0].PSObject.Properties.Name -contains 'SerialNumber' -and $rows[0].PSObject.Properties.Name -contains 'Tag')) {
    throw "$Path needs rows with the columns SerialNumber and Tag."
}

Connect-IruMcp -Name $Connection
$devices = @{}
Invoke-IruTool get-devices | ForEach-Object { if ($_.serial_number) { $devices[$_.serial_number] = $_ } }

$failures = 0
foreach ($row in $rows) {
    $result = [pscustomobject]@{ SerialNumber = $row.SerialNumber; Tag = $row.Tag; Result = 'done' }
    $device = if ($row.SerialNumber) { $devices[$row.SerialNumber.Trim()] }
    if (-not $device) { $result.Result = 'no such device'; $failures++ }
    elseif (-not $row.Tag) { $result.Result = 'no tag'; $failures++ }
    elseif ($device.tags -contains $row.Tag) { $result.Result = 'has it already' }
    elseif ($PSCmdlet.ShouldProcess($row.SerialNumber, "Add tag '$($row.Tag)'")) {
        try {
            # What comes back is what the device has now; the next row may be for the same device.
            $device.tags = @($device.tags) + $row.Tag
            $null = $device | Invoke-IruTool update-device -tags $device.tags
        }
        catch { $result.Result = "$_"; $failures++ }
    }
    else { $result.Result = 'not asked for' }
    $result
}
if ($failures -gt 0) { exit 2 }
exit 0
