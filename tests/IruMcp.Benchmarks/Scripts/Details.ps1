param([int] $Rounds)
. "$PSScriptRoot/Common.ps1"
$ids = @(Invoke-IruTool get-devices -First 1000).device_id
Use-Latency 40
Compare-Way -What '1000 details, 40 ms, 16 at once' -Rounds $Rounds -Expected 1000 -Way ([ordered]@{
        'IruMcp -ThrottleLimit 16'       = { $ids | Invoke-IruTool get-device-details -ThrottleLimit 16 }
        'ForEach-Object -Parallel'       = {
            $ids | ForEach-Object -ThrottleLimit 16 -Parallel {
                $body = @{ jsonrpc = '2.0'; id = 1; method = 'tools/call'; params = @{ name = 'get-device-details'; arguments = @{ device_id = $_ } } } | ConvertTo-Json -Depth 5
                $answer = Invoke-RestMethod $env:IRU_MCP_URL -Method Post -Headers $using:headers -ContentType 'application/json' -Body $body
                ($answer.result.content[0].text | ConvertFrom-Json).result
            }
        }
        'raw HttpClient, 16 at once'     = { [IruMcp.Benchmarks.RawFleet]::ReadDetails($ids, 16) }
    })
Use-Latency 0
