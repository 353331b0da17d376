param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Folder)
# The first import of a process pays for the cmdlet itself.
Import-Module Microsoft.PowerShell.Security
# PowerShell itself puts its usual folders before those that it is started with.
$env:PSModulePath = $Folder + [IO.Path]::PathSeparator + $env:PSModulePath
$clock = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Name
$clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
