# The scripts of docs/how-to, as a user copies them: with a vault, against a simulated tenant.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Stand-ins for cmdlets that Windows has.')]
param()

BeforeDiscovery {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'ChildShell.psm1')) -Force
    $hasVault = Test-VaultPossible
    $folder = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'how-to'))
    $scripts = @(Get-ChildItem -Path $folder -Filter *.ps1 | Where-Object Name -NotLike '*.Tests.ps1' | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } })
    # Those that end with an exit code of their own; a runbook's job has none.
    $withoutExit = 'Invoke-AssetTagRunbook.ps1', 'Register-NightlyReport.ps1'
}

BeforeAll {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'Simulator.psm1')) -Force
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'ChildShell.psm1')) -Force
    $folder = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'how-to'))
}

Describe 'The script <Name>' -ForEach $scripts {
    BeforeAll {
        $mistakes = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $mistakes)
    }

    It 'can be read, says what it does, and stops at the first error' {
        $mistakes | Should -BeNullOrEmpty
        $tree.GetHelpContent().Synopsis | Should -Not -BeNullOrEmpty
        "$($tree.EndBlock.Statements[0])" | Should -Be "`$ErrorActionPreference = 'Stop'"
    }

    It 'is named on a page' {
        $pages = Get-ChildItem -Path (Split-Path $Path) -Filter *.md | Get-Content -Raw | Out-String
        $pages | Should -BeLike "*($Name)*"
    }

    It 'ends with an exit code' -Skip:($Name -in $withoutExit) {
        "$($tree.EndBlock.Statements[-1])" | Should -BeLike 'exit *'
    }

    It 'can be read by Windows PowerShell 5.1' -Skip:(-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        $settings = @{ IncludeRules = @('PSUseCompatibleSyntax'); Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1', '7.4') } } }
        Invoke-ScriptAnalyzer -Path $Path -Settings $settings | ForEach-Object Message | Should -BeNullOrEmpty
    }
}

Describe 'The PowerShell that a script gives to other programs' {
    BeforeAll {
        $find = Join-Path $folder 'Find-SystemPowerShell.ps1'
        $before = @{}
        foreach ($name in 'ProgramW6432', 'ProgramFiles', 'SystemRoot') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        $env:ProgramFiles = Join-Path $TestDrive 'Program Files (x86)'
        $env:ProgramW6432 = Join-Path $TestDrive 'Program Files'
        $env:SystemRoot = Join-Path $TestDrive 'Windows'
        $windowsPowerShell = Join-Path $env:SystemRoot 'System32\WindowsPowerShell\v1.0\powershell.exe'
        $msi = Join-Path $env:ProgramW6432 'PowerShell\7\pwsh.exe'
    }

    AfterAll {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }

    It 'is one that SYSTEM can start' {
        & $find | Should -Be $windowsPowerShell
        $null = New-Item -ItemType File -Force -Path $msi
        & $find | Should -Be $msi
    }

    It 'is named nowhere else: no script gives another program a bare name' {
        foreach ($file in Get-ChildItem -Path $folder -Filter *.ps1) {
            Get-Content -LiteralPath $file.FullName -Raw | Should -Not -Match "(?m)-Execute\s+['`"]?(pwsh|powershell)|psexec[^\n]*\s(pwsh|powershell)\b" -Because $file.Name
        }
    }

    It 'is what the nightly task starts' -Skip:(-not $IsLinux -or (& id -u) -ne 0) {
        $registered = @{}
        function New-ScheduledTaskAction { param($Execute, $Argument) $registered.Program = $Execute; $registered.Argument = $Argument }
        function New-ScheduledTaskPrincipal { }
        function New-ScheduledTaskTrigger { }
        function New-ScheduledTaskSettingsSet { }
        function Register-ScheduledTask { }
        $null = New-Item -ItemType File -Force -Path $msi
        & (Join-Path $folder 'Register-NightlyReport.ps1')
        $registered.Program | Should -Be $msi
        $registered.Argument | Should -Match '-ExecutionPolicy RemoteSigned -File'
    }
}

Describe 'The scripts at work' -Skip:(-not $hasVault) {
    BeforeAll {
        $simulator = Start-Simulator -Argument '--devices', '40', '--api-key', 'sk_live:CANARYhowto0key7788'
        $work = New-TestFolder
        $vaultHome = New-TestFolder
        $modules = Join-Path $work 'modules'
        $null = New-Item -ItemType Directory $modules
        Copy-Item -LiteralPath (Split-Path -Parent (Find-TestModule)) -Destination (Join-Path $modules 'IruMcp') -Recurse
        $environment = @{ WORK = $work; HOWTO = $folder; IRUMCP_TEST_MODULE = [IO.Path]::Combine($modules, 'IruMcp', 'IruMcp.psd1'); PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath }
        $saved = @{ url = "$($simulator.Uri)"; apiKey = $simulator.ApiKey; profile = $simulator.ProfileId } | ConvertTo-Json -Compress
        [IO.File]::WriteAllText((Join-Path $work 'iru.json'),
            "{ `"mcpServers`": { `"iru`": { `"url`": `"$($simulator.Uri)`", `"headers`": { `"X-API-Key`": `"$($simulator.ApiKey)`", `"X-MCP-Profile`": `"$($simulator.ProfileId)`" } } } }")

        function Invoke-HowTo([string] $Script, [switch] $NoVault) {
            Invoke-VaultShell -Script $Script -HomeFolder $vaultHome -NonInteractive -Environment $environment -NoVault:$NoVault
        }
        $null = Invoke-HowTo 'Import-IruMcpConfig -Path "$env:WORK/iru.json"'
        Import-Module (Find-TestModule)
        $connection = Connect-Simulator $simulator -Name howto
        $fleet = @(Invoke-IruTool get-devices -Connection $connection)
    }

    AfterAll {
        Disconnect-IruMcp -Connection $connection
        Stop-Simulator $simulator
        Remove-Item -LiteralPath $work, $vaultHome -Recurse -Force
    }

    It 'reports the stale devices' {
        $child = Invoke-HowTo '& "$env:HOWTO/Get-StaleDevice.ps1" -Days 1 -Path "$env:WORK/stale.csv"; "exit $LASTEXITCODE"'
        $child.Output | Should -Match 'exit 0' -Because $child.ErrorText
        @(Import-Csv (Join-Path $work 'stale.csv')).Count | Should -Be 40
    }

    It 'finds the Macs without an escrowed key, and says so by its exit code' {
        $child = Invoke-HowTo '$open = & "$env:HOWTO/Test-FileVaultEscrow.ps1"; "exit $LASTEXITCODE"; $open | ConvertTo-Json -Compress'
        $child.Output | Should -Match 'exit 2' -Because $child.ErrorText
        $child.Output | Should -Match 'not escrowed|not encrypted|regenerated'
    }

    It 'ranks vulnerable software' {
        $child = Invoke-HowTo '& "$env:HOWTO/Get-VulnerableSoftware.ps1" -MinimumScore 4 -Path "$env:WORK/software.csv"; "exit $LASTEXITCODE"'
        $child.Output | Should -Match 'exit 0' -Because $child.ErrorText
        $rows = @(Import-Csv (Join-Path $work 'software.csv'))
        $rows.Count | Should -BeGreaterThan 1
        [double] $rows[0].score | Should -BeGreaterOrEqual ([double] $rows[-1].score)
        [double] $rows[-1].score | Should -BeGreaterOrEqual 4
    }

    It 'tags devices from a list, says which rows failed, and does no work twice' {
        $known = @($fleet | Where-Object serial_number | Select-Object -First 3)
        @(
            [pscustomobject]@{ SerialNumber = $known[0].serial_number; Tag = 'audit' }
            [pscustomobject]@{ SerialNumber = $known[0].serial_number; Tag = 'loaner2' }
            [pscustomobject]@{ SerialNumber = 'NOSUCH'; Tag = 'audit' }
            [pscustomobject]@{ SerialNumber = ''; Tag = 'audit' }
        ) | Export-Csv (Join-Path $work 'tags.csv') -NoTypeInformation
        $script = '& "$env:HOWTO/Add-DeviceTag.ps1" -Path "$env:WORK/tags.csv" {0} | ForEach-Object Result; "exit $LASTEXITCODE"'

        Clear-SimulatorLog $simulator
        $null = Invoke-HowTo ($script -f '-WhatIf')
        Get-SimulatorLog $simulator -Tool update-device | Should -BeNullOrEmpty

        (Invoke-HowTo ($script -f '')).Output.Trim() -split '\r?\n' | Should -Be 'done', 'done', 'no such device', 'no such device', 'exit 2'
        (Get-SimulatedDevice $simulator $known[0].device_id).tags | Should -Contain 'audit'
        (Get-SimulatedDevice $simulator $known[0].device_id).tags | Should -Contain 'loaner2'

        Clear-SimulatorLog $simulator
        (Invoke-HowTo ($script -f '')).Output.Trim() -split '\r?\n' | Should -Be 'has it already', 'has it already', 'no such device', 'no such device', 'exit 2'
        Get-SimulatorLog $simulator -Tool update-device | Should -BeNullOrEmpty
    }

    It 'protects a lost device once it may, and not before' {
        $phone = $fleet | Where-Object { $_.platform -eq 'iPhone' -and $_.serial_number -and $_.lost_mode_status -ne 'ENABLED' } | Select-Object -First 1
        $script = '& "$env:HOWTO/Protect-LostDevice.ps1" -SerialNumber {0} -Message "Please call" -PhoneNumber 555-0100 {1} | ConvertTo-Json -Compress; "exit $LASTEXITCODE"'
        Clear-SimulatorLog $simulator
        $refused = Invoke-HowTo ($script -f $phone.serial_number, '')
        $refused.ErrorText | Should -Match 'NonInteractive'
        $refused.Output | Should -Not -Match 'exit 0'
        Get-SimulatorLog $simulator -Tool enable-lost-mode | Should -BeNullOrEmpty

        $done = Invoke-HowTo ($script -f $phone.serial_number, '-Confirm:$false')
        $done.Output | Should -Match 'exit 0' -Because $done.ErrorText
        @(Get-SimulatorLog $simulator -Tool enable-lost-mode).Count | Should -Be 1

        $mac = $fleet | Where-Object { $_.platform -eq 'Mac' -and $_.serial_number } | Select-Object -First 1
        $null = Invoke-HowTo ($script -f $mac.serial_number, '-Confirm:$false')
        @(Get-SimulatorLog $simulator -Tool lock-device).Count | Should -Be 1

        (Invoke-HowTo ($script -f 'NOSUCH', '-Confirm:$false')).ErrorText | Should -Match "0 devices have the serial number 'NOSUCH'"
    }

    It 'runs the nightly report with an exit code for the task' {
        $child = Invoke-HowTo '& "$env:HOWTO/Invoke-NightlyReport.ps1" -Folder "$env:WORK/nightly"; "exit $LASTEXITCODE"'
        $child.Output | Should -Match 'exit 2' -Because $child.ErrorText
        Join-Path $work 'nightly/stale.csv' | Should -Exist

        $child = Invoke-HowTo '& "$env:HOWTO/Invoke-NightlyReport.ps1" -Folder "$env:WORK/nightly2" -Connection nosuch; "exit $LASTEXITCODE"'
        $child.Output | Should -Match 'exit 1'
        Get-Content (Join-Path $work 'nightly2/nightly.log') -Raw | Should -Match 'nosuch'
    }

    It 'runs the runbook with a key vault, and changes nothing that is right already' {
        foreach ($name in 'Az.Accounts', 'Az.KeyVault') { $null = New-Item -ItemType Directory (Join-Path $modules $name) }
        [IO.File]::WriteAllText((Join-Path $modules 'Az.Accounts/Az.Accounts.psm1'), 'function Connect-AzAccount { param([switch] $Identity) "signed in" }')
        [IO.File]::WriteAllText((Join-Path $modules 'Az.KeyVault/Az.KeyVault.psm1'),
            'function Get-AzKeyVaultSecret { param($VaultName, $Name) [pscustomobject]@{ Name = $Name; SecretValue = ([System.Net.NetworkCredential]::new("", $env:SAVED)).SecurePassword } }')
        $environment.SAVED = $saved
        $known = @($fleet | Where-Object serial_number | Select-Object -Last 2)
        $known | ForEach-Object { [pscustomobject]@{ SerialNumber = $_.serial_number; AssetTag = "RB-$($_.serial_number)" } } |
            Export-Csv (Join-Path $work 'assets.csv') -NoTypeInformation
        $script = '& "$env:HOWTO/Invoke-AssetTagRunbook.ps1" -KeyVault fleet -ListPath "$env:WORK/assets.csv"'
        $first = Invoke-HowTo $script -NoVault
        $first.Output.Trim() | Should -Be '2 of 2 asset tags were changed.' -Because $first.ErrorText
        (Invoke-IruTool get-device -device_id $known[0].device_id -Connection $connection).asset_tag | Should -Be "RB-$($known[0].serial_number)"

        Clear-SimulatorLog $simulator
        (Invoke-HowTo $script -NoVault).Output.Trim() | Should -Be '0 of 2 asset tags were changed.'
        Get-SimulatorLog $simulator -Tool update-device | Should -BeNullOrEmpty
    }

    It 'finds a key in the file of an AI client, and takes it out' {
        $file = Join-Path $vaultHome '.cursor/mcp.json'
        $null = New-Item -ItemType Directory (Split-Path $file)
        Copy-Item (Join-Path $work 'iru.json') $file
        $find = '$line = & "$env:HOWTO/Find-ClientKey.ps1"; "exit $LASTEXITCODE $line"'
        $found = Invoke-HowTo $find
        $found.Output | Should -Match 'exit 1 .*PlainTextKey' -Because $found.ErrorText
        $found.Output.Length | Should -BeLessThan 2100

        $repaired = Invoke-HowTo '& "$env:HOWTO/Repair-ClientKey.ps1"; "exit $LASTEXITCODE"'
        $repaired.Output | Should -Match '(?s)1 of 1 entries.*exit 0' -Because $repaired.ErrorText
        Get-Content -LiteralPath $file -Raw | Should -Not -Match 'CANARY'
        Get-Content -LiteralPath $file -Raw | Should -Match 'Start-IruMcpBridge'
        (Invoke-HowTo $find).Output | Should -Match 'exit 0'
        $found.Output + $repaired.Output + $repaired.ErrorText | Should -Not -Match 'CANARY'
    }

    It 'sets up a vault for an account without a password, once' -Skip:(-not (Get-Module -ListAvailable Microsoft.PowerShell.SecretStore)) {
        $account = New-TestFolder
        try {
            Copy-Item (Join-Path $work 'iru.json') (Join-Path $account 'first.json')
            $script = '& "$env:HOWTO/Initialize-UnattendedVault.ps1" -ConfigurationPath "$env:HOME/{0}.json"; "exit $LASTEXITCODE"'
            $child = Invoke-VaultShell -Script ($script -f 'first') -HomeFolder $account -NonInteractive -NoVault -Environment $environment
            $child.Output | Should -Match 'exit 0' -Because $child.ErrorText
            Join-Path $account 'first.json' | Should -Not -Exist
            $child.Output + $child.ErrorText | Should -Not -Match 'CANARY'

            Copy-Item (Join-Path $work 'iru.json') (Join-Path $account 'second.json')
            $child = Invoke-VaultShell -Script ($script -f 'second') -HomeFolder $account -NonInteractive -NoVault -Environment $environment
            $child.ExitCode | Should -Be 1
            Join-Path $account 'second.json' | Should -Exist
        }
        finally { Remove-Item -LiteralPath $account -Recurse -Force }
    }
}

Describe 'Installing from the zip' {
    BeforeAll {
        $zipFolder = New-TestFolder
        $destination = Join-Path $zipFolder 'modules'
        $version = (Import-PowerShellDataFile (Find-TestModule)).ModuleVersion
        $zip = Join-Path $zipFolder "IruMcp-$version.zip"
        Compress-Archive -Path (Split-Path -Parent (Find-TestModule)) -DestinationPath $zip
        $sums = Join-Path $zipFolder 'SHA256SUMS'
        [IO.File]::WriteAllText($sums, "$((Get-FileHash $zip).Hash.ToLowerInvariant())  IruMcp-$version.zip`n")
        $script = Join-Path $folder 'Install-IruMcpOffline.ps1'
    }

    AfterAll { Remove-Item -LiteralPath $zipFolder -Recurse -Force }

    It 'refuses a zip that is not the one that was released' {
        $right = Get-Content $sums -Raw
        [IO.File]::WriteAllText($sums, "$('0' * 64)  IruMcp-$version.zip`n")
        { & $script -ZipPath $zip -Destination $destination } | Should -Throw '*is not the file that was released*'
        $destination | Should -Not -Exist
        [IO.File]::WriteAllText($sums, $right)
    }

    It 'installs a version into a folder of its own, once' {
        $said = & $script -ZipPath $zip -Destination $destination
        $LASTEXITCODE | Should -Be 0
        "$said" | Should -BeLike "IruMcp $version is installed*"
        Test-ModuleManifest ([IO.Path]::Combine($destination, 'IruMcp', $version, 'IruMcp.psd1')) | Should -Not -BeNullOrEmpty
        { & $script -ZipPath $zip -Destination $destination } | Should -Throw '*is there already*'
    }
}

Describe 'The example of testing a script' {
    It 'passes' -Skip:(-not (Get-Module -ListAvailable Pester)) {
        $module = Find-TestModule
        $child = Invoke-ChildShell -NonInteractive -Environment @{ EXAMPLE = (Join-Path $folder 'Example.Tests.ps1'); MODULE = $module } -Script @'
Import-Module $env:MODULE
$run = Invoke-Pester -Path $env:EXAMPLE -PassThru -Output None
"passed $($run.PassedCount) failed $($run.FailedCount)"
'@
        $child.Output | Should -Match 'passed 2 failed 0' -Because "$($child.Output) $($child.ErrorText)"
    }
}
