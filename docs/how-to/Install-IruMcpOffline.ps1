<#
.SYNOPSIS
Installs IruMcp from its zip on a machine that does not reach the PowerShell Gallery.
.DESCRIPTION
For Windows PowerShell 5.1 and PowerShell 7, and as the install command of an Intune Win32 app. The zip's hash is compared with SHA256SUMS
beside it. The version gets a folder of its own, so that a bridge or a shell that runs keeps the one it has loaded; the next start takes the
new one. Exit code 0: installed. 1: not installed.
.PARAMETER Destination
A folder of $env:PSModulePath; by default the one for all users of this PowerShell.
#>
param(
    [Parameter(Mandatory)] [string] $ZipPath,
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
if (-not $Destination) {
    $Destination = if ($env:OS -eq 'Windows_NT') { Join-Path $env:ProgramFiles 'PowerShell\Modules' } else { '/usr/local/share/powershell/Modules' }
    if ($PSVersionTable.PSEdition -eq 'Desktop') { $Destination = Join-Path $env:ProgramFiles 'WindowsPowerShell\Modules' }
}

$zip = Get-Item -LiteralPath $ZipPath
$line = Get-Content -LiteralPath (Join-Path $zip.DirectoryName 'SHA256SUMS') | Where-Object { ($_ -split '\s+')[1] -eq $zip.Name }
if (-not $line) { throw "SHA256SUMS does not name $($zip.Name)." }
if ((Get-FileHash -LiteralPath $zip.FullName -Algorithm SHA256).Hash -ne ($line -split '\s+')[0]) { throw "$($zip.Name) is not the file that was released: its SHA-256 differs." }

$temporary = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('n'))
try {
    Expand-Archive -LiteralPath $zip.FullName -DestinationPath $temporary
    $version = (Import-PowerShellDataFile -LiteralPath (Join-Path $temporary 'IruMcp/IruMcp.psd1')).ModuleVersion
    $target = Join-Path (Join-Path $Destination 'IruMcp') $version
    if (Test-Path -LiteralPath $target) { throw "$target is there already. Remove it first, or release a new version." }

    # Windows blocks what came from the internet; there is nothing to unblock elsewhere.
    if ($env:OS -eq 'Windows_NT') { Get-ChildItem -LiteralPath $temporary -Recurse -File | Unblock-File }
    $null = New-Item -ItemType Directory -Force -Path (Split-Path $target)
    # Copied beside it and renamed: whoever imports the module meanwhile finds all of it or nothing.
    Copy-Item -LiteralPath (Join-Path $temporary 'IruMcp') -Destination "$target.partial" -Recurse
    Rename-Item -LiteralPath "$target.partial" -NewName $version
    "IruMcp $version is installed in $target."
}
finally {
    if (Test-Path -LiteralPath $temporary) { Remove-Item -LiteralPath $temporary -Recurse -Force }
}
exit 0
