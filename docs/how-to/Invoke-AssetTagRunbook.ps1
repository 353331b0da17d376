<#
.SYNOPSIS
A runbook of Azure Automation: gives every device the asset tag that a list in a storage container or a share says.
.DESCRIPTION
Azure starts a runbook again from its beginning after three hours, or when its worker is lost. So nothing here remembers where it was:
each run compares what is with what should be, and changes only what differs. Little is written out, since a job's output is limited.
For a runtime environment with PowerShell 7.4, the modules IruMcp, Az.Accounts and Az.KeyVault, and a managed identity that may read
the secret.
#>
param(
    [Parameter(Mandatory)] [string] $KeyVault,
    [string] $SecretName = 'IruMcp-iru',
    [Parameter(Mandatory)] [string] $ListPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$null = Connect-AzAccount -Identity
Connect-IruMcp -Configuration (Get-AzKeyVaultSecret -VaultName $KeyVault -Name $SecretName).SecretValue

$wanted = @{}
Import-Csv -LiteralPath $ListPath | ForEach-Object { $wanted[$_.SerialNumber] = $_.AssetTag }

$changed = 0
Invoke-IruTool get-devices |
    Where-Object { $_.serial_number -and $wanted.ContainsKey($_.serial_number) -and $_.asset_tag -cne $wanted[$_.serial_number] } |
    ForEach-Object {
        $null = $_ | Invoke-IruTool update-device -asset_tag $wanted[$_.serial_number] -Confirm:$false
        $changed++
    }
"$changed of $($wanted.Count) asset tags were changed."
