param([int] $Devices, [int] $Latency, [int] $Rounds)
. "$PSScriptRoot/Common.ps1"
Use-Latency $Latency
Compare-Way -What "$Devices devices, $Latency ms" -Rounds $Rounds -Expected $Devices -Way ([ordered]@{
        'IruMcp'                        = { Invoke-IruTool get-devices }
        'Invoke-RestMethod loop'        = { Get-DeviceByHand }
        'raw HttpClient, 4 pages at once' = { [IruMcp.Benchmarks.RawFleet]::ReadDevices($Devices, 4) }
    })
Use-Latency 0
