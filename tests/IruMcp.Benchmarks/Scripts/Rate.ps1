param([int] $Calls, [int] $Rate, [int] $Rounds)
. "$PSScriptRoot/Common.ps1"

function Use-Rate([int] $PerSecond) {
    $null = Invoke-RestMethod "$($env:IRU_CONTROL)settings" -Method Post -Body "{""rate"":$PerSecond}" -ContentType 'application/json'
}

$ids = @(Invoke-IruTool get-devices -First $Calls).device_id
Use-Latency 40
$times = foreach ($round in 1..$Rounds) {
    # A new connection has learned nothing of the limit.
    Disconnect-IruMcp
    Connect-IruMcp -EnvironmentVariable
    Use-Rate $Rate
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $found = @($ids | Invoke-IruTool get-device-details -ThrottleLimit 16)
    $clock.Elapsed.TotalSeconds
    Use-Rate 0
    if (Compare-Object $ids $found.device_id -SyncWindow 0) { throw 'Not every device, or not in their order.' }
}
Use-Latency 0
Write-Measurement -What "$Calls details, $Rate a second let through" -Unit s -Way 'IruMcp -ThrottleLimit 16' -Value $times
Write-Measurement -What "$Calls details, $Rate a second let through" -Unit s -Way 'as fast as the limit lets' -Value ($Calls / $Rate)
