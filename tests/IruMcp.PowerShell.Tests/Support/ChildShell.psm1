# Runs scripts in PowerShells of their own, with every kind of standard input, and always within a time.

Import-Module "$PSScriptRoot/Simulator.psm1", "$PSScriptRoot/UserPlaces.psm1"

$shell = Find-PowerShell

function Test-OnWindows { $env:OS -eq 'Windows_NT' }

function New-TestFolder {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Makes an empty temporary folder.')]
    param()
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) ('irumcp-' + [guid]::NewGuid().ToString('n'))
    $null = New-Item -ItemType Directory -Path $folder
    $folder
}

function Get-ChildPreamble {
    # The first lines of every child's script: plain output, the module, and a connection where one is wanted.
    param([switch] $Connect)
    $lines = @(
        "if (Test-Path variable:PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }"
        "`$ProgressPreference = 'SilentlyContinue'"
        'Import-Module $env:IRUMCP_TEST_MODULE -Verbose:$false'
    )
    if ($Connect) { $lines += 'Connect-IruMcp -Name simulated -EnvironmentVariable -ErrorAction Stop' }
    $lines -join "`n"
}

function Get-ChildEnvironment {
    param($Simulator)
    $values = @{ IRUMCP_TEST_MODULE = (Find-TestModule); NO_COLOR = '1'; POWERSHELL_UPDATECHECK = 'Off'; POWERSHELL_TELEMETRY_OPTOUT = '1' }
    if ($Simulator) {
        $values.IRU_MCP_URL = "$($Simulator.Uri)"
        $values.IRU_X_API_KEY = $Simulator.ApiKey
        $values.IRU_X_MCP_PROFILE = $Simulator.ProfileId
    }
    $values
}

function Write-ChildScript {
    param([string] $Folder, [string] $Script, [switch] $Connect)
    $path = Join-Path $Folder 'child.ps1'
    [System.IO.File]::WriteAllText($path, (Get-ChildPreamble -Connect:$Connect) + "`n" + $Script, [System.Text.UTF8Encoding]::new($true))
    $path
}

function Invoke-ChildShell {
    # Gives ExitCode, Output, ErrorText, HasHung. Standard input is a pipe that is closed at once unless -StandardInput says otherwise.
    param(
        [Parameter(Mandatory)] [string] $Script,
        $Simulator,
        [ValidateSet('Empty', 'BlankLines', 'Null', 'SilentPipe', 'Closed')] [string] $StandardInput = 'Empty',
        [switch] $NonInteractive,
        [switch] $NoConnection,
        [hashtable] $Environment = @{},
        [int] $TimeoutSec = 90
    )

    $folder = New-TestFolder
    $process = $null
    try {
        $file = Write-ChildScript $folder $Script -Connect:([bool] $Simulator -and -not $NoConnection)
        $words = @('-NoLogo', '-NoProfile')
        if (Test-OnWindows) { $words += '-ExecutionPolicy', 'Bypass' }
        if ($NonInteractive) { $words += '-NonInteractive' }
        $words += '-File', $file
        $command = (@($shell) + $words | ForEach-Object { '"' + $_ + '"' }) -join ' '

        $start = [System.Diagnostics.ProcessStartInfo]::new($shell, (($words | ForEach-Object { '"' + $_ + '"' }) -join ' '))
        if ($StandardInput -in 'Null', 'Closed') {
            $redirection = if (Test-OnWindows) { '<nul' } elseif ($StandardInput -eq 'Null') { '</dev/null' } else { '<&-' }
            $start.FileName = if (Test-OnWindows) { 'cmd.exe' } else { '/bin/sh' }
            $start.Arguments = if (Test-OnWindows) { "/d /s /c `"$command $redirection`"" } else { "-c `"exec $($command -replace '"', '\"') $redirection`"" }
        }
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $values = Get-ChildEnvironment $Simulator
        foreach ($name in $Environment.Keys) { $values[$name] = $Environment[$name] }
        Add-WindowsPlace $values
        foreach ($name in $values.Keys) { $start.EnvironmentVariables[$name] = "$($values[$name])" }

        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if ($StandardInput -eq 'BlankLines') { $process.StandardInput.Write("`n" * 50) }
        if ($StandardInput -ne 'SilentPipe') { $process.StandardInput.Close() }

        $hasEnded = $process.WaitForExit($TimeoutSec * 1000)
        if (-not $hasEnded) {
            $process.Kill()
            $process.WaitForExit()
        }
        [pscustomobject]@{
            HasHung   = -not $hasEnded
            ExitCode  = $process.ExitCode
            Output    = $output.Result
            ErrorText = $errors.Result
        }
    }
    finally {
        if ($process) { $process.Dispose() }
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
}

function Get-TestVault { Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'IruMcp.TestVault/IruMcp.TestVault.psd1' }

function Get-VaultPreamble {
    # Registers a vault of the project's own; SecretManagement keeps its list of vaults below HOME.
    @'
Import-Module Microsoft.PowerShell.SecretManagement
$null = New-Item -ItemType Directory -Force (Join-Path $env:HOME vault)
if (-not (Get-SecretVault -Name test -ErrorAction SilentlyContinue)) {
    Register-SecretVault -Name test -ModuleName $env:IRUMCP_TEST_VAULT -VaultParameters @{ Path = (Join-Path $env:HOME vault) } -DefaultVault
}

'@
}

function Test-VaultPossible {
    # A list of vaults of one's own needs a HOME of one's own, which Windows does not give: there the whole user has to be for tests.
    (-not (Test-OnWindows) -or $env:IRUMCP_DISPOSABLE_USER) -and [bool] (Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement)
}

function Add-SecretModule([string] $HomeFolder) {
    # What a client starts finds modules in its home folder and in the folders of all users, not in those of the person who runs the tests.
    if (Test-OnWindows) { return }
    $modules = Join-Path $HomeFolder '.local/share/powershell/Modules'
    foreach ($name in 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretStore') {
        $link = Join-Path $modules $name
        $module = Get-Module -ListAvailable $name | Select-Object -First 1
        if (-not $module -or (Test-Path -LiteralPath $link)) { continue }
        $null = New-Item -ItemType Directory -Force $modules
        $null = New-Item -ItemType SymbolicLink -Path $link -Target (Split-Path $module.ModuleBase)
    }
}

function Invoke-VaultShell {
    # As Invoke-ChildShell, in a temporary home folder with a vault of its own; no connection is opened.
    # HomeFolder keeps the folder between two shells; Remove-Item is then the caller's.
    param(
        [Parameter(Mandatory)] [string] $Script,
        $Simulator,
        [string] $HomeFolder,
        [ValidateSet('Empty', 'BlankLines', 'Null', 'SilentPipe', 'Closed')] [string] $StandardInput = 'Empty',
        [switch] $NonInteractive,
        [switch] $NoVault,
        [hashtable] $Environment = @{},
        [int] $TimeoutSec = 90
    )
    $folder = if ($HomeFolder) { $HomeFolder } else { New-TestFolder }
    try {
        $values = @{ HOME = $folder; IRUMCP_TEST_VAULT = (Get-TestVault) }
        foreach ($name in $Environment.Keys) { $values[$name] = $Environment[$name] }
        Add-SecretModule $folder
        Use-VaultList $folder
        $whole = if ($NoVault) { $Script } else { (Get-VaultPreamble) + $Script }
        Invoke-ChildShell -Script $whole -Simulator $Simulator -NoConnection -StandardInput $StandardInput -NonInteractive:$NonInteractive -Environment $values -TimeoutSec $TimeoutSec
        Save-VaultList $folder
    }
    finally {
        if (-not $HomeFolder) { Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue }
    }
}

function Find-Python {
    # Python opens the pseudo-terminal; null where there is none.
    if (Test-OnWindows) { return }
    (Get-Command python3 -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1).Source
}

function Invoke-AtTerminal {
    # Runs a script in a PowerShell at a pseudo-terminal. Each step is @{ expect = regex; send = text }; a step may leave out either.
    # Gives Screen, the seconds that each step took, and whether all were met.
    param(
        [Parameter(Mandatory)] [string] $Script,
        [Parameter(Mandatory)] [hashtable[]] $Step,
        $Simulator,
        [switch] $Interactive,
        [hashtable] $Environment = @{},
        [int] $TimeoutSec = 90
    )

    $folder = New-TestFolder
    try {
        $file = Write-ChildScript $folder $Script -Connect:([bool] $Simulator)
        $words = @($shell, '-NoLogo', '-NoProfile')
        if ($Interactive) { $words += '-NoExit' }
        $values = Get-ChildEnvironment $Simulator
        foreach ($name in $Environment.Keys) { $values[$name] = $Environment[$name] }
        $plan = @{ command = $words + @('-File', $file); environment = $values; steps = $Step; seconds = $TimeoutSec }
        $planFile = Join-Path $folder 'plan.json'
        [System.IO.File]::WriteAllText($planFile, ($plan | ConvertTo-Json -Depth 5))
        $report = & (Find-Python) (Join-Path $PSScriptRoot 'terminal.py') $planFile
        ($report -join "`n") | ConvertFrom-Json
    }
    finally {
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
}

Export-ModuleMember -Function *
