@{
    RootModule             = 'IruMcp.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6e0a4f0e-1d0c-4f5d-9d0e-5b7a7c3f2a41'
    Author                 = 'IruMcp contributors'
    CompanyName            = 'IruMcp contributors'
    Copyright              = '(c) IruMcp contributors. MIT license.'
    Description            = "Iru's remote MCP server as a native part of PowerShell: connect, discover tools, invoke them with objects in and objects out, page through fleets, and put Iru safely into AI clients."
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('IruMcp.Format.ps1xml')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    # With commas, since PowerShell would compile lines without them to a statement each, in every import.
    CmdletsToExport        = @(
        'Connect-IruMcp',
        'Disconnect-IruMcp',
        'Export-IruData',
        'Export-IruMcpConfig',
        'Export-IruTool',
        'Get-IruMcpAuditLog',
        'Get-IruMcpClient',
        'Get-IruMcpConfig',
        'Get-IruMcpConnection',
        'Get-IruMcpPermission',
        'Get-IruMcpPolicy',
        'Get-IruTool',
        'Import-IruMcpConfig',
        'Import-IruTool',
        'Invoke-IruTool',
        'Remove-IruMcpClientConfig',
        'Remove-IruMcpConfig',
        'Remove-IruMcpPolicy',
        'Select-IruMcpConnection',
        'Set-IruMcpPolicy',
        'Start-IruMcpBridge',
        'Step-IruToolCommand',
        'Test-IruMcpConnection',
        'Test-IruMcpPolicy',
        'Update-IruMcpConfig',
        'Wait-IruDeviceCommand'
    )
    PrivateData            = @{
        PSData = @{
            Tags       = @('Iru', 'Kandji', 'MDM', 'MCP', 'ModelContextProtocol', 'Intune', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
