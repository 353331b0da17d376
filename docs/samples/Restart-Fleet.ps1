<#
.SYNOPSIS
Restarts every device of a platform once, however often the script itself is started again.
.DESCRIPTION
Azure Automation starts a runbook that was interrupted again from the beginning, in another sandbox, without anything that it kept on disk. So
this script keeps nothing: what is done already is read from Iru. A device whose queue has a restart requested since the given time is left
alone, also where the answer to that call was lost.
.PARAMETER Since
When the campaign began, in UTC. The same value in every run: a schedule or a parent runbook gives it, never Get-Date in here.
.PARAMETER Platform
The devices to restart.
.EXAMPLE
./Restart-Fleet.ps1 -Since 2026-11-22T06:00:00Z
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [datetime] $Since,

    [string] $Platform = 'Mac'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

# In Azure Automation: Connect-IruMcp -Configuration with a secret of a key vault.
if (-not (Get-IruMcpConnection)) { Connect-IruMcp -EnvironmentVariable }

$count = @{ Sent = 0; DoneBefore = 0; InDoubt = 0; Failed = 0 }
foreach ($device in Invoke-IruTool get-devices -platform $Platform) {
    $earlier = $device | Invoke-IruTool get-device-commands |
        Where-Object { $_.command_type -eq 'RestartDevice' -and $_.date_requested -ge $Since.ToLocalTime() -and $_.StatusName -ne 'Failed' }
    if ($earlier) {
        $count.DoneBefore++
        continue
    }
    try {
        $device | Invoke-IruTool restart-device -Confirm:$false
        $count.Sent++
    }
    catch {
        # The hour's limit: what is left is left for the next run.
        if ($_.FullyQualifiedErrorId -like 'IruMcp.BlastRadius*') {
            Write-Warning $_.Exception.Message
            break
        }
        # Not known whether it took effect: the next run reads it from the queue. It is not repeated here.
        if ($_.CategoryInfo.Category -eq 'OperationTimeout') { $count.InDoubt++ } else { $count.Failed++ }
        Write-Warning "$($device.device_name): $($_.Exception.Message)"
    }
}

[pscustomobject] $count
