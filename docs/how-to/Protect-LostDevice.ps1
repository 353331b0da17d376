<#
.SYNOPSIS
Makes a lost device useless to whoever finds it, and says whom to call.
.DESCRIPTION
An iPhone or iPad goes into Lost Mode, anything else is locked. Asks first, unless -Confirm:$false is given. The unlock PIN of a Mac comes
out as a SecureString; keep it. Exit code 0: the command is queued. 1: it is not.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory)] [string] $SerialNumber,
    [Parameter(Mandatory)] [string] $Message,
    [Parameter(Mandatory)] [string] $PhoneNumber,
    [string] $Connection = 'iru'
)

$ErrorActionPreference = 'Stop'
Connect-IruMcp -Name $Connection

# The server finds every serial number that contains the text.
$device = @(Invoke-IruTool get-devices -serial_number $SerialNumber | Where-Object serial_number -EQ $SerialNumber)
if ($device.Count -ne 1) { throw "$($device.Count) devices have the serial number '$SerialNumber'." }
$device = $device[0]

$tool = if ($device.platform -in 'iPhone', 'iPad') { 'enable-lost-mode' } else { 'lock-device' }
if ($PSCmdlet.ShouldProcess("$($device.device_name) ($SerialNumber), last seen $($device.last_check_in)", $tool)) {
    # Asked above: once is enough.
    $device | Invoke-IruTool $tool -Message $Message -PhoneNumber $PhoneNumber -Confirm:$false
}
exit 0
