# Runs the demo in a child process that nobody can be asked in, with a temporary folder that is gone afterwards.

function Get-TemporaryFolder {
    $path = Join-Path ([IO.Path]::GetTempPath()) ('irumcp-demo-' + [guid]::NewGuid().ToString('N'))
    $null = New-Item -ItemType Directory -Path $path
    if ($PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows) {
        [System.IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite, UserExecute')
    }
    $path
}

function Start-Child {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([int])]
    param([string] $Script, [string] $ModulePath, [string] $SimulatorPath)

    $shell = (Get-Process -Id $PID).Path
    # As a dotnet tool PowerShell is a library that dotnet runs.
    $arguments = @(if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    $arguments += '-NoProfile', '-NonInteractive'
    if ($env:OS -eq 'Windows_NT') {
        $arguments += '-ExecutionPolicy', 'Bypass'
    }
    if (-not $PSCmdlet.ShouldProcess($Script)) {
        return 0
    }

    $folder = Get-TemporaryFolder
    # SecretManagement keeps its list of vaults below them, and IruMcp its audit trail.
    $places = @(if ($env:OS -ne 'Windows_NT') { 'HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME' })
    $usersPlaces = @{}
    try {
        foreach ($name in $places) {
            $usersPlaces[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $folder)
        }
        & $shell @arguments -File $Script -ModulePath $ModulePath -SimulatorPath $SimulatorPath -Folder $folder | Out-Host
        $LASTEXITCODE
    }
    finally {
        foreach ($name in $places) {
            [Environment]::SetEnvironmentVariable($name, $usersPlaces[$name])
        }
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}
