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
    $null = [System.IO.Directory]::CreateDirectory((Split-Path $Path))
    [System.IO.File]::WriteAllText($Path, $Text)
}

function Copy-Folder([string] $From, [string] $To) {
    $null = [System.IO.Directory]::CreateDirectory($To)
    foreach ($file in [System.IO.Directory]::GetFiles($From)) { [System.IO.File]::Copy($file, (Join-Path $To ([System.IO.Path]::GetFileName($file))), $true) }
}

function Initialize-Surrounding {
    # What one example has done must not be there for the next. (.NET's own methods: the cmdlets for files take half a second each time.)
    foreach ($folder in $vault, $work, "$HOME/.config", "$HOME/.codex", "$HOME/.cursor") {
        if ([System.IO.Directory]::Exists($folder)) { [System.IO.Directory]::Delete($folder, $true) }
    }
    Copy-Folder $saved $vault
    Write-Text "$HOME/.cursor/mcp.json" $asCursor
    Write-Text "$HOME/.codex/config.toml" $asCodex
    Write-Text "$work/mcp.json" $asCursor
    Write-Text "$work/new.json" $asCursor
    Write-Text $env:CLIP $asCursor
}

foreach ($name in $names) { Import-IruMcpConfig -Name $name -Uri $env:IRU_MCP_URL -Credential $credential }
Copy-Folder $vault $saved

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
