[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    $schemes = @(
        @{ Naming = 'iru'; Switches = @('--devices', '40') }
        @{ Naming = 'foreign'; Switches = @('--devices', '40', '--naming', 'foreign', '--schema', 'nested,ref,nullable') }
    )
    $where = @(
        @{ Where = 'in session'; FromDisk = $false }
        @{ Where = 'from disk'; FromDisk = $true }
    )
}

Describe 'Commands, naming <Naming>' -ForEach $schemes {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/SampleArguments.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument $Switches
        $null = Connect-Simulator $simulator
        Import-IruTool
        $tools = @(Get-IruTool)
        $devices = @(Get-IruDevice -First 6)
        $known = @{ device_id = $devices[0].device_id; blueprint_id = $devices[0].blueprint_id }

        function Get-SampleCommand($Tool, [hashtable] $Known) {
            # The command of a tool, with the parameters that reach it.
            $command = Get-Command $Tool.Command -Module IruMcp.Tools
            $given = @{}
            foreach ($argument in (Get-SampleArgument $Tool $Known).GetEnumerator()) {
                $parameter = $command.Parameters.Values | Where-Object { $_.Name -eq $argument.Key -or $_.Aliases -contains $argument.Key }
                $given[$parameter.Name] = $argument.Value
            }
            [pscustomobject] @{ Name = $command.Name; Given = $given }
        }

        $module = Join-Path $TestDrive "Contoso.$Naming"
        Export-IruTool $module
    }

    AfterAll {
        Disconnect-IruMcp -All
        Remove-Module IruMcp.Tools, "Contoso.$Naming" -ErrorAction SilentlyContinue
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'has for every tool a command with an approved verb, help, examples, and a parameter for each argument' {
        $tools | Should -HaveCount 131
        $verbs = (Get-Verb).Verb
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $common = @($common | Where-Object { $_ -notin 'First', 'Skip', 'IncludeTotalCount' })
        # What Get-Help reads; Get-Help itself would read the whole module for each command.
        $tokens = [System.Collections.Generic.Dictionary[System.Management.Automation.Language.Ast, System.Management.Automation.Language.Token[]]]::new()
        $lacking = foreach ($tool in $tools) {
            $command = Get-Command $tool.Command -Module IruMcp.Tools
            if (($command.Name -split '-')[0] -notin $verbs) { "$($command.Name): verb" }
            $help = $command.ScriptBlock.Ast.GetHelpContent($tokens)
            if (-not $help.Synopsis -or -not $help.Description -or -not $help.Examples -or -not $help.Notes) { "$($command.Name): help" }
            foreach ($name in $command.Parameters.Keys) {
                if ($name -notin $common -and -not $help.Parameters[$name.ToUpperInvariant()]) { "$($command.Name) -$name : not described" }
            }
            foreach ($argument in $tool.Parameters) {
                $is = $command.Parameters.Values | Where-Object { $_.Name -eq $argument.Name -or $_.Aliases -contains $argument.Name }
                if (-not $is) { "$($command.Name): no parameter for $($argument.Name)" }
            }
            if ($tool.IsRead -eq $command.Parameters.ContainsKey('WhatIf')) { "$($command.Name): -WhatIf" }
            if ($command.OutputType.Count -eq 0) { "$($command.Name): output type" }
        }
        $lacking | Should -BeNullOrEmpty
        $shown = Get-Help Restart-IruDevice -Full | Out-String -Width 200
        $shown | Should -Match 'Restart-IruDevice \[\[?-Identity\]? <String>\]'
        $shown | Should -Match 'serial number'
        $shown | Should -Match 'Restart-IruDevice -Identity C02XK1ABCD12 -WhatIf'
    }

    It 'can call every tool, each with its own arguments' {
        # Reads first: whatever is deleted along the way must not be missed.
        $rejected = foreach ($tool in $tools | Sort-Object { [int] $_.Risk }, Name) {
            $sample = Get-SampleCommand $tool $known
            $given = $sample.Given
            $extra = @{}
            if (-not $tool.IsRead) { $extra.Force = $true }
            if ((Get-Command $sample.Name).Parameters.ContainsKey('NoPaging')) { $extra.NoPaging = $true }
            $failures = $null
            $null = & $sample.Name @given @extra -AsPlainText -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $failures | Where-Object { (Get-ErrorId $_) -notin 'IruMcp.NotFound', 'IruMcp.ToolFailed' } | ForEach-Object { "$($sample.Name): $_" }
        }
        $rejected | Should -BeNullOrEmpty
        $called = @(Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'tools/call' | ForEach-Object tool | Sort-Object -Unique)
        $tools.Name | Where-Object { $_ -notin $called } | Should -BeNullOrEmpty
    }

    Context '<Where>' -ForEach $where {
        BeforeAll {
            if ($FromDisk) {
                Remove-Module IruMcp.Tools
                Import-Module $module -Global
            }
            # Calls every command that changes something; its own -WhatIf is all that keeps the tenant from harm.
            $lines = foreach ($tool in $tools | Where-Object { -not $_.IsRead }) {
                $words = foreach ($argument in (Get-SampleArgument $tool $known).GetEnumerator()) {
                    $value = if ($argument.Value -is [bool]) { "`$$($argument.Value)" } elseif ($argument.Value -is [hashtable]) { '@{ code = "sample"; is_active = $false }' }
                    else { ($argument.Value | ForEach-Object { "'$_'" }) -join ', ' }
                    "-$($argument.Key) $value"
                }
                "$($tool.Command) $words"
            }
            $script = Join-Path $TestDrive 'Harm.ps1'
            "[CmdletBinding(SupportsShouldProcess)] param([switch] `$InFunction)`nfunction Invoke-Harm {`n$($lines -join "`n")`n}`nif (`$InFunction) { & { Invoke-Harm }; return }`n$($lines -join "`n")" |
                Set-Content -LiteralPath $script -Encoding UTF8
            $plain = Join-Path $TestDrive 'Plain.ps1'
            "`$WhatIfPreference = `$true`n`$ConfirmPreference = 'None'`n$($lines -join "`n")" | Set-Content -LiteralPath $plain -Encoding UTF8
            $other = Join-Path $TestDrive 'Other.psm1'
            "function Use-Harm { [CmdletBinding(SupportsShouldProcess)] param() & { $($lines -join "`n") } }" | Set-Content -LiteralPath $other -Encoding UTF8
            $harmful = @($lines).Count

            # A runspace without a host: -WhatIf would fill the report with its messages.
            $shell = [powershell]::Create()
            $null = $shell.AddScript({
                    param($Module, $Uri, [pscredential] $Credential, $Commands, $Other)
                    Import-Module $Module
                    Connect-IruMcp -Name simulated -Uri $Uri -Credential $Credential
                    if ($Commands) { Import-Module $Commands } else { Import-IruTool }
                    Import-Module $Other
                }).AddArgument((Find-TestModule)).AddArgument($simulator.Uri).AddArgument($simulator.Credential).AddArgument($(if ($FromDisk) { $module })).AddArgument($other).Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
        }

        AfterAll {
            $shell.Dispose()
            if ($FromDisk) {
                Remove-Module "Contoso.$Naming"
                Import-IruTool
            }
        }

        It 'sends nothing for <Way>' -ForEach @(
            @{ Way = 'an advanced script run with -WhatIf'; Run = '& "{0}/Harm.ps1" -WhatIf' }
            @{ Way = 'one that consents as well'; Run = '& "{0}/Harm.ps1" -WhatIf -Confirm:$false' }
            @{ Way = 'a function within it'; Run = '& "{0}/Harm.ps1" -InFunction -WhatIf -Confirm:$false' }
            @{ Way = 'a script that sets the variables itself'; Run = '& "{0}/Plain.ps1"' }
            @{ Way = 'a function of another module'; Run = 'Use-Harm -WhatIf -Confirm:$false' }
            @{ Way = 'a function whose caller set the variables for all'; Run = '$global:WhatIfPreference = $true; Use-Harm -Confirm:$false; $global:WhatIfPreference = $false' }
        ) {
            $harmful | Should -BeGreaterThan 40
            $shell.Commands.Clear()
            $shell.Streams.ClearStreams()
            $null = $shell.AddScript($Run -f $TestDrive).Invoke()
            @(Get-SimulatorLog $simulator) | Should -HaveCount 0
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
        }

        It 'takes what the caller has set about errors' {
            & {
                $ErrorActionPreference = 'Stop'
                { Set-IruDevice -Identity 11111111-2222-4333-8444-555555555555 -AssetTag X } | Should -Throw -ErrorId 'IruMcp.NotFound*'
            }
            Set-IruDevice -Identity 11111111-2222-4333-8444-555555555555 -AssetTag X -ErrorAction SilentlyContinue -ErrorVariable failures
            $? | Should -BeFalse
            $failures | Get-ErrorId | Should -Be 'IruMcp.NotFound'
            $failures[0].InvocationInfo.MyCommand.Name | Should -Be 'Set-IruDevice'
        }

        It 'refuses what destroys where nobody can be asked, and does it where consent is given by <Consent>' -ForEach @(
            @{ Consent = '-Confirm:$false'; Run = { $args[0] | Remove-IruTag -Confirm:$false } }
            @{ Consent = '-Force'; Run = { $args[0] | Remove-IruTag -Force } }
            @{ Consent = 'the caller''s $ConfirmPreference'; Run = { $ConfirmPreference = 'None'; $args[0] | Remove-IruTag } }
        ) {
            $tag = New-IruTag "tag of $Where by $Consent"
            & $Run $tag
            Get-IruTag | Where-Object id -EQ $tag.id | Should -BeNullOrEmpty
        }
    }
}

Describe 'Commands in use' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '700'
        $null = Connect-Simulator $simulator -Name first
        Import-IruTool
        $devices = @(Get-IruDevice -First 30)
    }

    AfterAll {
        Disconnect-IruMcp -All
        Get-Module IruMcp.Tools* | Remove-Module
        Stop-Simulator $simulator
    }

    BeforeEach { Clear-SimulatorLog $simulator }

    It 'streams: of two pages one is read where one object is enough' {
        (Get-IruDevice | Select-Object -First 1).device_id | Should -Be $devices[0].device_id
        Get-SimulatorLog $simulator get-devices | Should -HaveCount 1
        $devices | Get-IruDeviceDetail | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        Get-SimulatorLog $simulator get-device-details | Should -HaveCount 1
    }

    It 'pages as Invoke-IruTool does' {
        (Get-IruDevice -Skip 10 -First 5).device_id | Should -Be $devices[10..14].device_id
        $all = @(Get-IruDevice -IncludeTotalCount -PageSize 100 -First 3)
        $all[-3..-1].device_id | Should -Be $devices[0..2].device_id
        @(Get-IruDevice -NoPaging -Limit 7) | Should -HaveCount 7
    }

    It 'takes a device by <Form>' -ForEach @(
        @{ Form = 'its UUID'; Of = { $args[0].device_id } }
        @{ Form = 'its serial number'; Of = { $args[0].serial_number } }
        @{ Form = 'its name in another case'; Of = { $args[0].device_name.ToLower() } }
    ) {
        $one = & $Of $devices[3]
        (Get-IruDevice -Identity $one).device_id | Should -Be $devices[3].device_id
        (Get-IruDevice $one).device_id | Should -Be $devices[3].device_id
        ($one | Get-IruDeviceDetail).PSTypeNames | Should -Contain 'Iru.DeviceDetail'
    }

    It 'refuses a device that is not to be found, once, and goes on' {
        $found = 'nobody', $devices[1].serial_number | Get-IruDevice -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.device_id | Should -Be $devices[1].device_id
        $failures | Get-ErrorId | Should -Be 'IruMcp.DeviceNotFound'
        Clear-SimulatorLog $simulator
        Clear-IruDevice $devices[1].serial_number.Substring(1) -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.DeviceNotFound'
        Get-SimulatorLog $simulator erase-device | Should -HaveCount 0
    }

    It 'refuses what is the serial number of one device and the name of another' {
        $mac, $namesake = $devices | Where-Object platform -EQ Mac | Select-Object -First 2
        Rename-IruDevice $namesake.device_id -DeviceName $mac.serial_number
        Clear-IruDevice $mac.serial_number -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.DeviceAmbiguous'
        (Get-SimulatedDevice $simulator $mac.device_id).exists | Should -BeTrue
        Get-SimulatorLog $simulator erase-device | Should -HaveCount 0
    }

    It 'sends of a piped device its id alone, and refuses a device for Remove-IruBlueprint' {
        $devices[0] | Set-IruDevice -AssetTag X1
        (Get-SimulatorLog $simulator update-device).arguments.PSObject.Properties.Name | Sort-Object | Should -Be 'asset_tag', 'device_id'
        $devices[0..1] | Remove-IruBlueprint -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Get-ErrorId | Should -Be 'IruMcp.WrongInputType', 'IruMcp.WrongInputType'
        Get-SimulatorLog $simulator delete-blueprint | Should -HaveCount 0
    }

    It 'tells null from absent' {
        Set-IruDevice $devices[5].device_id -AssetTag $null
        (Get-SimulatorLog $simulator update-device).arguments.PSObject.Properties.Name | Sort-Object | Should -Be 'asset_tag', 'device_id'
    }

    It 'completes the values of a parameter' {
        (TabExpansion2 'Get-IruDevice -Platform i' 25).CompletionMatches.CompletionText | Should -Be 'iPad', 'iPhone'
    }

    It 'completes devices and blueprints by name, and offers no files where nothing fits' {
        $found = $null
        # On a busy machine the answer may be there only when Tab is pressed again.
        for ($try = 0; $try -lt 20 -and -not $found; $try++) {
            $line = "Get-IruDevice -Identity '$($devices[0].device_name)"
            $found = (TabExpansion2 $line $line.Length).CompletionMatches
        }
        $found.CompletionText | Should -Contain $devices[0].device_id
        $found.ListItemText | Should -Contain $devices[0].device_name
        $line = 'Set-IruDevice -BlueprintId '
        $found = $null
        for ($try = 0; $try -lt 20 -and $found.CompletionText -notcontains $devices[0].blueprint_id; $try++) { $found = (TabExpansion2 $line $line.Length).CompletionMatches }
        $found.CompletionText | Should -Contain $devices[0].blueprint_id
    }

    It 'refuses a value outside its set or range, before anything is sent' {
        { Get-IruDevice -Platform Toaster } | Should -Throw
        { Get-IruDevice -Limit 0 } | Should -Throw
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'knows the server''s own names of parameters' {
        (Get-IruDevice -serial_number $devices[2].serial_number).device_id | Should -Be $devices[2].device_id
    }

    It 'gives a secret as a SecureString unless -AsPlainText' {
        $mac = $devices | Where-Object platform -EQ Mac | Select-Object -First 1
        (Get-IruDeviceFileVaultKey $mac.device_id).key | Should -BeOfType securestring
        (Get-IruDeviceFileVaultKey $mac.device_id -AsPlainText).key | Should -BeOfType string
        { Get-IruDeviceFileVaultKey $mac.device_id -Raw } | Should -Throw -ErrorId 'IruMcp.RawShowsSecrets*'
    }

    It 'replaces the commands when they are imported again' {
        try {
            Import-IruTool -Name *-IruTag
            (Get-Command -Module IruMcp.Tools).Name | Should -Be 'Get-IruTag', 'New-IruTag', 'Remove-IruTag', 'Set-IruTag'
            @(Get-Module IruMcp.Tools) | Should -HaveCount 1
        }
        finally { Import-IruTool }
        (Get-Command -Module IruMcp.Tools).Count | Should -BeGreaterThan 110
    }

    It 'refuses a pattern that fits no tool, and keeps the commands of before' {
        { Import-IruTool -Name nothing-* } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        { Import-IruTool -Category Nothing } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        Get-Command Get-IruDevice -Module IruMcp.Tools | Should -Not -BeNullOrEmpty
    }

    It 'keeps two tenants apart by prefix' {
        $two = Start-Simulator -Argument '--devices', '3', '--seed', '9'
        try {
            $null = Connect-Simulator $two -Name second
            Import-IruTool -Name get-devices -Connection second -Prefix Second
            Import-IruTool -Name get-devices -Connection first -Prefix First
            @(Get-SecondIruDevice) | Should -HaveCount 3
            (Get-FirstIruDevice -First 1).device_id | Should -Be $devices[0].device_id
            Disconnect-IruMcp second
            { Get-SecondIruDevice } | Should -Throw -ErrorId 'IruMcp.NotConnected*' -ExpectedMessage '*second*'
        }
        finally {
            Get-IruMcpConnection | Where-Object Name -EQ second | Disconnect-IruMcp
            Get-Module IruMcp.Tools.* | Remove-Module
            Stop-Simulator $two
        }
    }

    It 'runs in ConstrainedLanguage, imported before and after' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                    param($Module, $Connection)
                    Import-Module $Module
                    Import-IruTool -Connection $Connection
                    $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
                }).AddArgument((Find-TestModule)).AddArgument((Get-IruMcpConnection | Select-Object -Last 1)).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript({
                    param($Connection, $Id)
                    "$($ExecutionContext.SessionState.LanguageMode)"
                    (Get-IruDevice -First 1 -Connection $Connection).device_id
                    Clear-IruDevice $Id -WhatIf -Connection $Connection
                    Import-IruTool -Connection $Connection
                    (Get-IruDevice $Id -Connection $Connection).device_id
                    & { $WhatIfPreference = $true; Clear-IruDevice $Id -Confirm:$false -Connection $Connection }
                }).AddArgument((Get-IruMcpConnection | Select-Object -Last 1)).AddArgument($devices[7].device_id)
            $results = $shell.Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
            $results | Should -Be 'ConstrainedLanguage', $devices[0].device_id, $devices[7].device_id
            Get-SimulatorLog $simulator erase-device | Should -HaveCount 0
        }
        finally { $shell.Dispose() }
    }

    It 'says how to connect when there is no connection any more' {
        Disconnect-IruMcp -All
        try {
            { Get-IruDevice } | Should -Throw -ErrorId 'IruMcp.NotConnected*'
            "$($error[0])" | Should -Match 'Connect-IruMcp'
        }
        finally { $null = Connect-Simulator $simulator -Name first }
    }

    It 'comes with Connect-IruMcp -ImportTool' {
        Remove-Module IruMcp.Tools
        $null = Connect-Simulator $simulator -Name first -Option @{ ImportTool = $true }
        (Get-IruDevice -First 1).device_id | Should -Be $devices[0].device_id
    }
}

Describe 'A module of commands on disk' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
        Import-Module (Find-TestModule)
        $simulator = Start-Simulator -Argument '--devices', '5'
        $null = Connect-Simulator $simulator
        $module = Join-Path $TestDrive 'Contoso.Iru'
        Export-IruTool $module
    }

    AfterAll {
        Disconnect-IruMcp -All
        Remove-Module Contoso.Iru -ErrorAction SilentlyContinue
        Stop-Simulator $simulator
    }

    It 'is a valid module that names its commands' {
        $manifest = Import-PowerShellDataFile (Join-Path $module 'Contoso.Iru.psd1')
        $manifest.FunctionsToExport | Should -Contain 'Lock-IruDevice'
        $imported = Import-Module $module -Global -PassThru
        $imported.ExportedFunctions.Keys | Sort-Object | Should -Be ($manifest.FunctionsToExport | Sort-Object)
    }

    It 'has the same bytes when it is written again, and keeps what is there without -Force' {
        $files = Get-ChildItem $module | Sort-Object Name
        $files.Name | Should -Be 'Contoso.Iru.psd1', 'Contoso.Iru.psm1'
        $before = $files | Get-FileHash | ForEach-Object Hash
        { Export-IruTool $module } | Should -Throw -ErrorId 'IruMcp.FileExists*'
        Export-IruTool $module -Force
        Get-ChildItem $module | Sort-Object Name | Get-FileHash | ForEach-Object Hash | Should -Be $before
        Get-ChildItem $module -Force | Should -HaveCount 2
    }

    It 'is not written under -WhatIf, under no name of a module, or for no tool' {
        Export-IruTool (Join-Path $TestDrive 'None') -WhatIf 6>$null
        { Export-IruTool (Join-Path $TestDrive 'a b') } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        { Export-IruTool (Join-Path $TestDrive 'IruMcp') } | Should -Throw -ErrorId 'IruMcp.InvalidArgument*'
        { Export-IruTool (Join-Path $TestDrive 'None') -Name nothing } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        Join-Path $TestDrive 'None' | Should -Not -Exist
    }

    It 'has help and completion without a connection, can be mocked, and connects by itself' -Skip:$(-not $IsLinux -and -not $IsMacOS) {
        $script = @"
Import-Module '$module'
if (Get-IruMcpConnection) { 'connected too early' }
(Get-Help Lock-IruDevice).Synopsis
(TabExpansion2 'Get-IruDevice -Platform Ma' 26).CompletionMatches.CompletionText
try { Get-IruDevice -First 1 } catch { `$_.FullyQualifiedErrorId }
`$null = Import-IruMcpConfig -Uri `$env:IRU_MCP_URL -Credential ([pscredential]::new(`$env:IRU_X_MCP_PROFILE, (ConvertTo-SecureString `$env:IRU_X_API_KEY -AsPlainText -Force)))
'device: ' + (Get-IruDevice -First 1).device_id
"@
        $run = Invoke-VaultShell -Script $script -Simulator $simulator
        $run.ErrorText | Should -BeNullOrEmpty
        $lines = $run.Output.Trim() -split '\r?\n'
        $lines[0] | Should -Match 'ocks a device'
        $lines[1] | Should -Be 'Mac'
        $lines[2] | Should -Match '^IruMcp\.ConfigNotFound,Get-IruDevice'
        $lines[3] | Should -Match '^device: [0-9a-f-]{36}$'
    }

    It 'says once that the server has moved on, and with which line it is renewed' {
        $moved = Start-Simulator -Argument '--devices', '5', '--schema', 'nullable'
        $gone = Start-Simulator -Argument '--devices', '5', '--naming', 'foreign'
        try {
            Import-Module $module -Force
            $null = Connect-Simulator $moved -Name moved
            $warnings = @(Get-IruDevice -First 1 -WarningVariable heard -WarningAction SilentlyContinue; Get-IruDevice -First 1 -WarningVariable +heard -WarningAction SilentlyContinue)
            $warnings | Should -HaveCount 2
            $heard | Should -HaveCount 1
            "$heard" | Should -Match ([regex]::Escape("Export-IruTool -OutputModule '$module' -Force"))
            $null = Connect-Simulator $gone -Name gone
            { Get-IruDevice -First 1 -WarningVariable heard -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        }
        finally {
            Get-IruMcpConnection | Where-Object Name -In moved, gone | Disconnect-IruMcp
            Stop-Simulator $moved
            Stop-Simulator $gone
        }
    }
}
