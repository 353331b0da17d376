<#
.SYNOPSIS
The remediation for Find-ClientKey.ps1: takes Iru's key out of the files of AI clients, and has them start the bridge, which asks the vault.
.DESCRIPTION
Has to run as the signed-in user ("Run this script using the logged-on credentials"), since the key goes into that user's vault. The vault has
to open without a question; Initialize-UnattendedVault.ps1 makes such a one. Exit code 0: no client has a key in its file. 1: one still has.
#>
$ErrorActionPreference = 'Stop'

if ($env:PROCESSOR_ARCHITEW6432) {
    & "$env:WINDIR\Sysnative\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $PSCommandPath
    exit $LASTEXITCODE
}

Import-Module IruMcp
$unsafe = 'PlainTextKey', 'VulnerableMcpRemote'
$found = @(Get-IruMcpClient | Where-Object { @($_.Findings.Id | Where-Object { $_ -in $unsafe }) })
if ($found.Count -gt 0) {
    if (-not (Get-IruMcpConfig)) { Import-IruMcpConfig -Path $found[0].Path }
    $found | Export-IruMcpConfig -KeySource Bridge -Force
}
$left = @(Get-IruMcpClient | Where-Object { @($_.Findings.Id | Where-Object { $_ -in $unsafe }) })
"$($found.Count - $left.Count) of $($found.Count) entries no longer have a key in a file."
exit [int]($left.Count -gt 0)
