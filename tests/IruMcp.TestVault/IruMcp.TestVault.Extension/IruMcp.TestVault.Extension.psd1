@{
    RootModule           = 'IruMcp.TestVault.Extension.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b8a6c0de-4c0f-4b6e-8f1e-7f8c1f7d2a11'
    Author               = 'IruMcp contributors'
    CompanyName          = 'IruMcp contributors'
    Copyright            = '(c) IruMcp contributors. MIT license.'
    Description          = 'The five functions that SecretManagement calls. For tests and the demo only.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport    = @('Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Test-SecretVault')
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
