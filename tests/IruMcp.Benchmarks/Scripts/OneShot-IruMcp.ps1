$ErrorActionPreference = 'Stop'
Import-Module $env:IRUMCP_MODULE_MANIFEST
Connect-IruMcp -EnvironmentVariable
$null = Get-IruTool
$devices = @(Invoke-IruTool get-devices -First 300)
if ($devices.Count -ne 300) { throw "$($devices.Count) devices" }
