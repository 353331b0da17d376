# Copies modules into one folder, each as an installed one lies there: PowerShell pays for every step of the way to a module.
param([Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory, ValueFromRemainingArguments)] [string[]] $Name)
$ErrorActionPreference = 'Stop'
if (Test-Path -LiteralPath $Folder) { Remove-Item -LiteralPath $Folder -Recurse }
foreach ($one in $Name) {
    $module = @(Get-Module -ListAvailable -Name $one)[0]
    $target = [IO.Path]::Combine($Folder, $one, $module.Version)
    $null = New-Item -ItemType Directory -Path $target
    Copy-Item -Path (Join-Path $module.ModuleBase '*') -Destination $target -Recurse
}
