<#
.SYNOPSIS
Runs the examples of the help one after the other, in one PowerShell with a simulated tenant, a vault and AI clients' files of its own.
.DESCRIPTION
Reads a plan (each example's key, its code and what has to be there before it) and writes for each example how many objects it gave,
the ids of its errors, and how many questions it asked. Every question is answered with Yes.
#>
param(
    [Parameter(Mandatory)] [string] $PlanPath,
    [Parameter(Mandatory)] [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'CountingHost.psm1')
$plan = Get-Content -LiteralPath $PlanPath -Raw | ConvertFrom-Json
$yes = 0
$names = 'iru', 'production', 'staging', 'emea', 'apac', 'script'
$vault = Join-Path $HOME 'vault'
$saved = Join-Path $plan.Folder 'vault'
$work = Join-Path $plan.Folder 'work'
$credential = [pscredential]::new($env:IRU_X_MCP_PROFILE, [System.Net.NetworkCredential]::new('', $env:IRU_X_API_KEY).SecurePassword)
$asCursor = @{ mcpServers = @{ iru = @{ url = $env:IRU_MCP_URL; headers = @{ 'X-API-Key' = $env:IRU_X_API_KEY; 'X-MCP-Profile' = $env:IRU_X_MCP_PROFILE } } } } | ConvertTo-Json -Depth 5
$asCodex = "[mcp_servers.iru]`nurl = `"$($env:IRU_MCP_URL)`"`n`n[mcp_servers.iru.http_headers]`n`"X-API-Key`" = `"$($env:IRU_X_API_KEY)`"`n`"X-MCP-Profile`" = `"$($env:IRU_X_MCP_PROFILE)`"`n"

function Write-Text([string] $Path, [string] $Text) {
    $null = New-Item -ItemType Directory -Force -Path (Split-Path $Path)
    [System.IO.File]::WriteAllText($Path, $Text)
}

function Initialize-Surrounding {
    # What one example has done must not be there for the next.
    Get-ChildItem -LiteralPath $vault, $work -Force | Remove-Item -Recurse -Force
    foreach ($name in '.config', '.codex', '.cursor') {
        $folder = Join-Path $HOME $name
        if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    }
    Copy-Item -Path (Join-Path $saved '*') -Destination $vault -Recurse
    Write-Text (Join-Path $HOME '.cursor/mcp.json') $asCursor
    Write-Text (Join-Path $HOME '.codex/config.toml') $asCodex
    Write-Text (Join-Path $work 'mcp.json') $asCursor
    Write-Text (Join-Path $work 'new.json') $asCursor
    Write-Text $env:CLIP $asCursor
}

$null = New-Item -ItemType Directory -Force -Path $saved, $work
foreach ($name in $names) { Import-IruMcpConfig -Name $name -Uri $env:IRU_MCP_URL -Credential $credential }
Copy-Item -Path (Join-Path $vault '*') -Destination $saved -Recurse

$counting = New-CountingShell
$counting.Counter.Answer = $yes
$null = Invoke-CountingShell $counting 'param($Credential, $Control) function Get-Credential { $Credential }' @($credential)
$common = @'
Get-Module IruMcp.Tools*, Contoso.Iru | Remove-Module
Set-Location -LiteralPath '{0}'
Import-Module '{1}'
Disconnect-IruMcp -All
$device = $retired = $old = $null
'@ -f $work, $env:IRUMCP_TEST_MODULE
$results = foreach ($example in $plan.Examples) {
    Initialize-Surrounding
    $null = Invoke-CountingShell $counting "$common`n$(if (-not $example.Unconnected) { 'Connect-IruMcp -Name iru -EnvironmentVariable' })`n$($example.Before)"
    $before = @($counting.Shell.Streams.Error | ForEach-Object { "before: $($_.FullyQualifiedErrorId) $_" } | Where-Object { -not $example.Before -or $example.Before -notmatch 'ErrorAction' })
    $given = @()
    $thrown = $null
    try { $given = @(Invoke-CountingShell $counting $example.Code) }
    catch { $thrown = $_.Exception.GetBaseException() }
    $errors = @($counting.Shell.Streams.Error | ForEach-Object { "$(($_.FullyQualifiedErrorId -split ',')[0]): $_" })
    if ($thrown) { $errors += "$(if ($thrown.ErrorRecord) { ($thrown.ErrorRecord.FullyQualifiedErrorId -split ',')[0] }): $($thrown.Message)" }
    [pscustomobject]@{ Key = $example.Key; Given = $given.Count; Errors = @($before + $errors); Questions = $counting.Counter.Questions.Count }
}
Close-CountingShell $counting
ConvertTo-Json -InputObject @($results) -Depth 4 | Set-Content -LiteralPath $ResultPath -Encoding UTF8
