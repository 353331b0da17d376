# Starts simulated tenants for tests, each a process of its own on loopback, and speaks to their control address.

$root = Split-Path (Split-Path (Split-Path $PSScriptRoot))

function Find-TestModule {
    # The built module: of IRUMCP_MODULE, else of artifacts.
    $folder = if ($env:IRUMCP_MODULE) { $env:IRUMCP_MODULE } else { Join-Path $root 'artifacts/IruMcp' }
    $manifest = if ($folder -like '*.psd1') { $folder } else { Join-Path $folder 'IruMcp.psd1' }
    if (-not (Test-Path -LiteralPath $manifest)) {
        throw "The module has not been built: $manifest is missing. Build it first, or set IRUMCP_MODULE to its folder."
    }
    (Resolve-Path -LiteralPath $manifest).ProviderPath
}

function Find-PowerShell {
    # The program of this PowerShell. Outside Windows the dotnet tool is a library that dotnet runs: a script that becomes that process takes its place.
    $path = (Get-Process -Id $PID).Path
    if ($path -match '(pwsh|powershell)(\.exe)?$') { return $path }
    if ($env:OS -eq 'Windows_NT') { return Join-Path $PSHOME 'pwsh.exe' }

    $script = Join-Path $root 'artifacts/tools/pwsh'
    $text = "#!/bin/sh`nexec '$path' '$PSHOME/pwsh.dll' `"`$@`"`n"
    if (-not (Test-Path -LiteralPath $script) -or [System.IO.File]::ReadAllText($script) -ne $text) {
        $null = New-Item -ItemType Directory -Force (Split-Path $script)
        # Test files that run at the same time see a whole file.
        $new = "$script.$PID"
        [System.IO.File]::WriteAllText($new, $text)
        [System.IO.File]::SetUnixFileMode($new, 'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute, OtherRead, OtherExecute')
        [System.IO.File]::Move($new, $script, $true)
    }
    $script
}

function Find-Simulator {
    if ($env:IRUMCP_SIMULATOR) {
        return (Resolve-Path -LiteralPath $env:IRUMCP_SIMULATOR).ProviderPath
    }
    $built = Get-ChildItem (Join-Path $root 'artifacts/bin/IruMcp.Simulator') -Recurse -Filter IruMcp.Simulator.dll -ErrorAction SilentlyContinue |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $built) {
        throw 'The simulator has not been built. Build it first, or set IRUMCP_SIMULATOR to IruMcp.Simulator.dll.'
    }
    $built.FullName
}

function Start-Simulator {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; nothing of the user is changed.')]
    param([string[]] $Argument = @())

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    $words = @((Find-Simulator), '--parent-pid', "$PID") + $Argument
    $start.Arguments = ($words | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardInput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if (-not $line) {
        throw "The simulator did not start (exit code $($process.ExitCode)): $($words -join ' ')"
    }
    $ready = $line | ConvertFrom-Json
    [pscustomobject]@{
        Uri        = [uri] $ready.mcp
        RawUri     = [uri] $ready.raw
        Control    = $ready.control
        ApiKey     = $ready.apiKey
        ProfileId  = $ready.profile
        Credential = New-TestCredential $ready.profile $ready.apiKey
        Process    = $process
    }
}

function Stop-Simulator {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; it ends only what it started.')]
    param([Parameter(Mandatory)] [AllowNull()] $Simulator)

    if ($Simulator -and -not $Simulator.Process.HasExited) {
        $Simulator.Process.Kill()
        $Simulator.Process.WaitForExit()
    }
}

function ConvertTo-TestSecret {
    param([Parameter(Mandatory)] [string] $Text)
    [System.Net.NetworkCredential]::new('', $Text).SecurePassword
}

function New-TestCredential {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Makes an object only.')]
    param([Parameter(Mandatory)] [string] $UserName, [Parameter(Mandatory)] [string] $Text)
    [pscredential]::new($UserName, (ConvertTo-TestSecret $Text))
}

function Get-SimulatorLog {
    # Every request received, in order; or the calls of one tool.
    param([Parameter(Mandatory)] $Simulator, [string] $Tool)

    $entries = Invoke-RestMethod "$($Simulator.Control)/log" -Verbose:$false | ForEach-Object { $_ }
    if ($Tool) { $entries | Where-Object tool -EQ $Tool } else { $entries }
}

function Get-SimulatorPeak {
    # How many calls of the tool the server had in hand at once, at most.
    param([Parameter(Mandatory)] $Simulator, [Parameter(Mandatory)] [string] $Tool)
    (Get-SimulatorLog $Simulator $Tool | Measure-Object -Property atOnce -Maximum).Maximum
}

function Clear-SimulatorLog {
    param([Parameter(Mandatory)] $Simulator)
    $null = Invoke-RestMethod "$($Simulator.Control)/log" -Method Delete -Verbose:$false
}

function Set-SimulatorFault {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; it changes the simulated tenant only.')]
    param(
        [Parameter(Mandatory)] $Simulator,
        [Parameter(Mandatory)] [string] $Fault,
        [string] $Tool = '*',
        [string] $Method = 'tools/call',
        [int] $Count = 1,
        [int] $After = 0,
        [int] $DelayMs = 2000,
        [int] $RetryAfter
    )
    $rule = @{ fault = $Fault; tool = $Tool; method = $Method; count = $Count; after = $After; delayMs = $DelayMs }
    if ($PSBoundParameters.ContainsKey('RetryAfter')) { $rule.retryAfter = $RetryAfter }
    $body = $rule | ConvertTo-Json
    $null = Invoke-RestMethod "$($Simulator.Control)/faults" -Method Post -Body $body -ContentType 'application/json' -Verbose:$false
}

function Clear-SimulatorFault {
    param([Parameter(Mandatory)] $Simulator)
    $null = Invoke-RestMethod "$($Simulator.Control)/faults" -Method Delete -Verbose:$false
}

function Set-SimulatorOption {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; it changes the simulated tenant only.')]
    param([Parameter(Mandatory)] $Simulator, [Parameter(Mandatory)] [hashtable] $Option)
    $null = Invoke-RestMethod "$($Simulator.Control)/settings" -Method Post -Body ($Option | ConvertTo-Json) -ContentType 'application/json' -Verbose:$false
}

function Clear-SimulatorSession {
    param([Parameter(Mandatory)] $Simulator)
    $null = Invoke-RestMethod "$($Simulator.Control)/sessions" -Method Delete -Verbose:$false
}

function Get-SimulatedDevice {
    # The true state of a device, past every tool.
    param([Parameter(Mandatory)] $Simulator, [Parameter(Mandatory)] [string] $Id)
    Invoke-RestMethod "$($Simulator.Control)/state/devices/$Id" -Verbose:$false
}

function Connect-Simulator {
    # Opens a connection in the caller's runspace and gives it back.
    param([Parameter(Mandatory)] $Simulator, [string] $Name = 'simulated', [hashtable] $Option = @{}, [switch] $Raw)
    $uri = if ($Raw) { $Simulator.RawUri } else { $Simulator.Uri }
    Connect-IruMcp -Name $Name -Uri $uri -Credential $Simulator.Credential -PassThru @Option
}

function Get-ErrorId {
    # The part of an error's id that a script compares: IruMcp.Unauthorized of IruMcp.Unauthorized,Some.Command
    param([Parameter(ValueFromPipeline)] $ErrorRecord)
    process {
        if ($ErrorRecord) { ($ErrorRecord.FullyQualifiedErrorId -split ',')[0] }
    }
}

Export-ModuleMember -Function *
