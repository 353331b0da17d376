param([int] $Rounds, [int] $Calls)
. "$PSScriptRoot/Common.ps1"

function Get-Median([double[]] $Value) { ($Value | Sort-Object)[[math]::Floor($Value.Count / 2)] }

$ours = [Collections.Generic.List[double]]::new()
$raw = [Collections.Generic.List[double]]::new()
$clock = [Diagnostics.Stopwatch]::new()
foreach ($round in 0..$Rounds) {
    # The first round warms up, the server as well. Both ways in turn, call by call: the machine's moods last longer than one call.
    $both = foreach ($call in 1..$(if ($round -eq 0) { 10 * $Calls } else { $Calls })) {
        $clock.Restart()
        $null = Invoke-IruTool get-devices -First 1
        $one = $clock.Elapsed.TotalMilliseconds
        [pscustomobject]@{ Ours = $one; Raw = [IruMcp.Benchmarks.RawFleet]::TimeCalls(1)[0] }
    }
    if ($round -gt 0) {
        $ours.Add((Get-Median $both.Ours))
        $raw.Add((Get-Median $both.Raw))
    }
}
Write-Measurement -What 'One call from PowerShell, p50' -Unit ms -Way 'IruMcp' -Value $ours
Write-Measurement -What 'One call from PowerShell, p50' -Unit ms -Way 'raw HttpClient' -Value $raw

$body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-devices","arguments":{"limit":300}}}'
$text = (Invoke-RestMethod $env:IRU_MCP_URL -Method Post -Headers $headers -ContentType 'application/json' -Body $body).result.content[0].text
$ours.Clear()
$raw.Clear()
$pages = 20
foreach ($round in 0..$Rounds) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    foreach ($page in 1..$pages) { $null = [IruMcp.Benchmarks.RowConversion]::Read($text) }
    $one = $clock.Elapsed.TotalMilliseconds
    $clock.Restart()
    foreach ($page in 1..$pages) { $null = ConvertFrom-Json $text }
    $other = $clock.Elapsed.TotalMilliseconds
    if ($round -gt 0) {
        $ours.Add($one * 1000 / $pages / 300)
        $raw.Add($other * 1000 / $pages / 300)
    }
}
Write-Measurement -What 'Text to objects, one row' -Unit us -Way 'IruMcp' -Value $ours
Write-Measurement -What 'Text to objects, one row' -Unit us -Way 'ConvertFrom-Json' -Value $raw
