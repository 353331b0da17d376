[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $hasVault = Test-VaultPossible
}

Describe 'A canary key is found nowhere but where it was asked for' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        # Parts of it are as telling as the whole.
        $simulator = Start-Simulator -Argument '--devices', '12', '--api-key', 'sk_live:CANARYkeyOne4711', '--profile', 'CANARYprofileTwo0815'
        $canary = 'CANARY|keyOne|profileTwo'

        function Find-Canary([string] $Folder, [string] $Pattern = $canary) {
            # The files below a folder that hold it, as text of one or of two bytes a character.
            Get-ChildItem -LiteralPath $Folder -Recurse -File -Force | Where-Object {
                $bytes = [System.IO.File]::ReadAllBytes($_.FullName)
                [System.Text.Encoding]::ASCII.GetString($bytes) -match $Pattern -or [System.Text.Encoding]::Unicode.GetString($bytes) -match $Pattern
            } | ForEach-Object FullName
        }

        $watch = @'
# Everything that PowerShell would show or keep of what runs.
$transcript = Join-Path $env:HOME transcript.txt
$null = Start-Transcript $transcript
$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
function Watch([scriptblock] $Script) { try { & $Script *>&1 | Out-String -Width 500 } catch { $_ | Out-String; $_ | Format-List * -Force | Out-String } }
function New-Credential([string] $Key = $env:IRU_X_API_KEY) { [pscredential]::new($env:IRU_X_MCP_PROFILE, [Net.NetworkCredential]::new('', $Key).SecurePassword) }
'@
        $leave = @'

$Error | Format-List * -Force | Out-String -Width 500
$Error | ForEach-Object { $_.Exception; $_.Exception.InnerException; $_.ErrorDetails; $_.TargetObject } | Format-List * -Force | Out-String -Width 500
$null = Stop-Transcript
Get-Content $transcript -Raw
'the end'
'@
    }

    AfterAll { Stop-Simulator $simulator }

    It 'every cmdlet is in these tests' {
        # A new cmdlet needs a line below: with every stream on, and once so that it fails.
        $text = Get-Content -LiteralPath $PSCommandPath -Raw
        Import-Module (Find-TestModule)
        (Get-Command -Module IruMcp -CommandType Cmdlet).Name | Where-Object { $text -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }

    It 'recovery keys, PINs and codes: read, sent, refused, repeated by a server, and on record' {
        Import-Module (Find-TestModule)
        $folder = New-TestFolder
        $null = Connect-Simulator $simulator -Name canary
        try {
            $mac = Invoke-IruTool get-devices -platform Mac | Where-Object { (Invoke-IruTool get-filevault-recovery-key -device_id $_.device_id).key } | Select-Object -First 1
            $secrets = @(
                ($mac | Invoke-IruTool get-filevault-recovery-key -AsPlainText).key
                ($mac | Invoke-IruTool get-recovery-lock-password -AsPlainText).recovery_password
                ($mac | Invoke-IruTool get-activation-lock-bypass-code -AsPlainText).device_based_albc
                'CANARYpin', 'CANARYcode', 'CANARYpasscode', 'CANARYhidden', 'Q7X'
            )
            $child = Invoke-VaultShell -NoVault -HomeFolder $folder -Simulator $simulator -TimeoutSec 300 -Environment @{
                CONTROL = $simulator.Control; DEVICE = $mac.device_id; XDG_STATE_HOME = (Join-Path $folder state)
            } -Script ($watch + @'

Connect-IruMcp -EnvironmentVariable
$id = @{ device_id = $env:DEVICE }
function Set-Fault([string] $Name, [string] $Tool = '*') { $null = Invoke-RestMethod "$env:CONTROL/faults" -Method Post -Body (@{ fault = $Name; tool = $Tool } | ConvertTo-Json) -ContentType application/json -Verbose:$false -Debug:$false }
foreach ($tool in 'get-filevault-recovery-key', 'get-recovery-lock-password', 'get-activation-lock-bypass-code') {
    Watch { Invoke-IruTool $tool @id -Verbose -Debug | Format-List * -Force }
}
Watch { Invoke-IruTool get-filevault-recovery-key @id -Raw -Verbose -Debug }
Watch { Invoke-IruTool lock-device @id -Force -Verbose -Debug | Format-List * -Force }
Watch { Invoke-IruTool get-unlock-pin @id -Verbose -Debug | ConvertTo-Json }
# What somebody has read is masked when it comes back in another field.
$plain = (Invoke-IruTool get-filevault-recovery-key @id -AsPlainText).key
Set-Fault echo-arguments
Watch { Invoke-IruTool update-device @id -asset_tag "was $plain" -Verbose -Debug }
Watch { $null = Invoke-IruTool update-device @id -asset_tag "was $plain" -Verbose -Debug }
Watch { Invoke-IruTool update-device @id -asset_tag "was $plain" -WhatIf -Verbose -Debug }
Set-Fault echo-arguments
Watch { Invoke-IruTool create-blueprint -Arguments @{ name = 'x'; enrollment_code = @{ code = 'CANARYcode'; is_active = $true } } -Force -Verbose -Debug }
Set-Fault drop-after
Watch { Invoke-IruTool reset-work-profile-passcode @id -Arguments @{ newPassword = 'CANARYpasscode' } -Force -Verbose -Debug }
Watch { Invoke-IruTool erase-device @id -Arguments @{ PIN = 'CANARYpin' } -WhatIf -Verbose -Debug }
Watch { Invoke-IruTool erase-device @id -Arguments @{ PIN = 'CANARYpin' } -Verbose -Debug }
Watch { Invoke-IruTool erase-device @id -Arguments @{ PIN = @{ CANARYpin = 1 }; other = 'x' } -Force -Verbose -Debug }
Watch { Invoke-IruTool erase-device @id -Arguments @{ PIN = 'CANARYpin'; nosuch = 1 } -Force -Verbose -Debug }
# A SecureString is hidden whatever the argument is called, through every door.
$hidden = [Net.NetworkCredential]::new('', 'CANARYhidden').SecurePassword
$short = [Net.NetworkCredential]::new('', 'Q7X').SecurePassword
$null = Import-IruTool -Name update-device, erase-device, get-devices
Export-IruTool -Name update-device, erase-device -Prefix Disk -OutputModule (Join-Path $HOME DiskCommands) -PassThru | Import-Module
foreach ($value in $hidden, $short) {
    Watch { $null = Invoke-IruTool update-device @id -asset_tag $value -Verbose -Debug }
    Watch { $null = Invoke-IruTool update-device @id -Arguments @{ tags = @($value, 'plain') } -Verbose -Debug }
    Watch { $null = Set-IruDevice $env:DEVICE -AssetTag $value -Verbose -Debug }
    Watch { $null = Set-DiskIruDevice $env:DEVICE -AssetTag $value -Verbose -Debug }
    Watch { Invoke-IruTool update-device @id -asset_tag $value -WhatIf -Verbose -Debug }
    Watch { Set-IruDevice $env:DEVICE -Tags $value -WhatIf -Verbose -Debug }
    Watch { Invoke-IruTool erase-device @id -PIN $value -WhatIf -Verbose -Debug }
    Watch { Clear-IruDevice $env:DEVICE -PIN $value -WhatIf -Verbose -Debug }
    Watch { Invoke-IruTool get-devices -limit $value -Verbose -Debug }
    Watch { Invoke-IruTool get-devices -platform $value -Verbose -Debug }
    Watch { Get-IruDevice -FilevaultEnabled $value -Verbose -Debug }
    Watch { Invoke-IruTool update-device @id -asset_tag $value, 'plain' -Verbose -Debug }
    Watch { Invoke-IruTool update-device @id -asset_tag @{ a = $value } -Verbose -Debug }
    Watch { Invoke-IruTool erase-device @id -ReturnToService @{ ProfileId = $value; nosuch = $value } -Force -Verbose -Debug }
}
Set-Fault echo-arguments
Watch { Invoke-IruTool update-device @id -asset_tag $hidden -Verbose -Debug }
Set-Fault echo-arguments
Watch { Set-IruDevice $env:DEVICE -Tags $hidden -Verbose -Debug }
Set-Fault echo-arguments erase-device
Watch { Invoke-IruTool erase-device @id -Arguments @{ PIN = 'CANARYpin' } -Force -Verbose -Debug }
Watch { Test-IruMcpPolicy erase-device -Arguments @{ device_id = $env:DEVICE; PIN = 'CANARYpin' } -Verbose -Debug | Format-List * -Force }
Watch { Wait-IruDeviceCommand $env:DEVICE -TimeoutSec 2 -Verbose -Debug | Format-List * -Force }
Watch { Wait-IruDeviceCommand $env:IRU_X_API_KEY -TimeoutSec 1 -Verbose -Debug }
Watch { Get-IruMcpAuditLog -Verbose -Debug | Format-List * -Force }
Watch { Get-IruMcpAuditLog -Path $env:IRU_X_API_KEY -Verbose -Debug }
"recorded=$(@(Get-IruMcpAuditLog).Count)"
'@ + $leave)
            $child.Output | Should -Match 'recorded=[1-9][0-9]' -Because ($child.Output -split "`n" | Select-Object -Last 20 | Out-String)
            Clear-SimulatorFault $simulator
            $secrets += ($mac | Invoke-IruTool get-unlock-pin -AsPlainText).pin
            $secrets | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
            $pattern = ($secrets | ForEach-Object { '(?<![\w-])' + [regex]::Escape($_) + '(?![\w-])' }) -join '|'
            ($child.Output + $child.ErrorText) -split "`n" | Where-Object { $_ -match $pattern } | Should -BeNullOrEmpty
            Find-Canary $folder $pattern | Should -BeNullOrEmpty
            if ($IsLinux) { Get-ChildItem $folder -Recurse -Filter *.jsonl | Should -Not -BeNullOrEmpty }
        }
        finally {
            Disconnect-IruMcp -ErrorAction Ignore
            Clear-SimulatorFault $simulator
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }

    It 'policies and the cmdlets that are about the connection' {
        $folder = New-TestFolder
        try {
            $child = Invoke-VaultShell -NoVault -HomeFolder $folder -Simulator $simulator -TimeoutSec 300 -Environment @{ XDG_STATE_HOME = (Join-Path $folder state); XDG_CONFIG_HOME = (Join-Path $folder config) } -Script ($watch + @'

Connect-IruMcp -EnvironmentVariable -Verbose -Debug
Watch { Set-IruMcpPolicy -Tool erase-* -Action Deny -Verbose -Debug; Get-IruMcpPolicy -Verbose -Debug | Format-List * -Force }
Watch { Test-IruMcpPolicy erase-device -Arguments @{ device_id = 'x'; PIN = $env:IRU_X_API_KEY } -Verbose -Debug | Format-List * -Force }
Watch { Invoke-IruTool erase-device -device_id $env:IRU_X_API_KEY -Force -Verbose -Debug }
Watch { Invoke-IruTool nosuch-tool -Verbose -Debug }
Watch { Invoke-IruTool nosuch-tool -Arguments @{ name = $env:IRU_X_API_KEY } -AllowUnknownTool -Force -Verbose -Debug }
Watch { Remove-IruMcpPolicy -Tool erase-* -Verbose -Debug }
Watch { Set-IruMcpPolicy -Tool erase-* -Action Deny -Scope Machine -WhatIf -Verbose -Debug }
Watch { Start-IruMcpBridge -Verbose -Debug }
Watch { Test-IruMcpConnection -EnvironmentVariable -Verbose -Debug | Format-List * -Force; Test-IruMcpConnection -EnvironmentVariable -AsText }
Watch { Test-IruMcpConnection -Uri $env:IRU_MCP_URL -Credential (New-Credential sk_live:CANARYkeyOneWRONG) -Detailed -Verbose -Debug | Format-List * -Force }
Watch { Get-IruMcpPermission get-d* -Verbose -Debug | Format-List * -Force }
Watch { Export-IruData get-devices "$env:HOME/devices.csv" -Verbose -Debug; Export-IruData get-devices "$env:HOME/no/such/devices.csv" -Verbose -Debug }
Watch { Get-IruMcpClient -Verbose -Debug | Format-List * -Force; Get-IruMcpClient -AsJson }
Watch { Remove-IruMcpClientConfig Cursor -Verbose -Debug }
Watch { Update-IruMcpConfig -Path "$env:HOME/none.json" -Verbose -Debug }
# Of the commands made for tools: the cmdlets behind them.
Watch { Import-IruTool -Verbose -Debug; Export-IruTool "$env:HOME/made" -Verbose -Debug; Step-IruToolCommand }
Watch { Invoke-IruTool nosuch-tool -name $env:IRU_X_API_KEY -AllowUnknownTool -Verbose -Debug }
Watch { Get-IruMcpConnection | Select-IruMcpConnection -PassThru -Verbose -Debug | Format-List * -Force; Select-IruMcpConnection nosuch }
Watch { Disconnect-IruMcp -Verbose -Debug }
Watch { Invoke-IruTool get-device -device_id $env:IRU_X_API_KEY -Verbose -Debug }
Watch { Get-IruMcpAuditLog -Verbose -Debug | Format-List * -Force }
'the test ran'
'@ + $leave)
            $child.Output | Should -Match 'the test ran' -Because $child.ErrorText
            ($child.Output + $child.ErrorText) -split "`n" | Where-Object { $_ -match $canary } | Should -BeNullOrEmpty
            Find-Canary $folder | Should -BeNullOrEmpty
        }
        finally { Remove-Item -LiteralPath $folder -Recurse -Force }
    }

    It 'connecting, asking, failing, with every stream on' {
        $folder = New-TestFolder
        try {
            $child = Invoke-VaultShell -NoVault -HomeFolder $folder -Simulator $simulator -Environment @{ XDG_STATE_HOME = (Join-Path $folder state) } -Script ($watch + @'

Watch { Connect-IruMcp -Name good -Uri $env:IRU_MCP_URL -Credential (New-Credential) -Verbose -Debug -PassThru }
Watch { Connect-IruMcp -Name bad -Uri $env:IRU_MCP_URL -Credential (New-Credential sk_live:CANARYkeyOneWRONG) -Verbose -Debug }
Watch { Connect-IruMcp -Name odd -Uri $env:IRU_MCP_URL -Credential (New-Credential 'sk_live:CANARY keyOne') }
Watch { Connect-IruMcp -EnvironmentVariable -Verbose -Debug }
Watch { Get-IruMcpConnection | Format-List * -Force }
Watch { Get-IruMcpConnection | Format-Table }
Watch { Get-IruMcpConnection | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue }
Watch { Get-IruMcpConnection | Export-Clixml -Depth 6 (Join-Path $env:HOME connection.xml) }
Watch { Get-IruTool -Refresh -Verbose -Debug | Select-Object -First 3 | Format-List * -Force }
Watch { Invoke-IruTool get-devices -First 2 -Verbose -Debug }
Watch { Invoke-IruTool get-devices -First 2 | Invoke-IruTool erase-device -WhatIf -Verbose -Debug }
Watch { Invoke-IruTool get-devices -First 2 | Invoke-IruTool erase-device -Verbose -Debug }
Watch { Invoke-IruTool get-device-details -device_id $env:IRU_X_API_KEY -Verbose -Debug }
Watch { Invoke-IruTool update-device -device_id ([guid]::NewGuid()) -asset_tag $env:IRU_X_API_KEY -Verbose -Debug }
if ($PSVersionTable.PSVersion.Major -ge 7 -and (Test-Path /proc)) { Get-ChildItem /proc -Directory | Where-Object Name -Match '^\d+$' | ForEach-Object { Get-Content "/proc/$($_.Name)/cmdline" -Raw -ErrorAction Ignore } | Where-Object { $_ -notmatch '--api-key' } }
'@ + $leave)
            $child.Output | Should -Match 'the end' -Because $child.ErrorText
            # TargetObject and bound values are what the user typed; the device id above is the user's own.
            $said = ($child.Output + $child.ErrorText) -split "`n" | Where-Object { $_ -match $canary }
            $said | Should -BeNullOrEmpty
            Find-Canary $folder | Should -BeNullOrEmpty
        }
        finally { Remove-Item -LiteralPath $folder -Recurse -Force }
    }

    It 'a server that repeats the key: <Fault>' -ForEach @('echo-json', 'echo-html', 'echo-redirect', 'echo-protocol-error', 'echo-text').ForEach({ @{ Fault = $_ } }) {
        $folder = New-TestFolder
        try {
            $child = Invoke-VaultShell -NoVault -HomeFolder $folder -Simulator $simulator -Environment @{ CONTROL = $simulator.Control; FAULT = $Fault; XDG_STATE_HOME = (Join-Path $folder state) } -Script ($watch + @'

Connect-IruMcp -EnvironmentVariable
$body = @{ fault = $env:FAULT; method = '*'; count = 0 } | ConvertTo-Json
$null = Invoke-RestMethod "$env:CONTROL/faults" -Method Post -Body $body -ContentType application/json
Watch { Invoke-IruTool get-tags -Verbose -Debug }
Watch { Invoke-IruTool update-device -device_id ([guid]::NewGuid()) -asset_tag x -Verbose -Debug }
Watch { Get-IruTool -Refresh -Verbose -Debug }
Watch { Connect-IruMcp -Name again -Uri $env:IRU_MCP_URL -Credential (New-Credential) -Verbose -Debug }
"errors=$($Error.Count)"
'@ + $leave)
            $child.Output | Should -Match 'errors=[1-9]' -Because $child.ErrorText
            ($child.Output + $child.ErrorText) -split "`n" | Where-Object { $_ -match $canary } | Should -BeNullOrEmpty
            Find-Canary $folder | Should -BeNullOrEmpty
        }
        finally {
            Clear-SimulatorFault $simulator
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }

    It 'importing in all forms, listing, exporting for all clients' -Skip:(-not $hasVault) {
        $folder = New-TestFolder
        $texts = New-TestFolder
        try {
            [System.IO.File]::WriteAllText("$texts/good.json", "{`"mcpServers`":{`"iru`":{`"url`":`"$($simulator.Uri)`",`"headers`":{`"X-API-Key`":`"$($simulator.ApiKey)`",`"X-MCP-Profile`":`"$($simulator.ProfileId)`"}}}}")
            [System.IO.File]::WriteAllText("$texts/bad.json", "{`"mcpServers`":{`"iru`":{`"url`":`"$($simulator.Uri)`",`"headers`":{`"X-API-Key`":`"$($simulator.ApiKey)`",`"X-MCP-Profile`":`"$($simulator.ProfileId)`",}}}}")
            [System.IO.File]::WriteAllText("$texts/bad.toml", "[mcp_servers.iru]`nurl = `"$($simulator.Uri)`"`nhttp_headers = { `"X-API-Key`" = $($simulator.ApiKey) }`n")
            $child = Invoke-VaultShell -HomeFolder $folder -Simulator $simulator -Environment @{ TEXTS = $texts } -Script ($watch + @'

Watch { Import-IruMcpConfig -Path $env:TEXTS/good.json -WhatIf -Verbose -Debug }
Watch { Import-IruMcpConfig -Path $env:TEXTS/good.json -PassThru -Verbose -Debug | Format-List * -Force }
Watch { Get-Content $env:TEXTS/good.json | Import-IruMcpConfig -Name piped -PassThru -Verbose -Debug }
Watch { Get-Content $env:TEXTS/bad.json | Import-IruMcpConfig -Name bad -Verbose -Debug }
Watch { Import-IruMcpConfig -Path $env:TEXTS/bad.json -Name bad -Verbose -Debug }
Watch { Import-IruMcpConfig -Path $env:TEXTS/bad.toml -Name bad -Verbose -Debug }
Watch { Import-IruMcpConfig -Name hand -Uri $env:IRU_MCP_URL -Credential (New-Credential) -PassThru -Verbose -Debug }
Watch { Get-IruMcpConfig | Format-List * -Force; Get-IruMcpConfig | Format-Table; Get-IruMcpConfig | ConvertTo-Json -Depth 5 }
Watch { Connect-IruMcp -Verbose -Debug; Get-IruMcpConnection | Format-List * -Force }
$null = New-Item -ItemType Directory "$env:HOME/plain", "$env:HOME/variables"
foreach ($client in 'ClaudeDesktop', 'Cursor', 'Codex') {
    Watch { Export-IruMcpConfig $client -KeySource PlainText -Path "$env:HOME/plain/$client" -WhatIf -Verbose -Debug }
    Watch { Export-IruMcpConfig $client -KeySource PlainText -Path "$env:HOME/plain/$client" -PassThru -Verbose -Debug | Format-List * -Force }
    Watch { Export-IruMcpConfig $client -KeySource PlainText -Path "$env:HOME/plain/$client" -Verbose -Debug }
    Watch { Export-IruMcpConfig $client -KeySource Environment -Path "$env:HOME/variables/$client" -PassThru -Verbose -Debug | Format-List * -Force }
}
Watch { Remove-IruMcpConfig piped -WhatIf -Verbose -Debug; Remove-IruMcpConfig piped -Verbose -Debug }
"written=$((Get-ChildItem $env:HOME/plain, $env:HOME/variables -File).Count)"
'@ + $leave)
            $child.Output | Should -Match 'written=6' -Because ($child.Output + $child.ErrorText)
            ($child.Output + $child.ErrorText) -split "`n" | Where-Object { $_ -match $canary } | Should -BeNullOrEmpty
            # The test vault encodes what it keeps; the three files were asked for.
            Find-Canary $folder | Sort-Object | Should -Be ('ClaudeDesktop', 'Codex', 'Cursor' | ForEach-Object { Join-Path $folder "plain/$_" })
        }
        finally { Remove-Item -LiteralPath $folder, $texts -Recurse -Force }
    }
}
