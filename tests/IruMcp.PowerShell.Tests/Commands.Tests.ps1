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

    It 'advises its own parameter where an argument is missing' {
        $failed = $null
        Restart-IruDevice -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue
        Get-ErrorId $failed | Should -Be 'IruMcp.MissingArgument'
        "$($failed[0])" | Should -BeLike '*Give -Identity (*'
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

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
        $shown | Should -Match 'Restart-IruDevice \[\[?-Identity\]? <Object\[\]>\]'
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
