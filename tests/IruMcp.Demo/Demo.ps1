<#
.SYNOPSIS
Shows the main job of IruMcp against a simulated tenant on this machine.
.DESCRIPTION
Imports a configuration into a throw-away vault, connects, lists tools, reads the fleet, is refused an erase, erases one device with
consent and exports Iru into three AI clients' configuration files in a temporary folder. Each step is checked, against the simulator's
own account where there is one; the exit code is 1 when a step does not do what it claims. Nothing leaves this machine, and nothing of
the user's is touched: the demo runs in a child process, outside Windows with a home folder of its own.
.PARAMETER ModulePath
The folder of the built module.
.PARAMETER SimulatorPath
The built IruMcp.Simulator.dll.
.PARAMETER Folder
For the child process only: the temporary folder to work in.
.EXAMPLE
./tests/IruMcp.Demo/Demo.ps1
#>
[CmdletBinding()]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'A variable set in one step is used in a later one.')]
param(
    [string] $ModulePath,
    [string] $SimulatorPath,
    [string] $Folder
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

$artifacts = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts'))
if (-not $ModulePath) {
    $ModulePath = Join-Path $artifacts 'IruMcp'
}
if (-not $SimulatorPath) {
    $SimulatorPath = Get-ChildItem -Path (Join-Path $artifacts 'bin') -Filter IruMcp.Simulator.dll -Recurse -ErrorAction Ignore |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1 -ExpandProperty FullName
}
if (-not $SimulatorPath -or -not (Test-Path -LiteralPath $SimulatorPath) -or -not (Test-Path -LiteralPath $ModulePath)) {
    throw 'The module or the simulator is not built yet. Run ./build.ps1 or ./build.sh first.'
}

if (-not $Folder) {
    . (Join-Path $PSScriptRoot 'Start-Child.ps1')
    exit (Start-Child -Script $PSCommandPath -ModulePath $ModulePath -SimulatorPath $SimulatorPath)
}

. (Join-Path $PSScriptRoot 'Steps.ps1')
$vault = "IruMcpDemo-$PID"
$simulator = $null
$modules = Join-Path (Split-Path -Parent $ModulePath) 'modules'
if (Test-Path -LiteralPath $modules) {
    $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
}

try {
    "IruMcp in PowerShell $($PSVersionTable.PSVersion): a walk through a simulated tenant. Nothing leaves this machine."

    Write-Step 'Start a simulated tenant'
    $simulator = Start-Simulator -Path $SimulatorPath -Device 750
    "    $($simulator.Ready.mcp), process $($simulator.Process.Id)"
    Import-Module (Join-Path $ModulePath 'IruMcp.psd1')
    $hasVault = Register-DemoVault -Name $vault -Folder $Folder
    $shownByIru = ConvertTo-ShownText $simulator.Ready

    if ($hasVault) {
        Write-Step 'Save what Iru shows once, in a vault' ($command = { $shownByIru | Import-IruMcpConfig -Vault $vault -PassThru })
        $saved = . $command
        Write-Result $saved
        Assert-Step ($saved.ApiKey -notmatch 'CANARY') 'no more of the key is shown than its end'

        Write-Step 'Connect' ($command = { Connect-IruMcp -Vault $vault -PassThru })
    }
    else {
        Write-Note 'Microsoft.PowerShell.SecretManagement is not installed, so this walk shows no vault and no AI clients.'
        $configuration = [System.Net.NetworkCredential]::new('', $shownByIru).SecurePassword
        Write-Step 'Connect with what Iru shows once, as a SecureString from any secret store' ($command = { Connect-IruMcp -Configuration $configuration -PassThru })
    }
    $connection = . $command
    Write-Result $connection
    Assert-Step ($connection.IsOpen -and $connection.ToolCount -gt 100) "$($connection.ToolCount) tools"

    Write-Step 'See what there is, and what it can do' ($command = { Get-IruTool *device* -Risk Disruptive, Destructive })
    $tools = . $command
    Write-Result $tools
    Assert-Step (@($tools | Where-Object { $_.Name -eq 'erase-device' -and "$($_.Risk)" -eq 'Destructive' }).Count -eq 1) 'erase-device is known to be destructive'

    Write-Step 'Read the fleet' ($command = { $devices = Invoke-IruTool get-devices; $devices | Select-Object -First 8 })
    Write-Result (. $command)
    $known = (Get-Simulated $simulator 'state/summary').devices
    Assert-Step (@($devices.device_id | Sort-Object -Unique).Count -eq $known) "$known distinct devices, from $(Get-CallCount $simulator 'get-devices') pages"

    Write-Step 'Count them' ($command = { $devices | Group-Object platform -NoElement | Sort-Object Count -Descending })
    Write-Result (. $command)

    $device = $devices | Where-Object platform -EQ 'iPhone' | Select-Object -First 1
    Write-Step 'What would an erase do?' ($command = { $device | Invoke-IruTool erase-device -WhatIf })
    . $command
    Assert-Step ((Get-CallCount $simulator 'erase-device') -eq 0) 'nothing was sent'

    Write-Step 'An erase where nobody can be asked is refused' ($command = { $device | Invoke-IruTool erase-device })
    $refusal = Get-Refusal $command
    Write-Sentence "$refusal"
    Assert-Step ($refusal.FullyQualifiedErrorId -like 'IruMcp.CannotConfirm*') 'refused'
    Assert-Step ((Get-CallCount $simulator 'erase-device') -eq 0) 'nothing was sent'

    Write-Step 'An erase with consent' ($command = { $device | Invoke-IruTool erase-device -Confirm:$false })
    Write-Result (. $command)
    Assert-Step ((Get-CallCount $simulator 'erase-device') -eq 1) 'sent once'

    Write-Step 'It is gone' ($command = { Invoke-IruTool get-device -device_id $device.device_id })
    $answer = Get-Refusal $command
    Write-Sentence "$answer"
    Assert-Step ($answer.FullyQualifiedErrorId -like 'IruMcp.NotFound*') 'the server does not know it any more'
    Assert-Step (-not (Get-Simulated $simulator "state/devices/$($device.device_id)").exists) 'nor does the simulated tenant itself'

    if ($hasVault) {
        $claude, $cursor, $codex = 'claude_desktop_config.json', 'mcp.json', 'config.toml' | ForEach-Object { Join-Path $Folder $_ }
        Write-Step 'Put Iru into three AI clients' ($command = {
                Export-IruMcpConfig ClaudeDesktop -KeySource PlainText -Path $claude -Vault $vault -PassThru
                Export-IruMcpConfig Cursor -KeySource Environment -Path $cursor -Vault $vault -PassThru
                Export-IruMcpConfig Codex -KeySource Environment -Path $codex -Vault $vault -PassThru
            })
        Write-Result (. $command -WarningAction SilentlyContinue 3>$null)
        Assert-Step ((Get-Content -LiteralPath $claude -Raw).Contains($simulator.Ready.apiKey)) 'the key is in the file for which plain text was asked'
        Assert-Step (-not (Get-Content -LiteralPath $cursor, $codex -Raw | Select-String $simulator.Ready.apiKey -SimpleMatch)) 'and in no other'

        Write-Step "What Cursor's file says now" ($command = { Get-Content $cursor })
        Write-Result (. $command)
    }

    Write-Step 'Leave nothing behind' ($command = { Disconnect-IruMcp })
    . $command
    Assert-Step (-not $connection.IsOpen) 'disconnected'
    if ($hasVault) {
        Remove-IruMcpConfig iru -Vault $vault
        Assert-Step (@(Get-IruMcpConfig -Vault $vault).Count -eq 0) 'the saved configuration is removed'
    }
    ''
    "All $(Get-AssertionCount) checks passed."
}
catch {
    ''
    "The demo failed: $_"
    $_.ScriptStackTrace
    exit 1
}
finally {
    Unregister-DemoVault -Name $vault
    Stop-Simulator $simulator
}
