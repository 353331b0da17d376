# A SecretManagement vault for tests and the demo only. VaultParameters: @{ Path = <an existing folder> }.
# A secret is a file of that folder; only SecureStrings are taken. On Windows they are encrypted for the user, elsewhere only encoded.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'SecretManagement passes the same parameters to every function.')]
param()

$suffix = '.secret'

function Get-SecretFile {
    param([string] $Name, [hashtable] $AdditionalParameters)
    Join-Path -Path $AdditionalParameters.Path -ChildPath ([uri]::EscapeDataString($Name) + $suffix)
}

function Get-Secret {
    [CmdletBinding()]
    [OutputType([securestring])]
    param([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters)
    $file = Get-SecretFile -Name $Name -AdditionalParameters $AdditionalParameters
    if (Test-Path -LiteralPath $file) {
        ConvertTo-SecureString -String (Get-Content -LiteralPath $file -Raw).Trim()
    }
}

function Set-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([bool])]
    param([string] $Name, [object] $Secret, [string] $VaultName, [hashtable] $AdditionalParameters)
    if ($Secret -isnot [securestring]) {
        throw "The test vault '$VaultName' keeps SecureStrings only."
    }
    $file = Get-SecretFile -Name $Name -AdditionalParameters $AdditionalParameters
    if (-not $PSCmdlet.ShouldProcess($file)) {
        return $false
    }
    $null = New-Item -Path $file -ItemType File -Force
    if ($PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows) {
        [System.IO.File]::SetUnixFileMode($file, 'UserRead, UserWrite')
    }
    Set-Content -LiteralPath $file -Value (ConvertFrom-SecureString -SecureString $Secret) -Encoding Ascii
    return $true
}

function Remove-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([bool])]
    param([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters)
    $file = Get-SecretFile -Name $Name -AdditionalParameters $AdditionalParameters
    if (-not (Test-Path -LiteralPath $file)) {
        throw "The test vault '$VaultName' has no secret named '$Name'."
    }
    if (-not $PSCmdlet.ShouldProcess($file)) {
        return $false
    }
    Remove-Item -LiteralPath $file
    return $true
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([string] $Filter, [string] $VaultName, [hashtable] $AdditionalParameters)
    $pattern = if ($Filter) { $Filter } else { '*' }
    Get-ChildItem -LiteralPath $AdditionalParameters.Path -Filter "*$suffix" -File |
        ForEach-Object { [uri]::UnescapeDataString($_.BaseName) } |
        Where-Object { $_ -like $pattern } |
        Sort-Object |
        ForEach-Object {
            [Microsoft.PowerShell.SecretManagement.SecretInformation]::new(
                $_, [Microsoft.PowerShell.SecretManagement.SecretType]::SecureString, $VaultName)
        }
}

function Test-SecretVault {
    [CmdletBinding()]
    [OutputType([bool])]
    param([string] $VaultName, [hashtable] $AdditionalParameters)
    [bool]($AdditionalParameters.Path) -and (Test-Path -LiteralPath $AdditionalParameters.Path -PathType Container)
}
