# A small MCP client that starts Start-IruMcpBridge as AI clients do, and speaks with it over its standard input and output.

Import-Module "$PSScriptRoot/ChildShell.psm1", "$PSScriptRoot/Simulator.psm1", "$PSScriptRoot/UserPlaces.psm1"

$shell = Find-PowerShell

function New-BridgeHome {
    <# .SYNOPSIS A home folder with a vault that has the configuration of a simulator. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Makes a temporary folder.')]
    param([Parameter(Mandatory)] $Simulator, [string] $Vault = (Get-TestVault))
    $folder = New-TestFolder
    $run = Invoke-VaultShell -Simulator $Simulator -HomeFolder $folder -Environment @{ IRUMCP_TEST_VAULT = $Vault } -Script @'
$key = [System.Net.NetworkCredential]::new('', $env:IRU_X_API_KEY).SecurePassword
Import-IruMcpConfig -Uri $env:IRU_MCP_URL -Credential ([pscredential]::new($env:IRU_X_MCP_PROFILE, $key)) -ErrorAction Stop
'@
    if ($run.ExitCode -ne 0) { throw $run.ErrorText + $run.Output }
    $folder
}

function Get-BridgeEnvironment {
    <# .SYNOPSIS The variables by which everything of the user's is below a folder. #>
    param([Parameter(Mandatory)] [string] $HomeFolder)
    @{ HOME = $HomeFolder; XDG_CONFIG_HOME = "$HomeFolder/config"; XDG_STATE_HOME = "$HomeFolder/state"; XDG_CACHE_HOME = "$HomeFolder/cache" }
}

function Start-Bridge {
    <# .SYNOPSIS Starts a bridge and introduces a client to it. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; it starts one process.')]
    param([Parameter(Mandatory)] [string] $HomeFolder, [string] $Argument, [switch] $Elicits)
    $start = [System.Diagnostics.ProcessStartInfo]::new($shell)
    $command = "Import-Module '$(Find-TestModule)'; Start-IruMcpBridge $Argument"
    $start.Arguments = "-NoProfile -NonInteractive -Command `"$command`""
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $values = Get-BridgeEnvironment -HomeFolder $HomeFolder
    Add-WindowsPlace $values
    Use-VaultList $HomeFolder
    foreach ($name in $values.Keys) { $start.EnvironmentVariables[$name] = $values[$name] }
    $process = [System.Diagnostics.Process]::Start($start)
    $bridge = [pscustomobject]@{ Process = $process; Errors = $process.StandardError.ReadToEndAsync(); Lines = [System.Collections.Generic.List[string]]::new(); LastId = 0; Questions = 0 }
    $capabilities = if ($Elicits) { @{ elicitation = @{} } } else { @{} }
    $null = Invoke-Bridge -Bridge $bridge -Method initialize -Parameters @{ protocolVersion = '2025-06-18'; capabilities = $capabilities; clientInfo = @{ name = 'pester'; version = '1' } }
    $bridge
}

function Send-Line($Bridge, $Message) {
    $bytes = [System.Text.Encoding]::UTF8.GetBytes(($Message | ConvertTo-Json -Depth 20 -Compress) + "`n")
    $Bridge.Process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
    $Bridge.Process.StandardInput.BaseStream.Flush()
}

function Invoke-Bridge {
    <# .SYNOPSIS The result of a request. A question of the bridge's is answered with -Answer. #>
    param($Bridge, [string] $Method, $Parameters = @{}, [hashtable] $Answer)
    $Bridge.LastId++
    Send-Line $Bridge @{ jsonrpc = '2.0'; id = $Bridge.LastId; method = $Method; params = $Parameters }
    while ($true) {
        $reading = $Bridge.Process.StandardOutput.ReadLineAsync()
        if (-not $reading.Wait(60000)) { throw "The bridge did not answer $Method in time." }
        $line = $reading.Result
        if ($null -eq $line) { throw "The bridge has ended: $($Bridge.Errors.Result)" }
        $Bridge.Lines.Add($line)
        $message = $line | ConvertFrom-Json
        if ($message.method -eq 'elicitation/create') {
            $Bridge.Questions++
            Send-Line $Bridge @{ jsonrpc = '2.0'; id = $message.id; result = $Answer }
        }
        elseif ($message.id -eq $Bridge.LastId) {
            if ($message.PSObject.Properties['error']) { throw $message.error.message }
            return $message.result
        }
    }
}

function Invoke-BridgeTool {
    <# .SYNOPSIS The first text of a call's result. #>
    param($Bridge, [string] $Tool, $Argument = @{}, [hashtable] $Answer)
    (Invoke-Bridge -Bridge $Bridge -Method tools/call -Parameters @{ name = $Tool; arguments = $Argument } -Answer $Answer).content[0].text
}

function Stop-Bridge {
    <# .SYNOPSIS Closes the input, and gives what the bridge wrote to standard error. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; it ends only what it started.')]
    param([Parameter(Mandatory)] $Bridge)
    if (-not $Bridge.Process.HasExited) { $Bridge.Process.StandardInput.Close() }
    if (-not $Bridge.Process.WaitForExit(60000)) {
        $Bridge.Process.Kill()
        throw 'The bridge did not end when its input was closed.'
    }
    $Bridge.Errors.Result
}

Export-ModuleMember -Function *
