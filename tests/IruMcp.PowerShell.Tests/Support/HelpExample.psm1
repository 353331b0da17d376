# The examples of docs/cmdlets, and what each needs to run against a simulated tenant.

$pages = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'docs', 'cmdlets'))

# What a reader puts in place of these, the tests do too. The id is one that the simulator has.
$replaced = [ordered]@{
    'C02XK1ABCD12'                                                                = 'V5CFCCCCCC'
    'https://example.connect.iru.com/mcp-server/connector/kandji/tools'           = '$env:IRU_MCP_URL'
    '\\server\audit$'                                                             = './audit'
}

$someMacs = 'Invoke-IruTool get-devices -platform Mac'
$fault = 'Invoke-RestMethod "$env:CONTROL/faults" -Method Post -ContentType application/json -Body ''{{"fault":"drop-after","tool":"{0}"}}'' | Out-Null'

# By page and title: Before (what has to be there), Errors (that the page speaks of), GivesNothing, Questions (that are answered with Yes),
# Ending (of the code), NotRun (with the reason).
$notes = @{
    'Connect-IruMcp: In an Azure Automation runbook'       = @{ Before = 'function Connect-AzAccount { param([switch] $Identity) } function Get-AzKeyVaultSecret { param($VaultName, $Name) [pscustomobject]@{ SecretValue = (ConvertTo-SecureString "{`"url`":`"$env:IRU_MCP_URL`",`"apiKey`":`"$env:IRU_X_API_KEY`",`"profile`":`"$env:IRU_X_MCP_PROFILE`"}" -AsPlainText -Force) } }'; GivesNothing = $true }
    'Connect-IruMcp: In a pipeline of a build server'      = @{ GivesNothing = $true }
    'Disconnect-IruMcp: The default one'                   = @{ GivesNothing = $true }
    'Disconnect-IruMcp: All'                               = @{ GivesNothing = $true }
    'Export-IruData: All devices for Excel'                = @{ GivesNothing = $true }
    'Export-IruData: A nightly job that survives a reboot' = @{ GivesNothing = $true }
    'Export-IruData: Some columns'                         = @{ GivesNothing = $true }
    'Export-IruMcpConfig: Claude Desktop, without a key in the file' = @{ GivesNothing = $true }
    'Export-IruMcpConfig: All clients of this computer'    = @{ GivesNothing = $true }
    'Export-IruMcpConfig: A client that sees only part of the tools, and changes nothing' = @{ Before = 'Remove-IruMcpClientConfig Cursor'; GivesNothing = $true }
    'Export-IruMcpConfig: Look first'                      = @{ GivesNothing = $true }
    'Export-IruMcpConfig: For a project'                   = @{ GivesNothing = $true }
    'Export-IruMcpConfig: Into a file of your own'         = @{ GivesNothing = $true }
    'Export-IruTool: Anew, for what the server has now'    = @{ Before = 'Export-IruTool ./Contoso.Iru'; GivesNothing = $true }
    'Get-IruMcpAuditLog: What have I changed today?'       = @{ Before = "`$null = $someMacs -First 1 | Invoke-IruTool update-device -asset_tag A1" }
    'Get-IruMcpAuditLog: What is in doubt?'                = @{ Before = "$($fault -f 'update-device'); $someMacs -First 1 | Invoke-IruTool update-device -asset_tag A2 -ErrorAction SilentlyContinue" }
    'Get-IruMcpAuditLog: What was erased, by whom, on all machines?' = @{ Before = "`$null = $someMacs -Skip 9 -First 1 | Invoke-IruTool erase-device -Force; Copy-Item (Split-Path ((Get-ChildItem `$env:XDG_STATE_HOME -Recurse -Filter *.jsonl)[0].FullName)) ./audit -Recurse" }
    'Get-IruMcpClient: Take every key out of the files'    = @{ GivesNothing = $true }
    'Get-IruMcpConnection: How many requests has it sent?' = @{ Before = 'Connect-IruMcp production -EnvironmentVariable' }
    'Get-IruMcpPermission: What this key may not read'     = @{ GivesNothing = $true }
    'Get-IruMcpPermission: Compare two keys'               = @{ Before = 'Connect-IruMcp production -EnvironmentVariable; Connect-IruMcp script -EnvironmentVariable'; GivesNothing = $true }
    'Get-IruMcpPolicy: The rules'                          = @{ Before = 'Set-IruMcpPolicy erase-* -Action Deny' }
    'Get-IruMcpPolicy: What speaks of erasing'             = @{ Before = 'Set-IruMcpPolicy erase-* -Action Deny' }
    'Import-IruMcpConfig: From the clipboard'              = @{ Before = 'Remove-IruMcpConfig iru'; GivesNothing = $true }
    'Import-IruMcpConfig: From a file, for a second tenant' = @{ Before = 'Remove-IruMcpConfig staging' }
    'Import-IruMcpConfig: Asked for the values'            = @{ NotRun = 'the values are typed at a masked prompt; Terminal.Tests.ps1 does so' }
    'Import-IruMcpConfig: Without any text'                = @{ Before = 'Remove-IruMcpConfig iru'; GivesNothing = $true }
    'Import-IruTool: Look before a change'                 = @{ GivesNothing = $true }
    'Import-IruTool: Some of them'                         = @{ GivesNothing = $true }
    'Import-IruTool: Two tenants'                          = @{ Before = 'Connect-IruMcp emea -EnvironmentVariable; Connect-IruMcp apac -EnvironmentVariable' }
    'Invoke-IruTool: Look before a destructive call'       = @{ Before = "`$null = $someMacs -Skip 5 -First 2 | Invoke-IruTool update-device -tags stolen"; Questions = 2; GivesNothing = $true }
    'Invoke-IruTool: A recovery key'                       = @{ Before = "`$device = $someMacs -First 1" }
    'Invoke-IruTool: In a script, with consent'            = @{ Before = "`$retired = $someMacs -Skip 20 -First 2"; GivesNothing = $true }
    'Invoke-IruTool: The rest after a limit'               = @{ Before = "`$old = $someMacs -Skip 30 -First 40"; Errors = @('IruMcp.BlastRadius'); GivesNothing = $true }
    'Remove-IruMcpClientConfig: One client'                = @{ GivesNothing = $true }
    'Remove-IruMcpClientConfig: All clients, but look first' = @{ GivesNothing = $true }
    'Remove-IruMcpConfig: One'                             = @{ GivesNothing = $true }
    'Remove-IruMcpConfig: Look first'                      = @{ GivesNothing = $true }
    'Remove-IruMcpPolicy: By tool'                         = @{ Before = 'Set-IruMcpPolicy erase-* -Action Deny'; GivesNothing = $true }
    'Remove-IruMcpPolicy: All of one''s own'               = @{ Before = 'Set-IruMcpPolicy erase-* -Action Deny'; GivesNothing = $true }
    'Set-IruMcpPolicy: Never erase from here'              = @{ GivesNothing = $true }
    'Set-IruMcpPolicy: An allowlist for a runbook'         = @{ GivesNothing = $true }
    'Set-IruMcpPolicy: A person confirms what touches one blueprint' = @{ GivesNothing = $true }
    'Set-IruMcpPolicy: For every user of this machine'     = @{ Ending = ' -WhatIf'; GivesNothing = $true }
    'Set-IruMcpPolicy: Let an AI client lock devices without a question' = @{ GivesNothing = $true }
    'Select-IruMcpConnection: In a parallel block'         = @{ Before = 'Connect-IruMcp staging -EnvironmentVariable' }
    'Start-IruMcpBridge: What a client''s entry starts'    = @{ GivesNothing = $true }
    'Start-IruMcpBridge: A bridge that can only look'      = @{ GivesNothing = $true }
    'Start-IruMcpBridge: Without the tools that unmanage a device' = @{ GivesNothing = $true }
    'Step-IruToolCommand: A command'                       = @{ Before = 'Import-IruTool' }
    'Test-IruMcpConnection: In a script'                   = @{ GivesNothing = $true }
    'Test-IruMcpConnection: For a ticket'                  = @{ GivesNothing = $true }
    'Wait-IruDeviceCommand: Wait until a device has done what it was told' = @{ Before = 'Invoke-IruTool restart-device -device_id 420e03ab-74e2-4313-9442-cc7277e13f34' }
    'Wait-IruDeviceCommand: Restart, and go on when it has happened' = @{ Before = "`$device = $someMacs -First 1" }
    'Wait-IruDeviceCommand: After an error that leaves a change in doubt' = @{ Before = "$($fault -f 'restart-device'); $someMacs -First 1 | Invoke-IruTool restart-device -ErrorAction SilentlyContinue" }
}

function Get-HelpExample {
    # One object an example: Key (page and title), Code, and what the notes say.
    foreach ($page in Get-ChildItem -LiteralPath $pages -Filter *.md | Sort-Object Name) {
        $text = (Get-Content -LiteralPath $page.FullName -Raw) -replace '\r'
        foreach ($match in [regex]::Matches((($text -split '(?m)^## Examples\n')[1] -replace '(?ms)^## .*'), '(?ms)^### (.+?)\n```powershell\n(.*?)\n```')) {
            $key = '{0}: {1}' -f $page.BaseName, $match.Groups[1].Value
            $note = if ($notes.ContainsKey($key)) { $notes[$key] } else { @{} }
            $code = $match.Groups[2].Value
            foreach ($each in $replaced.Keys) { $code = $code.Replace($each, $replaced[$each]) }
            @{
                Key = $key; Code = $code + $note.Ending; Before = "$($note.Before)"; NotRun = $note.NotRun; Unconnected = $page.BaseName -eq 'Connect-IruMcp'
                Errors = @($note.Errors | Where-Object { $_ }); GivesNothing = [bool] $note.GivesNothing; Questions = [int] $note.Questions
            }
        }
    }
}

function Get-StrayExampleNote {
    # Notes about examples that are not there any more.
    $keys = @(Get-HelpExample | ForEach-Object { $_.Key })
    $notes.Keys | Where-Object { $_ -notin $keys }
}

Export-ModuleMember -Function *
