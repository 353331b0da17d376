<#
.SYNOPSIS
Measures in PowerShell, against the simulator that the environment variables name; the benchmark program starts it.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Module)

$ErrorActionPreference = 'Stop'
$shell = (Get-Process -Id $PID).Path
if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $shell = 'pwsh' }

function Get-Median([double[]] $Value) { ($Value | Sort-Object)[[math]::Floor($Value.Count / 2)] }

function Write-Measurement([string] $Name, [double[]] $Ours, [double[]] $ByHand) {
    $culture = [cultureinfo]::InvariantCulture
    '{0}|{1}|{2}|{3}' -f $Name, (Get-Median $Ours).ToString($culture), (Get-Median $ByHand).ToString($culture), $Ours.Count
}

function Measure-FreshProcess([string] $Command) {
    [double](& $shell -NoProfile -NonInteractive -Command "`$c = [Diagnostics.Stopwatch]::StartNew(); $Command; `$c.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)" | Select-Object -Last 1)
}

function Get-DeviceByHand {
    $headers = @{ 'X-API-Key' = $env:IRU_X_API_KEY; 'X-MCP-Profile' = $env:IRU_X_MCP_PROFILE; Accept = 'application/json, text/event-stream' }
    $offset = 0
    do {
        $body = @{ jsonrpc = '2.0'; id = 1; method = 'tools/call'; params = @{ name = 'get-devices'; arguments = @{ limit = 300; offset = $offset } } } | ConvertTo-Json -Depth 5
        $answer = Invoke-RestMethod $env:IRU_MCP_URL -Method Post -Headers $headers -ContentType 'application/json' -Body $body
        $page = ($answer.result.content[0].text | ConvertFrom-Json).result
        $page
        $offset += 300
    } while (@($page).Count -eq 300)
}

# An assembly without a cmdlet: the least that importing a binary module costs.
$empty = Join-Path $Module 'lib/net8.0/IruMcp.Loader.dll'
$manifest = Join-Path $Module 'IruMcp.psd1'
$ours = @(); $byHand = @()
foreach ($round in 1..5) {
    $ours += Measure-FreshProcess "Import-Module '$manifest'"
    $byHand += Measure-FreshProcess "Import-Module '$empty'"
}
Write-Measurement -Name 'Import (by hand: a binary module without cmdlets)' -Ours $ours -ByHand $byHand

$bareCall = @'
$headers = @{ 'X-API-Key' = $env:IRU_X_API_KEY; 'X-MCP-Profile' = $env:IRU_X_MCP_PROFILE; Accept = 'application/json, text/event-stream' }
$body = @{ jsonrpc = '2.0'; id = 1; method = 'tools/call'; params = @{ name = 'get-devices'; arguments = @{ limit = 1 } } } | ConvertTo-Json -Depth 5
$answer = Invoke-RestMethod $env:IRU_MCP_URL -Method Post -Headers $headers -ContentType 'application/json' -Body $body
$null = $answer.result.content[0].text | ConvertFrom-Json
'@
$ours = @(); $byHand = @()
foreach ($round in 1..5) {
    $ours += Measure-FreshProcess "Import-Module '$manifest'; Connect-IruMcp -EnvironmentVariable; `$null = Invoke-IruTool get-devices -First 1"
    $byHand += Measure-FreshProcess $bareCall
}
Write-Measurement -Name 'First device in a fresh PowerShell (by hand: one bare call)' -Ours $ours -ByHand $byHand

Import-Module $manifest
Connect-IruMcp -EnvironmentVariable
$ours = @(); $byHand = @()
foreach ($round in 0..3) {
    $one = (Measure-Command { $null = Invoke-IruTool get-devices }).TotalMilliseconds
    $other = (Measure-Command { $null = Get-DeviceByHand }).TotalMilliseconds
    # The first round only warms up.
    if ($round -gt 0) { $ours += $one; $byHand += $other }
}
Write-Measurement -Name '10,000 devices as objects (by hand: Invoke-RestMethod)' -Ours $ours -ByHand $byHand
Disconnect-IruMcp
