<#
.SYNOPSIS
Runs the Pester tests over the built module and analyses the scripts, in the PowerShell that runs this script.
.DESCRIPTION
What is missing of Pester, SecretManagement, SecretStore and PSScriptAnalyzer is fetched from the PowerShell Gallery into
artifacts/modules where that can be reached. Otherwise each file that does not run is named.
.PARAMETER Path
The files or folders with tests; all of them by default.
.PARAMETER CountsPath
Where to write how many tests passed, failed and were skipped, as JSON.
#>
[CmdletBinding()]
param(
    [string[]] $Path = @(Join-Path $PSScriptRoot 'IruMcp.PowerShell.Tests'),
    [string] $CountsPath
)

$ErrorActionPreference = 'Stop'
# An AI agent that runs the tests is not what they are about.
'AI_AGENT', 'ANTIGRAVITY_AGENT', 'AUGMENT_AGENT', 'CLAUDECODE', 'CLAUDE_CODE', 'CLINE_ACTIVE', 'CODEX_SANDBOX', 'CODEX_SANDBOX_NETWORK_DISABLED', 'CODEX_THREAD_ID',
'COPILOT_CLI', 'CURSOR_AGENT', 'GEMINI_CLI', 'GOOSE_TERMINAL', 'OPENCODE', 'OPENCODE_CLIENT', 'IRUMCP_CHANNEL' |
    ForEach-Object { Remove-Item -LiteralPath "env:$_" -ErrorAction SilentlyContinue }
$root = Split-Path $PSScriptRoot
$modules = [IO.Path]::Combine($root, 'artifacts', 'modules')
$galleryTimeoutSeconds = 150
$wanted = [ordered]@{
    'Pester'                                = '6.0.0'
    'PSScriptAnalyzer'                      = '1.25.0'
    'Microsoft.PowerShell.SecretManagement' = '1.1.2'
    'Microsoft.PowerShell.SecretStore'      = '1.0.6'
}
$oldestPester = [version]'5.5'
$count = @{ Passed = 0; Failed = 0; Skipped = 0 }

if (-not $env:IRUMCP_MODULE) { $env:IRUMCP_MODULE = [IO.Path]::Combine($root, 'artifacts', 'IruMcp') }
if ($PSVersionTable.PSVersion -ge [version]'7.2') { $PSStyle.OutputRendering = 'PlainText' }

function Test-Module([string] $Name) {
    $found = Get-Module -ListAvailable -Name $Name
    if ($Name -eq 'Pester') { $found = $found | Where-Object Version -GE $oldestPester }
    [bool]$found
}

function Save-MissingModule {
    $missing = @($wanted.Keys | Where-Object { -not (Test-Module $_) })
    if ($missing.Count -eq 0) { return }
    if (-not (Get-Command Save-PSResource, Save-Module -ErrorAction SilentlyContinue)) { return }

    $null = New-Item -ItemType Directory -Force -Path $modules
    # A job, since neither command has a time limit.
    $job = Start-Job {
        $ProgressPreference = 'SilentlyContinue'
        $folder = $using:modules
        $versions = $using:wanted
        foreach ($name in $using:missing) {
            if (Get-Command Save-PSResource -ErrorAction SilentlyContinue) {
                Save-PSResource -Name $name -Version $versions[$name] -Path $folder -TrustRepository -SkipDependencyCheck
            }
            else {
                $null = Get-PackageProvider -Name NuGet -ForceBootstrap
                Save-Module -Name $name -RequiredVersion $versions[$name] -Path $folder -Repository PSGallery -Force
            }
        }
    }
    $null = Wait-Job $job -Timeout $galleryTimeoutSeconds
    Remove-Job $job -Force
}

function Write-NotRun([string] $What, [string] $Reason) {
    "not run: $What ($Reason)"
    $count.Skipped++
}

function Invoke-PesterTest([string[]] $Path) {
    if (-not (Test-Module Pester)) {
        foreach ($file in Get-ChildItem -Path $Path -Recurse -Filter *.Tests.ps1) {
            Write-NotRun ($file.FullName.Substring($root.Length + 1) -replace '\\', '/') 'no Pester'
        }
        return
    }
    Import-Module Pester -MinimumVersion $oldestPester
    $settings = New-PesterConfiguration
    $settings.Run.Path = $Path
    $settings.Run.PassThru = $true
    $settings.Output.Verbosity = 'Normal'
    $settings.Output.RenderMode = 'Plaintext'
    $settings.TestRegistry.Enabled = $false
    $run = Invoke-Pester -Configuration $settings
    foreach ($test in $run.Skipped) {
        $reason = "$($test.ErrorRecord)" -replace '^is skipped,?\s*(because\s*)?', ''
        "skipped: $($test.ExpandedPath)$(if ($reason) { " ($reason)" })"
    }
    $count.Passed += $run.PassedCount
    $count.Skipped += $run.SkippedCount + $run.InconclusiveCount
    $failed = [int]$run.FailedCount + [int]$run.FailedContainersCount
    # A failed block may hold no test that could fail in its place, and a run that could not start gives nothing.
    if ($failed -eq 0 -and $run.Result -ne 'Passed') { $failed = 1 }
    $count.Failed += $failed
}

function Invoke-ScriptAnalysis {
    if (-not (Test-Module PSScriptAnalyzer)) {
        Write-NotRun 'analysis of the scripts' 'no PSScriptAnalyzer'
        return
    }
    $scripts = @(Get-ChildItem -LiteralPath $root -Recurse -Include *.ps1, *.psm1, *.psd1 |
        Where-Object { $_.FullName -notlike (Join-Path (Join-Path $root 'artifacts') '*') })
    # The manifest is right only where the files are that it names: in the built module.
    $scripts = @($scripts | Where-Object FullName -NE (Join-Path $root 'IruMcp.psd1')) + @(Get-Item -LiteralPath (Join-Path $env:IRUMCP_MODULE 'IruMcp.psd1'))
    $findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName })
    $findings | Format-Table ScriptName, Line, RuleName, Message -Wrap | Out-String -Width 160
    if ($findings.Count -gt 0) { $count.Failed++ } else { $count.Passed++ }
}

# The user's own audit trail and cache are no place for what tests do, nor is the user's policy theirs.
$state = Join-Path ([IO.Path]::GetTempPath()) ('irumcp-state-' + [guid]::NewGuid().ToString('n'))
$env:XDG_STATE_HOME = $state
$env:XDG_CONFIG_HOME = Join-Path $state 'config'
$env:XDG_CACHE_HOME = Join-Path $state 'cache'
if ($env:OS -eq 'Windows_NT') {
    $env:APPDATA = Join-Path $state 'Roaming'
    $env:LOCALAPPDATA = Join-Path $state 'Local'
}
$env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
Save-MissingModule
$wanted.Keys | Where-Object { -not (Test-Module $_) } | ForEach-Object { "not installed: $_. What needs it is skipped." }
# One part that breaks must not lose what the other has counted.
try { Invoke-PesterTest -Path $Path }
catch {
    $_ | Out-String
    $count.Failed++
}
try { Invoke-ScriptAnalysis }
catch {
    $_ | Out-String
    $count.Failed++
}
if (Test-Path -LiteralPath $state) { Remove-Item -LiteralPath $state -Recurse -Force }
if ($CountsPath) {
    $null = New-Item -ItemType Directory -Force -Path (Split-Path $CountsPath)
    $count | ConvertTo-Json | Set-Content -LiteralPath $CountsPath
}
'Pester and script analysis: {0} passed, {1} failed, {2} skipped' -f $count.Passed, $count.Failed, $count.Skipped
if ($count.Failed -gt 0) { exit 1 }
