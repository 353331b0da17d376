$ErrorActionPreference = 'Stop'
$headers = @{ 'X-API-Key' = $env:IRU_X_API_KEY; 'X-MCP-Profile' = $env:IRU_X_MCP_PROFILE; Accept = 'application/json, text/event-stream' }

function Send-Message([hashtable] $Message) {
    Invoke-RestMethod $env:IRU_MCP_URL -Method Post -Headers $headers -ContentType 'application/json' -Body ($Message | ConvertTo-Json -Depth 6)
}

$client = @{ protocolVersion = '2025-06-18'; capabilities = @{}; clientInfo = @{ name = 'by-hand'; version = '1' } }
$null = Send-Message @{ jsonrpc = '2.0'; id = 1; method = 'initialize'; params = $client }
$null = Send-Message @{ jsonrpc = '2.0'; method = 'notifications/initialized' }
$null = (Send-Message @{ jsonrpc = '2.0'; id = 2; method = 'tools/list'; params = @{} }).result.tools
$answer = Send-Message @{ jsonrpc = '2.0'; id = 3; method = 'tools/call'; params = @{ name = 'get-devices'; arguments = @{ limit = 300; offset = 0 } } }
$devices = @(($answer.result.content[0].text | ConvertFrom-Json).result)
if ($devices.Count -ne 300) { throw "$($devices.Count) devices" }
