# Runs calls in this PowerShell, one for each line of its input, and answers with the ids of their errors. No call of it reaches a user's files.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'The requested script uses them.')]
param([string] $Module, [string] $Folder, [string] $Servers)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$devices = @{}
foreach ($server in $Servers | ConvertFrom-Json) {
    $secret = [Net.NetworkCredential]::new('', $server.Key).SecurePassword
    $connection = Connect-IruMcp -Name $server.Name -Uri $server.Uri -Credential ([pscredential]::new($server.Profile, $secret)) -PassThru
    $devices[$server.Name] = (Invoke-IruTool get-devices -First 1 -Connection $connection).device_id
    $null = Import-IruTool -Name $server.Tools -Connection $server.Name -Prefix $server.Name
    $disk = Join-Path $Folder "Disk$($server.Name)"
    Export-IruTool -Name $server.Tools -Connection $server.Name -Prefix "Disk$($server.Name)" -ConnectionName $server.Name -OutputModule $disk
    Import-Module $disk
}
$null = Set-IruMcpPolicy -Tool erase-device -MaximumPerPipeline 1000000 -MaximumPerHour 1000000 -Confirm:$false
[Console]::Out.WriteLine('ready')

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = $line | ConvertFrom-Json
    $env:TZ = $request.Zone
    [TimeZoneInfo]::ClearCachedData()
    [cultureinfo]::CurrentCulture = $request.Culture
    $device = $devices[$request.Server]
    $file = Join-Path $Folder 'rows.jsonl'
    $failures = $null
    $ErrorActionPreference = 'SilentlyContinue'
    try { $null = . ([scriptblock]::Create($request.Script)) }
    catch { $failures = @($_) }
    $ErrorActionPreference = 'Stop'
    $ids = @(foreach ($failure in $failures) { ($failure.FullyQualifiedErrorId -split ',')[0] })
    [cultureinfo]::CurrentCulture = ''
    [Console]::Out.WriteLine((ConvertTo-Json -Compress -InputObject @{ Errors = $ids }))
}
