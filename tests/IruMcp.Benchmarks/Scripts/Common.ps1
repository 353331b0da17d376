$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:IRUMCP_MODULE_MANIFEST
Connect-IruMcp -EnvironmentVariable
Add-Type -Path $env:IRUMCP_BENCHMARKS
$headers = @{ 'X-API-Key' = $env:IRU_X_API_KEY; 'X-MCP-Profile' = $env:IRU_X_MCP_PROFILE; Accept = 'application/json, text/event-stream' }

function Use-Latency([int] $Milliseconds) {
    $null = Invoke-RestMethod "$($env:IRU_CONTROL)settings" -Method Post -Body "{""latency"":$Milliseconds}" -ContentType 'application/json'
}

function Get-DeviceByHand {
    $offset = 0
    do {
        $body = @{ jsonrpc = '2.0'; id = 1; method = 'tools/call'; params = @{ name = 'get-devices'; arguments = @{ limit = 300; offset = $offset } } } | ConvertTo-Json -Depth 5
        $answer = Invoke-RestMethod $env:IRU_MCP_URL -Method Post -Headers $headers -ContentType 'application/json' -Body $body
        $page = @(($answer.result.content[0].text | ConvertFrom-Json).result)
        $page
        $offset += 300
    } while ($page.Count -eq 300)
}

function Write-Measurement([string] $What, [string] $Unit, [string] $Way, [double[]] $Value) {
    $numbers = $Value | ForEach-Object { $_.ToString([cultureinfo]::InvariantCulture) }
    '{0}|{1}|{2}|{3}' -f $What, $Unit, $Way, ($numbers -join ' ')
}

function Compare-Way([string] $What, [int] $Rounds, [int] $Expected, [Collections.Specialized.OrderedDictionary] $Way) {
    # All ways once to warm up, unless one round takes minutes, then in turn.
    $first = if ($Rounds -gt 1) { 0 } else { 1 }
    $times = @{}
    foreach ($name in $Way.Keys) { $times[$name] = [Collections.Generic.List[double]]::new() }
    foreach ($round in $first..$Rounds) {
        foreach ($name in $Way.Keys) {
            # Else the way before would have its rows collected in this one's time.
            $found = $null
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $found = @(& $Way[$name])
            $time = $clock.Elapsed.TotalMilliseconds
            if ($found.Count -ne $Expected) { throw "${What}, ${name}: $($found.Count) instead of $Expected" }
            if ($round -gt 0) { $times[$name].Add($time) }
        }
    }
    foreach ($name in $Way.Keys) { Write-Measurement -What $What -Unit ms -Way $name -Value $times[$name] }
}
