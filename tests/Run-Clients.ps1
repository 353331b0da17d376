<#
.SYNOPSIS
Lets real AI clients read what Export-IruMcpConfig has written for them, against a simulated tenant.
.DESCRIPTION
Installs pinned versions of the clients from npm (about 1.5 GB) into artifacts/clients, unless -ClientFolder has them already. Every client gets
a home folder of its own. Each is asked for its servers in the way it offers: that it names Iru's server as connected, or lists its tools, is
what counts. Those that start a model are not started. Needs npm, a POSIX system, and SecretManagement.
.PARAMETER ClientFolder
A folder with node_modules that has the clients.
.PARAMETER KeySource
Which forms to try.
.PARAMETER Client
Which clients to write for; all without it.
#>
[CmdletBinding()]
param(
    [string] $ClientFolder,
    [ValidateSet('Bridge', 'Environment', 'PlainText')]
    [string[]] $KeySource = @('PlainText', 'Environment', 'Bridge'),
    [string[]] $Client
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
$root = Split-Path $PSScriptRoot
Import-Module "$PSScriptRoot/IruMcp.PowerShell.Tests/Support/Simulator.psm1" -Force
Import-Module "$PSScriptRoot/IruMcp.PowerShell.Tests/Support/ChildShell.psm1" -Force

$versions = [ordered]@{
    '@openai/codex'                  = '0.169.0'
    '@anthropic-ai/claude-code'      = '2.1.330'
    '@google/gemini-cli'             = '0.61.0'
    'opencode-ai'                    = '1.18.33'
    '@github/copilot'                = '1.0.102'
    '@modelcontextprotocol/inspector' = '2.12.0'
    'mcporter'                       = '0.12.3'
    'node'                           = '22.23.3'
}
$secondsPerClient = 180

if (-not $ClientFolder) {
    $ClientFolder = [IO.Path]::Combine($root, 'artifacts', 'clients')
    $null = New-Item -ItemType Directory -Force $ClientFolder
    $dependencies = @{ private = $true; dependencies = $versions }
    [IO.File]::WriteAllText((Join-Path $ClientFolder 'package.json'), ($dependencies | ConvertTo-Json))
    & npm install --prefix $ClientFolder --no-audit --no-fund
    if ($LASTEXITCODE -ne 0) { throw "npm install ended with exit code $LASTEXITCODE." }
}
$programs = [IO.Path]::Combine($ClientFolder, 'node_modules', '.bin')

# What each client is asked, and what its answer has to say. Codex speaks JSON-RPC; the others print.
$codexRequests = @(
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"test","version":"1"},"capabilities":{"experimentalApi":true}}}'
    '{"jsonrpc":"2.0","method":"initialized"}'
    '{"jsonrpc":"2.0","id":2,"method":"mcpServerStatus/list","params":{}}'
)
$checks = @(
    @{ Client = 'Codex'; Program = 'codex'; Words = 'app-server', '--strict-config'; Requests = $codexRequests; Expect = '"name":"iru"[\s\S]*"toolsError":null' }
    @{ Client = 'ClaudeCode'; Program = 'claude'; Words = 'mcp', 'list'; Expect = 'iru: .*Connected' }
    @{ Client = 'GeminiCli'; Program = 'gemini'; Words = 'mcp', 'list'; Expect = 'iru: .*Connected' }
    @{ Client = 'OpenCode'; Program = 'opencode'; Words = 'mcp', 'list'; Expect = 'iru[\s\S]*connected' }
    @{ Client = 'CopilotCli'; Program = 'copilot'; Words = 'mcp', 'get', 'iru'; Expect = '(?i)iru[\s\S]*(url|command):' }
    @{ Client = 'ClaudeDesktop'; Program = 'inspector'; Words = '--cli', '--config', '{file}', '--server', 'iru', '--method', 'tools/list'; Expect = '"tools":\s*\[\s*\{'; Only = 'Bridge' }
    @{ Client = 'Cursor'; Program = 'mcporter'; Words = 'list', 'iru', '--json', '--config', '{file}'; Expect = '"tools":\s*\[\s*\{'; Not = 'Environment' }
    @{ Client = 'Windsurf'; Program = 'mcporter'; Words = 'list', 'iru', '--json', '--config', '{file}'; Expect = '"tools":\s*\[\s*\{'; Not = 'Environment' }
    @{ Client = 'LMStudio'; Program = 'mcporter'; Words = 'list', 'iru', '--json', '--config', '{file}'; Expect = '"tools":\s*\[\s*\{'; Not = 'Environment' }
)

function Invoke-Client($Check, [string] $HomeFolder, [string] $File, $Simulator) {
    $start = [Diagnostics.ProcessStartInfo]::new((Join-Path $programs $Check.Program))
    foreach ($word in $Check.Words) { $start.ArgumentList.Add($word.Replace('{file}', $File)) }
    $start.WorkingDirectory = $HomeFolder
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $values = @{
        HOME = $HomeFolder; NO_COLOR = '1'; CI = '1'; XDG_CONFIG_HOME = ''; CODEX_HOME = (Join-Path $HomeFolder '.codex'); MCP_INSPECTOR_SECRET_STORE = 'memory'
        PATH = $programs + [IO.Path]::PathSeparator + $env:PATH; GEMINI_CLI_TRUST_WORKSPACE = 'true'; DISABLE_TELEMETRY = '1'; DISABLE_AUTOUPDATER = '1'
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC = '1'; MCP_TIMEOUT = '60000'; IRU_X_API_KEY = $Simulator.ApiKey; IRU_X_MCP_PROFILE = $Simulator.ProfileId
    }
    foreach ($name in $values.Keys) { $start.Environment[$name] = $values[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $output = [Text.StringBuilder]::new()
    $errors = $process.StandardError.ReadToEndAsync()
    try {
        $deadline = [DateTime]::UtcNow.AddSeconds($secondsPerClient)
        if ($Check.ContainsKey('Requests')) { foreach ($request in $Check.Requests) { $process.StandardInput.WriteLine($request) } }
        else { $process.StandardInput.Close() }
        # Line by line, since a server such as Codex's does not end by itself.
        while ([DateTime]::UtcNow -lt $deadline) {
            $line = $process.StandardOutput.ReadLineAsync()
            if (-not $line.Wait([int][Math]::Max(1, ($deadline - [DateTime]::UtcNow).TotalMilliseconds)) -or $null -eq $line.Result) { break }
            $null = $output.AppendLine($line.Result)
            if ($Check.ContainsKey('Requests') -and $output.ToString() -match $Check.Expect) { break }
        }
    }
    finally {
        if (-not $process.WaitForExit(2000)) { $process.Kill($true); $process.WaitForExit() }
        $text = $output.ToString() + $errors.Result
        $process.Dispose()
    }
    $text
}

$simulator = Start-Simulator
$failed = 0
try {
    foreach ($source in $KeySource) {
        foreach ($check in $checks) {
            if ($Client -and $check.Client -notin $Client) { continue }
            if (($check.ContainsKey('Only') -and $check.Only -ne $source) -or ($check.ContainsKey('Not') -and $check.Not -eq $source)) { continue }
            $homeFolder = New-TestFolder
            try {
                $script = @"
Import-IruMcpConfig -Uri `$env:IRU_MCP_URL -Credential ([pscredential]::new(`$env:IRU_X_MCP_PROFILE, (ConvertTo-SecureString `$env:IRU_X_API_KEY -AsPlainText -Force)))
(Export-IruMcpConfig $($check.Client) -KeySource $source -PassThru -WarningAction SilentlyContinue).Path
"@
                $child = Invoke-VaultShell -HomeFolder $homeFolder -Simulator $simulator -Script $script -Environment @{ XDG_CONFIG_HOME = ''; CODEX_HOME = ''; CLAUDE_CONFIG_DIR = ''; COPILOT_HOME = '' }
                $file = @($child.Output.Trim() -split "`n")[-1]
                $answer = if ($file) { Invoke-Client -Check $check -HomeFolder $homeFolder -File $file -Simulator $simulator } else { $child.ErrorText }
                $isRead = $answer -match $check.Expect
                [pscustomobject]@{ Client = $check.Client; KeySource = $source; ReadBy = $check.Program; Version = @($versions.Keys | Where-Object { $_ -match $check.Program } | ForEach-Object { $versions[$_] })[0]; Result = if ($isRead) { 'read' } else { 'FAILED' } }
                if (-not $isRead) { $failed++; $answer.Replace($simulator.ApiKey, '****') | Write-Warning }
            }
            finally { Remove-Item -LiteralPath $homeFolder -Recurse -Force -ErrorAction SilentlyContinue }
        }
    }
}
finally { Stop-Simulator $simulator }
if ($failed -gt 0) { exit 1 }
