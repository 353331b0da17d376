<#
.SYNOPSIS
A detection script of Intune: does an AI client on this computer have an Iru key in its file, or start an mcp-remote with a known hole?
.DESCRIPTION
Runs as SYSTEM, over the profiles of all users, and as the signed-in user, over their own. Needs no vault and no tenant. One line comes out.
Exit code 0: nothing was found. 1: something was, or the look failed; Intune then runs the remediation.
#>
$ErrorActionPreference = 'Stop'

# Intune starts scripts in a 32-bit PowerShell unless told otherwise, and modules are installed for the 64-bit one.
if ($env:PROCESSOR_ARCHITEW6432) {
    & "$env:WINDIR\Sysnative\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $PSCommandPath
    exit $LASTEXITCODE
}

Import-Module IruMcp
$isSystem = [Environment]::UserName -in 'SYSTEM', 'root'
$line = Get-IruMcpClient -AllUsers:$isSystem -AsJson
$line
exit [int]($line -match '"(PlainTextKey|VulnerableMcpRemote)"')
