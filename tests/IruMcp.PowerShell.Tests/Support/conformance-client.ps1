# The client that the conformance suite runs; it appends the address of its server.
param([Parameter(Mandatory)] [string] $Uri)

$ErrorActionPreference = 'Stop'
Import-Module $env:IRUMCP_TEST_MODULE
$key = [System.Net.NetworkCredential]::new('', 'sk_live:CANARY-conformance').SecurePassword
Connect-IruMcp -Uri $Uri -ApiKey $key -ProfileId conformance
$values = @{ add_numbers = @{ a = 5; b = 3 } }
foreach ($tool in Get-IruTool) {
    Invoke-IruTool $tool.Name -Arguments $values[$tool.Name] -Confirm:$false
}
Disconnect-IruMcp
