<#
.SYNOPSIS
Lets real AI clients read what Export-IruMcpConfig has written for them, against a simulated tenant.
.DESCRIPTION
Installs pinned versions of the clients from npm (about 1.5 GB) into artifacts/clients, unless -ClientFolder has them already. Every client gets
a home folder of its own. Each is asked for its servers in the way it offers: that it names Iru's server as connected, or lists or calls its tools, is
what counts. No model is reached. Needs npm, a POSIX system, and SecretManagement.

Where all were asked, what they said goes into the table of docs/clients.md, failures too.
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
$programNames = @{
    codex     = @{ Name = 'Codex'; Package = '@openai/codex' }
    claude    = @{ Name = 'Claude Code'; Package = '@anthropic-ai/claude-code' }
    gemini    = @{ Name = 'Gemini CLI'; Package = '@google/gemini-cli' }
    opencode  = @{ Name = 'opencode'; Package = 'opencode-ai' }
    copilot   = @{ Name = 'Copilot CLI'; Package = '@github/copilot' }
    inspector = @{ Name = 'MCP Inspector'; Package = '@modelcontextprotocol/inspector' }
    mcporter  = @{ Name = 'mcporter'; Package = 'mcporter' }
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
foreach ($program in $programNames.Values) {
    $program.Version = ([IO.File]::ReadAllText([IO.Path]::Combine($ClientFolder, 'node_modules', $program.Package, 'package.json')) | ConvertFrom-Json).version
}

# What each program is asked, and what its answer has to say. Codex speaks JSON-RPC; the others print. Claude Code goes on to its model, which is
# not there: the line that it says first is enough.
$codexRequests = @(
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"test","version":"1"},"capabilities":{"experimentalApi":true}}}'
    '{"jsonrpc":"2.0","method":"initialized"}'
    '{"jsonrpc":"2.0","id":2,"method":"mcpServerStatus/list","params":{}}'
)
$claudePrint = '-p', 'hi', '--output-format', 'stream-json', '--verbose'
$claudeTools = '"mcp__iru__get-devices"'
$toolList = '"tools":\s*\[\s*\{'
$listed = 'tools listed'
$called = 'tool called'
$device = '(?s)success.*device_id'
$checks = @(
    @{ Client = 'Codex'; Program = 'codex'; Words = 'app-server', '--strict-config'; Requests = $codexRequests; Expect = '"name":"iru"[\s\S]*"get-devices"[\s\S]*"toolsError":null'; Seen = $listed; How = '`codex app-server --strict-config`, `mcpServerStatus/list`' }
    @{ Client = 'ClaudeCode'; Program = 'claude'; Words = 'mcp', 'list'; Expect = 'iru: .*Connected'; Seen = 'connected'; How = '`claude mcp list`' }
    @{ Client = 'ClaudeCode'; Program = 'claude'; Words = $claudePrint; FirstLine = $true; Expect = $claudeTools; Seen = $listed; How = '`claude -p`, its first message' }
    @{ Client = 'ClaudeDesktop'; Program = 'claude'; Words = $claudePrint + @('--mcp-config', '{file}', '--strict-mcp-config'); FirstLine = $true; Expect = $claudeTools; Seen = $listed; How = '`claude -p --mcp-config --strict-mcp-config`'; Only = 'Bridge' }
    @{ Client = 'GeminiCli'; Program = 'gemini'; Words = 'mcp', 'list'; Expect = 'iru: .*Connected'; Seen = 'connected'; How = '`gemini mcp list`' }
    @{ Client = 'OpenCode'; Program = 'opencode'; Words = 'mcp', 'list'; Expect = 'iru[\s\S]*connected'; Seen = 'connected'; How = '`opencode mcp list`' }
    @{ Client = 'CopilotCli'; Program = 'copilot'; Words = 'mcp', 'get', 'iru'; Expect = '(?i)iru[\s\S]*(url|command):'; Seen = 'entry shown'; How = '`copilot mcp get iru`, which reads and does not connect' }
    @{ Client = 'ClaudeDesktop'; Program = 'inspector'; Words = '--cli', '--config', '{file}', '--server', 'iru', '--method', 'tools/list'; Expect = $toolList; Seen = $listed; How = '`--cli --method tools/list`'; Only = 'Bridge' }
    @{ Client = 'ClaudeDesktop'; Program = 'inspector'; Words = '--cli', '--config', '{file}', '--server', 'iru', '--method', 'tools/call', '--tool-name', 'get-devices', '--tool-arg', 'limit=1'; Expect = $device; Seen = $called; How = '`--cli --method tools/call`'; Only = 'Bridge' }
    @{ Client = 'Cursor'; Program = 'mcporter'; Words = 'list', 'iru', '--json', '--config', '{file}'; Expect = $toolList; Seen = $listed; How = '`mcporter list`'; Not = 'Environment' }
    @{ Client = 'Cursor'; Program = 'mcporter'; Words = 'call', 'iru.get-devices', 'limit=1', '--output', 'json', '--config', '{file}'; Expect = $device; Seen = $called; How = '`mcporter call`'; Not = 'Environment' }
    @{ Client = 'VSCode'; Program = 'mcporter'; Imports = 'vscode'; Words = 'list', 'iru', '--json'; Expect = $toolList; Seen = $listed; How = '`mcporter list`, imported'; Not = 'Environment' }
    @{ Client = 'Windsurf'; Program = 'mcporter'; Words = 'list', 'iru', '--json', '--config', '{file}'; Expect = $toolList; Seen = $listed; How = '`mcporter list`'; Not = 'Environment' }
    @{ Client = 'LMStudio'; Program = 'mcporter'; Words = 'list', 'iru', '--json', '--config', '{file}'; Expect = $toolList; Seen = $listed; How = '`mcporter list`'; Not = 'Environment' }
)

function Invoke-Client($Check, [string] $HomeFolder, [string] $File, $Simulator) {
    if ($Check.ContainsKey('Imports')) {
        $null = New-Item -ItemType Directory -Force (Join-Path $HomeFolder 'config')
        [IO.File]::WriteAllText("$HomeFolder/config/mcporter.json", (@{ mcpServers = @{}; imports = @($Check.Imports) } | ConvertTo-Json))
    }
    $start = [Diagnostics.ProcessStartInfo]::new((Join-Path $programs $Check.Program))
    foreach ($word in $Check.Words) { $start.ArgumentList.Add($word.Replace('{file}', $File)) }
    $start.WorkingDirectory = $HomeFolder
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $values = @{
        HOME = $HomeFolder; NO_COLOR = '1'; CI = '1'; XDG_CONFIG_HOME = ''; CODEX_HOME = (Join-Path $HomeFolder '.codex'); MCP_INSPECTOR_SECRET_STORE = 'memory'
        PATH = $programs + [IO.Path]::PathSeparator + $env:PATH; GEMINI_CLI_TRUST_WORKSPACE = 'true'; DISABLE_TELEMETRY = '1'; DISABLE_AUTOUPDATER = '1'
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC = '1'; MCP_TIMEOUT = '60000'; ANTHROPIC_API_KEY = 'none'; ANTHROPIC_BASE_URL = 'http://127.0.0.1:9'; IRU_X_API_KEY = $Simulator.ApiKey; IRU_X_MCP_PROFILE = $Simulator.ProfileId
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
            if ($Check.ContainsKey('FirstLine') -or ($Check.ContainsKey('Requests') -and $output.ToString() -match $Check.Expect)) { break }
        }
    }
    finally {
        if (-not $process.WaitForExit(2000)) { $process.Kill($true); $process.WaitForExit() }
        $text = $output.ToString() + $errors.Result
        $process.Dispose()
    }
    $text
}

function Write-ResultTable($Result, [string] $Path) {
    # The one table with this header.
    $header = '| Program | Version | Reads the file of | Bridge | Environment | PlainText | How it was asked |'
    $rows = foreach ($check in $checks) {
        $program = $programNames[$check.Program]
        $cells = foreach ($source in 'Bridge', 'Environment', 'PlainText') {
            "$($Result | Where-Object { $_.Check -eq $check -and $_.KeySource -eq $source } | ForEach-Object Seen)"
        }
        '| {0} | {1} | {2} | {3} | {4} |' -f $program.Name, $program.Version, $check.Client, ($cells -join ' | '), $check.How
    }
    $lines = [Collections.Generic.List[string]] [IO.File]::ReadAllLines($Path)
    $start = $lines.IndexOf($header)
    if ($start -lt 0) { throw "$Path has no table with the header: $header" }
    $end = $start
    while ($end -lt $lines.Count -and $lines[$end].StartsWith('|')) { $end++ }
    $lines.RemoveRange($start, $end - $start)
    $lines.InsertRange($start, [string[]] (@($header, '| --- | --- | --- | --- | --- | --- | --- |') + $rows))
    [IO.File]::WriteAllText($Path, ($lines -join "`n") + "`n")
}

function Test-Check($Check, [string] $Source, $Simulator) {
    $homeFolder = New-TestFolder
    try {
        $script = @"
Import-IruMcpConfig -Uri `$env:IRU_MCP_URL -Credential ([pscredential]::new(`$env:IRU_X_MCP_PROFILE, (ConvertTo-SecureString `$env:IRU_X_API_KEY -AsPlainText -Force)))
(Export-IruMcpConfig $($Check.Client) -KeySource $Source -PassThru -WarningAction SilentlyContinue).Path
"@
        $child = Invoke-VaultShell -HomeFolder $homeFolder -Simulator $Simulator -Script $script -Environment @{ XDG_CONFIG_HOME = ''; CODEX_HOME = ''; CLAUDE_CONFIG_DIR = ''; COPILOT_HOME = '' }
        $file = @($child.Output.Trim() -split "`n")[-1]
        $answer = if ($file) { Invoke-Client -Check $Check -HomeFolder $homeFolder -File $file -Simulator $Simulator } else { $child.ErrorText }
        $isMet = $answer -match $Check.Expect
        if (-not $isMet) { $answer.Replace($Simulator.ApiKey, '****') | Write-Warning }
        [pscustomobject]@{
            Check = $Check; Program = $programNames[$Check.Program].Name; Client = $Check.Client; KeySource = $Source
            Seen = if ($isMet) { $Check.Seen } else { 'failed' }; IsMet = $isMet
        }
    }
    finally { Remove-Item -LiteralPath $homeFolder -Recurse -Force -ErrorAction SilentlyContinue }
}

$simulator = Start-Simulator
try {
    $results = @(foreach ($source in $KeySource) {
            foreach ($check in $checks) {
                if ($Client -and $check.Client -notin $Client) { continue }
                if (($check.ContainsKey('Only') -and $check.Only -ne $source) -or ($check.ContainsKey('Not') -and $check.Not -eq $source)) { continue }
                $result = Test-Check -Check $check -Source $source -Simulator $simulator
                '{0}: {1}, {2}: {3}' -f $result.Program, $result.Client, $result.KeySource, $result.Seen | Out-Host
                $result
            }
        })
}
finally { Stop-Simulator $simulator }
if (-not $Client -and $KeySource.Count -eq 3) { Write-ResultTable -Result $results -Path ([IO.Path]::Combine($root, 'docs', 'clients.md')) }
$failed = @($results | Where-Object { -not $_.IsMet })
'{0} of {1} checks met.' -f ($results.Count - $failed.Count), $results.Count
if ($failed.Count -gt 0) { exit 1 }
