@{
    ModuleVersion        = '0.1.0'
    GUID                 = '0f0c5d7b-6d7e-4b7e-9c58-2f6c3c1f4a90'
    Author               = 'IruMcp contributors'
    CompanyName          = 'IruMcp contributors'
    Copyright            = '(c) IruMcp contributors. MIT license.'
    Description          = 'A SecretManagement vault for tests and the demo only: it keeps SecureStrings as files of one folder and protects them no better than that folder does. Never register it for real secrets.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    NestedModules        = @('./IruMcp.TestVault.Extension')
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{ PSData = @{ Tags = @('SecretManagement') } }
}
