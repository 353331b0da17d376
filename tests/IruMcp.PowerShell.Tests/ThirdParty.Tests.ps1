# The module against programs that others wrote, from npm at pinned versions. Opt-in, since they are large:
# IRUMCP_THIRD_PARTY=1 runs all but Codex, IRUMCP_THIRD_PARTY=all runs everything.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    $isWanted = [bool] $env:IRUMCP_THIRD_PARTY
    $isCodexWanted = $env:IRUMCP_THIRD_PARTY -eq 'all'
    # The scenarios that a server of tools has something to do with. docs/bridge.md has the others, with the reasons.
    $bridgeScenarios = @('server-initialize', 'ping', 'tools-list' | ForEach-Object { @{ Scenario = $_; Upstream = 'simulator' } }) +
        @('tools-list', 'logging-set-level', 'tools-call-simple-text', 'tools-call-image', 'tools-call-audio', 'tools-call-embedded-resource', 'tools-call-mixed-content',
            'tools-call-error', 'tools-call-with-logging', 'tools-call-with-progress', 'tools-call-elicitation', 'elicitation-sep1034-defaults', 'elicitation-sep1330-enums',
            'json-schema-2020-12' | ForEach-Object { @{ Scenario = $_; Upstream = 'suite' } })
}

Describe 'Programs of others' -Skip:(-not $isWanted) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support/Simulator.psm1'), (Join-Path $PSScriptRoot 'Support/ChildShell.psm1') -Force
        $support = Join-Path $PSScriptRoot 'Support'
        $packages = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'artifacts/third-party'
        $modules = Join-Path $packages 'node_modules'
        # The conformance suite needs Node.js 22.
        $platform = if (Test-OnWindows) { 'win' } elseif ($IsMacOS) { 'darwin' } else { 'linux' }
        $runtime = "node-$platform-$([System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant()
        $wanted = @("$runtime@22.23.3", '@modelcontextprotocol/server-everything@2026.8.31', '@modelcontextprotocol/conformance@0.1.16', 'mcp-remote@0.15.1')
        if ($env:IRUMCP_THIRD_PARTY -eq 'all') { $wanted += '@openai/codex@0.169.0' }
        $null = New-Item -ItemType Directory -Force -Path $packages
        $null = & npm install --prefix $packages --no-audit --no-fund @wanted 2>&1
        $node = Join-Path $modules "$runtime/bin/node"
        $preload = "--no-deprecation --require `"$((Join-Path $support 'loopback.cjs') -replace '\\', '/')`""
        $canary = 'sk_live:CANARY-third-party'

        function Open-EverythingServer([int] $Port) {
            $start = [System.Diagnostics.ProcessStartInfo]::new($node, "`"$(Join-Path $modules '@modelcontextprotocol/server-everything/dist/index.js')`" streamableHttp")
            $start.UseShellExecute = $false
            $start.RedirectStandardError = $true
            $start.RedirectStandardOutput = $true
            $start.EnvironmentVariables['PORT'] = "$Port"
            $start.EnvironmentVariables['NODE_OPTIONS'] = $preload
            $process = [System.Diagnostics.Process]::Start($start)
            while (($line = $process.StandardError.ReadLine()) -and $line -notmatch 'listening') { Write-Verbose $line }
            $process
        }

        function Open-Program([string] $FilePath, [string[]] $Argument, [hashtable] $Environment = @{}) {
            # Programs that say that they are ready.
            $start = [System.Diagnostics.ProcessStartInfo]::new($FilePath)
            $start.Arguments = ($Argument | ForEach-Object { '"' + $_ + '"' }) -join ' '
            $start.UseShellExecute = $false
            $start.RedirectStandardOutput = $true
            foreach ($name in $Environment.Keys) { $start.EnvironmentVariables[$name] = $Environment[$name] }
            $process = [System.Diagnostics.Process]::Start($start)
            $process.StandardOutput.ReadLine() | Should -Be 'ready'
            $process
        }

        function Get-FreePort {
            $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
            $probe.Start()
            $probe.LocalEndpoint.Port
            $probe.Stop()
        }

        function Export-FromVault($Simulator, [string] $Client, [string] $Folder) {
            # In a home of its own, so that nobody's vaults are touched.
            $vault = Join-Path (Split-Path $PSScriptRoot) 'IruMcp.TestVault'
            $run = Invoke-ChildShell -Environment @{ HOME = $Folder; USERPROFILE = $Folder; VAULT = $vault; FOLDER = $Folder; CLIENT = $Client
                URL = "$($Simulator.Uri)"; KEY = $Simulator.ApiKey; PROFILE_ID = $Simulator.ProfileId } -Script @'
$ErrorActionPreference = 'Stop'
$null = New-Item -ItemType Directory -Force (Join-Path $env:FOLDER secrets)
Register-SecretVault -Name test -ModuleName (Join-Path $env:VAULT IruMcp.TestVault.psd1) -VaultParameters @{ Path = (Join-Path $env:FOLDER secrets) } -DefaultVault
$key = [System.Net.NetworkCredential]::new('', $env:KEY).SecurePassword
Import-IruMcpConfig -Uri $env:URL -Credential ([pscredential]::new($env:PROFILE_ID, $key))
Export-IruMcpConfig -Client $env:CLIENT -KeySource PlainText -Path (Join-Path $env:FOLDER exported) -WarningAction SilentlyContinue
'@
            if ($run.ExitCode -ne 0) { throw $run.ErrorText + $run.Output }
            Join-Path $Folder exported
        }
    }

    It 'connects to server-everything and calls its tools' {
        $port = Get-FreePort
        $server = Open-EverythingServer $port
        try {
            $run = Invoke-ChildShell -Environment @{ KEY = $canary } -Script @"
`$ErrorActionPreference = 'Stop'
Connect-IruMcp -Uri http://127.0.0.1:$port/mcp -ApiKey ([System.Net.NetworkCredential]::new('', `$env:KEY).SecurePassword) -ProfileId everything
Invoke-IruTool echo -message hello
Invoke-IruTool get-sum -Arguments @{ a = 2; b = 3 }
(Invoke-IruTool get-structured-content -location Chicago).conditions.GetType().Name
(Get-IruTool).Count -gt 5
Disconnect-IruMcp
"@
            $run.ErrorText | Should -BeNullOrEmpty
            $run.Output | Should -Match 'Echo: hello'
            $run.Output | Should -Match '2 and 3 is 5'
            $run.Output | Should -Match 'String'
            $run.Output | Should -Match 'True'
            $run.Output | Should -Not -Match 'CANARY'
        }
        finally {
            $server.Kill()
            $server.WaitForExit()
        }
    }

    It 'passes the scenario <_> of the conformance suite' -ForEach 'initialize', 'tools_call' {
        $env:IRUMCP_TEST_MODULE = Find-TestModule
        $old = $env:NODE_OPTIONS
        $env:NODE_OPTIONS = $preload
        try {
            $shell = Find-PowerShell
            $command = "`"$shell`" -NoProfile -File `"$(Join-Path $support 'conformance-client.ps1')`""
            $report = & $node (Join-Path $modules '@modelcontextprotocol/conformance/dist/index.js') client --command $command --scenario $_ --timeout 60000 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $report
            $report | Should -Match 'OVERALL: PASSED'
        }
        finally {
            $env:NODE_OPTIONS = $old
        }
    }

    It 'has a bridge that passes the server scenario <Scenario> of the conformance suite, in front of the server of the <Upstream>' -ForEach $bridgeScenarios {
        Import-Module (Join-Path $support 'BridgeClient.psm1') -Force
        $started = @()
        try {
            if ($Upstream -eq 'simulator') { $server = Start-Simulator -Argument '--devices', '3' }
            else {
                $serverPort = Get-FreePort
                $started += Open-Program -FilePath $node -Argument (Join-Path $support 'conformance-server.cjs'), $modules, "$serverPort"
                $server = [pscustomobject]@{ Uri = "http://127.0.0.1:$serverPort/mcp"; ApiKey = $canary; ProfileId = 'conformance' }
            }
            $homeFolder = New-BridgeHome -Simulator $server
            $port = Get-FreePort
            $bridge = (Find-PowerShell), '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$(Find-TestModule)'; Start-IruMcpBridge"
            $started += Open-Program -FilePath $node -Argument (@((Join-Path $support 'stdio-http.cjs'), "$port") + $bridge) -Environment (Get-BridgeEnvironment -HomeFolder $homeFolder)
            $report = & $node (Join-Path $modules '@modelcontextprotocol/conformance/dist/index.js') server --url "http://localhost:$port/mcp" --scenario $Scenario 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $report
            $report | Should -Match 'Passed: (\d+)/\1, 0 failed, 0 warnings'
        }
        finally {
            # The bridges end with the shim.
            foreach ($process in $started) { $process.Kill(); $process.WaitForExit() }
            if ($Upstream -eq 'simulator') { Stop-Simulator $server }
            if ($homeFolder) { Remove-Item -LiteralPath $homeFolder -Recurse -Force }
        }
    }

    It 'writes a Claude Desktop entry that mcp-remote connects with, and whose log shows no key' {
        $simulator = Start-Simulator -Argument '--devices', '3'
        $folder = New-TestFolder
        try {
            $entry = (Get-Content -Raw (Export-FromVault -Simulator $simulator -Client ClaudeDesktop -Folder $folder) | ConvertFrom-Json).mcpServers.iru
            $entry.args[1] | Should -Be 'mcp-remote@0.15.1'
            foreach ($variable in $entry.env.PSObject.Properties) { Set-Item "env:$($variable.Name)" $variable.Value }
            $env:MCP_REMOTE_CONFIG_DIR = $folder
            $log = Join-Path $folder log
            $answer = & $node (Join-Path $support 'mcp-stdio.cjs') bridge $node (Join-Path $modules 'mcp-remote/dist/proxy.js') @($entry.args | Select-Object -Skip 2) 2> $log
            ($answer | ConvertFrom-Json).tools | Should -HaveCount 131
            Get-Content -Raw $log | Should -Not -Match ([regex]::Escape($simulator.ApiKey))
        }
        finally {
            Remove-Item env:IRU_X_API_KEY, env:IRU_X_MCP_PROFILE, env:MCP_REMOTE_CONFIG_DIR -ErrorAction SilentlyContinue
            Stop-Simulator $simulator
            Remove-Item -Recurse -Force $folder
        }
    }

    It 'writes a Codex entry that Codex starts with under its strict rules' -Skip:(-not $isCodexWanted) {
        $simulator = Start-Simulator -Argument '--devices', '3'
        $folder = New-TestFolder
        try {
            $null = New-Item -ItemType Directory (Join-Path $folder codex)
            Move-Item (Export-FromVault -Simulator $simulator -Client Codex -Folder $folder) (Join-Path $folder 'codex/config.toml')
            $env:CODEX_HOME = Join-Path $folder codex
            $answer = & $node (Join-Path $support 'mcp-stdio.cjs') codex (Join-Path $modules '.bin/codex') app-server --strict-config 2> (Join-Path $folder log)
            $status = ($answer | ConvertFrom-Json).servers | Where-Object name -EQ iru
            $status.error | Should -BeNullOrEmpty
            $status.tools | Should -HaveCount 131
        }
        finally {
            Remove-Item env:CODEX_HOME -ErrorAction SilentlyContinue
            Stop-Simulator $simulator
            Remove-Item -Recurse -Force $folder
        }
    }
}
