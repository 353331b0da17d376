param([ValidateSet('Out-Null', 'Export-Csv', 'Export-IruData')] [string] $Into)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:IRUMCP_MODULE_MANIFEST
Connect-IruMcp -EnvironmentVariable
$file = Join-Path ([IO.Path]::GetTempPath()) "irumcp-$([guid]::NewGuid().ToString('n')).csv"
try {
    switch ($Into) {
        'Out-Null' { Invoke-IruTool get-devices | Out-Null }
        'Export-Csv' { Invoke-IruTool get-devices | Export-Csv -Path $file }
        'Export-IruData' { Export-IruData get-devices $file }
    }
}
finally {
    if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file }
}
$peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
# PowerShell keeps the objects' type names in a weak table, whose outgrown parts are freed one after the other, each by its finalizer.
foreach ($round in 1..20) {
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
}
$heap = [GC]::GetTotalMemory($true) / 1MB
'{0} {1}' -f $peak.ToString([cultureinfo]::InvariantCulture), $heap.ToString([cultureinfo]::InvariantCulture)
