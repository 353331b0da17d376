<#
.SYNOPSIS
Makes a vault for an account that nobody is signed in to, and saves an Iru configuration in it. Run it AS that account.
.DESCRIPTION
SecretStore encrypts its files for the account that makes them; without a password nobody has to unlock it, and whoever can run programs
as the account can read it. On Windows, `psexec -s -i` and the path that Find-SystemPowerShell.ps1 writes give a shell of SYSTEM, and a task that
runs once gives one of a group managed service account. An account that has a SecretStore keeps it: the script ends before it changes anything.
Exit code 0: the configuration is saved and could be read back. 1: it is not.
.PARAMETER ConfigurationPath
A file with the configuration that Iru showed. It is deleted once it is saved.
#>
param(
    [Parameter(Mandatory)] [string] $ConfigurationPath,
    [string] $Name = 'iru'
)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
if (Get-SecretVault -WarningAction SilentlyContinue) { throw 'This account has a vault. Save the configuration with Import-IruMcpConfig.' }

# On a new store, Reset sets it up without asking for a password; Set-SecretStoreConfiguration would ask for one first.
$null = Reset-SecretStore -Authentication None -Interaction None -Scope CurrentUser -Force -Confirm:$false
Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Import-IruMcpConfig -Path $ConfigurationPath -Name $Name -Vault SecretStore
Connect-IruMcp -Name $Name -ReadOnly
Disconnect-IruMcp
Remove-Item -LiteralPath $ConfigurationPath
"The configuration '$Name' is saved for $([Environment]::UserName)."
exit 0
