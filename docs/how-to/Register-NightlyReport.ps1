<#
.SYNOPSIS
Registers Invoke-NightlyReport.ps1 as a task of Windows that runs each night. Run it as an administrator.
.DESCRIPTION
The task starts the PowerShell that Find-SystemPowerShell.ps1 finds. IruMcp has to be installed for all users of that one.
.PARAMETER Account
SYSTEM, or a group managed service account such as CONTOSO\svc-iru$.
#>
#Requires -RunAsAdministrator
param(
    [string] $Account = 'SYSTEM',
    [string] $Folder = 'C:\ProgramData\IruReports'
)

$ErrorActionPreference = 'Stop'
$script = Join-Path $PSScriptRoot 'Invoke-NightlyReport.ps1'
$shell = & (Join-Path $PSScriptRoot 'Find-SystemPowerShell.ps1')
# Windows PowerShell runs no scripts unless it is told to.
$action = New-ScheduledTaskAction -Execute $shell -Argument "-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File `"$script`" -Folder `"$Folder`""
# A group managed service account has a password that nobody knows: Windows takes it from the domain.
$logon = if ($Account -eq 'SYSTEM') { 'ServiceAccount' } else { 'Password' }
$principal = New-ScheduledTaskPrincipal -UserId $Account -LogonType $logon
$trigger = New-ScheduledTaskTrigger -Daily -At 3am
$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit (New-TimeSpan -Hours 2) -StartWhenAvailable -MultipleInstances IgnoreNew
$null = Register-ScheduledTask -TaskName 'Iru nightly report' -Action $action -Principal $principal -Trigger $trigger -Settings $settings
"The task ""Iru nightly report"" is registered and starts $shell. Start-ScheduledTask runs it now; its last result is the exit code."
