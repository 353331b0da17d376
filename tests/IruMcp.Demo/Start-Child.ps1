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
    $usersHome = $env:HOME
    try {
        if ($env:OS -ne 'Windows_NT') {
            # SecretManagement keeps its list of vaults below it.
            $env:HOME = $folder
        }
        & $shell @arguments -File $Script -ModulePath $ModulePath -SimulatorPath $SimulatorPath -Folder $folder | Out-Host
        $LASTEXITCODE
    }
    finally {
        $env:HOME = $usersHome
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}
