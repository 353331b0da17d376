# What the steps of the demo are made of.

$script:stepCount = 0
$script:assertionCount = 0
if ($PSVersionTable.PSEdition -eq 'Core' -and [Console]::IsOutputRedirected) {
    $PSStyle.OutputRendering = 'PlainText'
}

function Write-Step([string] $Title, [scriptblock] $Command) {
    $script:stepCount++
    ''
    "$script:stepCount. $Title"
    if ($Command) {
        ''
        ("$Command".Trim() -split '\r?\n').Trim() | ForEach-Object { "    PS> $_" }
        ''
    }
}

function Write-Result([object[]] $Value) {
    if (-not $Value) {
        return
    }
    $lines = @($Value | Out-String -Stream -Width 116 | ForEach-Object { $_.TrimEnd() })
    $first = 0
    while ($first -lt $lines.Count -and -not $lines[$first]) { $first++ }
    $last = $lines.Count - 1
    while ($last -gt $first -and -not $lines[$last]) { $last-- }
    $lines[$first..$last] | ForEach-Object { "    $_".TrimEnd() }
    ''
}

function Write-Sentence([string] $Text) {
    ($Text -replace '(.{1,110})(?:\s+|$)', "`$1`n").Trim() -split "`n" | ForEach-Object { "    $_" }
    ''
}

function Write-Note([string] $Text) {
    ''
    "   ($Text)"
}

# The error that a command ends with, as a person at the prompt would see it.
function Get-Refusal([scriptblock] $Command) {
    $ErrorActionPreference = 'Continue'
    . $Command 2>&1
}

function Assert-Step([bool] $IsTrue, [string] $Claim) {
    if (-not $IsTrue) {
        throw "not true: $Claim"
    }
    $script:assertionCount++
    "    [ok] $Claim"
}

function Get-AssertionCount { $script:assertionCount }

function Start-Simulator {
    [CmdletBinding(SupportsShouldProcess)]
    param([string] $Path, [int] $Device)
    if (-not $PSCmdlet.ShouldProcess($Path)) {
        return
    }
    $start = New-Object System.Diagnostics.ProcessStartInfo 'dotnet', ('"{0}" --parent-pid {1} --devices {2}' -f $Path, $PID, $Device)
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait(60000) -or -not $line.Result) {
        if (-not $process.HasExited) {
            $process.Kill()
        }
        throw 'The simulator did not start.'
    }
    [pscustomobject]@{ Process = $process; Ready = $line.Result | ConvertFrom-Json }
}

function Stop-Simulator {
    [CmdletBinding(SupportsShouldProcess)]
    param([object] $Simulator)
    if ($Simulator -and -not $Simulator.Process.HasExited -and $PSCmdlet.ShouldProcess("process $($Simulator.Process.Id)")) {
        $Simulator.Process.Kill()
        $null = $Simulator.Process.WaitForExit(10000)
    }
}

# What the simulator itself says, past the module.
function Get-Simulated([object] $Simulator, [string] $Path) {
    Invoke-RestMethod -Uri "$($Simulator.Ready.control)/$Path"
}

function Get-CallCount([object] $Simulator, [string] $Tool) {
    @(Get-Simulated $Simulator 'log' | ForEach-Object { $_ } | Where-Object { $_.tool -eq $Tool }).Count
}

# The text that Iru shows once after a token has been created.
function ConvertTo-ShownText([object] $Ready) {
    $headers = [ordered]@{ 'X-API-Key' = $Ready.apiKey; 'X-MCP-Profile' = $Ready.profile }
    @{ mcpServers = @{ iru = [ordered]@{ url = $Ready.mcp; type = 'http'; headers = $headers } } } | ConvertTo-Json -Depth 5
}

function Register-DemoVault {
    [OutputType([bool])]
    param([string] $Name, [string] $Folder)
    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement)) {
        return $false
    }
    $secrets = (New-Item -ItemType Directory -Path (Join-Path $Folder 'vault')).FullName
    $module = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'IruMcp.TestVault', 'IruMcp.TestVault.psd1'))
    Register-SecretVault -Name $Name -ModuleName $module -VaultParameters @{ Path = $secrets }
    $true
}

function Unregister-DemoVault {
    param([string] $Name)
    if (Get-Module Microsoft.PowerShell.SecretManagement) {
        Get-SecretVault | Where-Object Name -EQ $Name | Unregister-SecretVault
    }
}
