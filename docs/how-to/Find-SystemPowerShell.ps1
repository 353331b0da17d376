<#
.SYNOPSIS
The full path of the PowerShell that SYSTEM, services and every user of this computer can start.
.DESCRIPTION
That of PowerShell 7 where it comes from its MSI, otherwise Windows PowerShell. A packaged PowerShell (MSIX: the Store, winget, all of 7.7) belongs to
the users who installed it: SYSTEM can neither find nor start it, and its folder has a version in its name. Writes the path.
Exit code 0: always; Windows PowerShell is part of Windows.
#>
$ErrorActionPreference = 'Stop'

# A 32-bit process has another Program Files, and another System32.
$programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
$shell = Join-Path $programs 'PowerShell\7\pwsh.exe'
if (-not (Test-Path -LiteralPath $shell)) { $shell = Join-Path $env:SystemRoot 'System32\WindowsPowerShell\v1.0\powershell.exe' }
$shell
exit 0
