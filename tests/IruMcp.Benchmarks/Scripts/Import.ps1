param([Parameter(Mandatory)] [string] $Name)
# The first import of a process pays for the cmdlet itself.
Import-Module Microsoft.PowerShell.Security
$clock = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Name
$clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
