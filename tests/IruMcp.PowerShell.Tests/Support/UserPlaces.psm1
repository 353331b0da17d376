# Where the module keeps a user's policy and audit trail, and how a test moves that elsewhere.

function Get-PlaceVariable {
    <# .SYNOPSIS The environment variable that moves the user's policy (Config) or audit trail (State). #>
    param([Parameter(Mandatory)] [ValidateSet('Config', 'State')] [string] $Of)
    $onWindows = @{ Config = 'APPDATA'; State = 'LOCALAPPDATA' }
    if ($env:OS -eq 'Windows_NT') { $onWindows[$Of] } else { "XDG_$($Of.ToUpperInvariant())_HOME" }
}

function Move-Place {
    <# .SYNOPSIS Moves one of the two for this process, and gives the folder that it was in before. #>
    param([Parameter(Mandatory)] [ValidateSet('Config', 'State')] [string] $Of, [string] $To)
    $variable = Get-PlaceVariable $Of
    [Environment]::GetEnvironmentVariable($variable)
    [Environment]::SetEnvironmentVariable($variable, $To)
}

function Get-PolicyPath {
    <# .SYNOPSIS The user's policy below a folder to which Config was moved. #>
    param([Parameter(Mandatory)] [string] $Folder)
    Join-Path (Join-Path $Folder $(if ($env:OS -eq 'Windows_NT') { 'IruMcp' } else { 'irumcp' })) 'policy.json'
}

function Add-WindowsPlace {
    <# .SYNOPSIS Adds to the variables of a child process those that say on Windows what HOME and XDG_* say elsewhere. #>
    param([Parameter(Mandatory)] [hashtable] $Values)
    if ($env:OS -ne 'Windows_NT') { return }
    if ($Values.HOME) {
        $Values.USERPROFILE = $Values.HOME
        $Values.APPDATA = Join-Path $Values.HOME 'AppData\Roaming'
        $Values.LOCALAPPDATA = Join-Path $Values.HOME 'AppData\Local'
    }
    if ($Values.XDG_CONFIG_HOME) { $Values.APPDATA = $Values.XDG_CONFIG_HOME }
    if ($Values.XDG_STATE_HOME) { $Values.LOCALAPPDATA = $Values.XDG_STATE_HOME }
}

# Windows has one list of vaults for each user, which no variable moves. It is swapped only where the whole user is for tests (see
# Test-VaultPossible), so that each home folder has a list of its own there too.
function Get-VaultListPath { Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) 'Microsoft\PowerShell\secretmanagement' }

function Use-VaultList {
    <# .SYNOPSIS Puts the list of vaults of a home folder in the user's place; an empty one where it has none yet. #>
    param([Parameter(Mandatory)] [string] $HomeFolder)
    if ($env:OS -ne 'Windows_NT' -or $env:IRUMCP_LIST_OF -eq $HomeFolder) { return }
    if (-not $env:IRUMCP_DISPOSABLE_USER) { throw 'The list of vaults is the user''s own.' }
    $list = Get-VaultListPath
    # A process that watches the folder keeps it; its files count.
    Get-ChildItem -LiteralPath $list -Recurse -File -Force -ErrorAction Ignore | Remove-Item -Force
    $saved = Join-Path $HomeFolder 'vault-list'
    $null = New-Item -ItemType Directory -Force $list
    if (Test-Path -LiteralPath $saved) { Copy-Item -Path (Join-Path $saved '*') -Destination $list -Recurse -Force }
    $env:IRUMCP_LIST_OF = $HomeFolder
}

function Save-VaultList {
    <# .SYNOPSIS Keeps the list of vaults with its home folder. #>
    param([Parameter(Mandatory)] [string] $HomeFolder)
    if ($env:OS -ne 'Windows_NT' -or -not (Test-Path -LiteralPath $HomeFolder)) { return }
    $saved = Join-Path $HomeFolder 'vault-list'
    Remove-Item -LiteralPath $saved -Recurse -Force -ErrorAction Ignore
    Copy-Item -LiteralPath (Get-VaultListPath) -Destination $saved -Recurse -Force -ErrorAction Ignore
}

Export-ModuleMember -Function *
