# Every documented operation, under two naming schemes, in every way to call it: its class, and how often a person is asked.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    # How often each class asks. Where a way refuses, Refused names the error.
    $never = @{ Read = 0; Sensitive = 0; Write = 0; Disruptive = 0; Destructive = 0 }
    $always = @{ Read = 0; Sensitive = 0; Write = 1; Disruptive = 1; Destructive = 1 }
    $ways = @(
        @{ Way = 'interactive'; Call = 'Invoke-IruTool $name -Arguments $values'; Asks = @{ Read = 0; Sensitive = 0; Write = 0; Disruptive = 0; Destructive = 1 } }
        @{ Way = '-Force'; Call = 'Invoke-IruTool $name -Arguments $values -Force'; Asks = $never }
        @{ Way = '-Confirm'; Call = 'Invoke-IruTool $name -Arguments $values -Confirm'; Asks = $always }
        @{ Way = '-Confirm:$false'; Call = 'Invoke-IruTool $name -Arguments $values -Confirm:$false'; Asks = $never }
        @{ Way = '$ConfirmPreference Low'; Call = '$ConfirmPreference = "Low"; Invoke-IruTool $name -Arguments $values'; Asks = $always }
        @{ Way = '$ConfirmPreference None'; Call = '$ConfirmPreference = "None"; Invoke-IruTool $name -Arguments $values'; Asks = $never }
        @{ Way = 'a wrapper function''s -Confirm:$false'; Call = 'Invoke-Wrapper -Confirm:$false'; Asks = $never }
        @{ Way = 'allowlisted'; Call = 'Invoke-IruTool $name -Arguments $values'; Asks = $never; Action = 'Allow' }
        @{ Way = 'to be confirmed by the policy'; Call = 'Invoke-IruTool $name -Arguments $values'; Action = 'Confirm'
            Asks = @{ Read = 1; Sensitive = 1; Write = 1; Disruptive = 1; Destructive = 1 } }
        @{ Way = 'denied'; Call = 'Invoke-IruTool $name -Arguments $values -Force'; Asks = $never; Action = 'Deny'; Refused = 'IruMcp.PolicyDenied'
            RefusedClasses = 'Read', 'Sensitive', 'Write', 'Disruptive', 'Destructive' }
        @{ Way = 'nobody to answer'; Call = 'Invoke-IruTool $name -Arguments $values'; Asks = $never; WithoutHost = $true; Refused = 'IruMcp.CannotConfirm'
            RefusedClasses = @('Destructive') }
    )
    $schemes = @(@{ Scheme = 'iru'; Ways = $ways }, @{ Scheme = 'foreign'; Ways = $ways })
}

Describe 'Questions, with names of the scheme <Scheme>' -ForEach $schemes {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/SampleArguments.psm1" -Force
        Import-Module "$PSScriptRoot/Support/CountingHost.psm1" -Force
        Import-Module (Find-TestModule)
        Import-Module "$PSScriptRoot/Support/UserPlaces.psm1" -Force
        $before = Move-Place Config (Join-Path $TestDrive 'config')
        $simulator = Start-Simulator -Argument '--devices', '5', '--naming', $Scheme
        $connection = Connect-Simulator $simulator
        $cases = @(Get-IruTool -Connection $connection | ForEach-Object { @{ name = $_.Name; risk = "$($_.Risk)"; values = Get-SampleArgument $_ } })
        $counting = New-CountingShell
        $mute = New-CountingShell -WithoutHost

        function Initialize-TestPolicy([string] $Action) {
            # The calls of all ways together are more than an hour's.
            Get-IruMcpPolicy -Scope User | Remove-IruMcpPolicy
            Set-IruMcpPolicy -Risk Disruptive, Destructive -MaximumPerHour 100000
            if ($Action) { Set-IruMcpPolicy -Tool '*' -Action $Action }
        }
    }

    AfterAll {
        Close-CountingShell $counting
        Close-CountingShell $mute
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
        $null = Move-Place Config $before
    }

    It 'gives each operation its documented class' {
        $classes = @{ 'read' = 'Read'; 'secret-read' = 'Sensitive'; 'read-like' = 'Read'; 'write' = 'Write'; 'disruptive' = 'Disruptive'
            'destructive' = 'Destructive'; 'highly-destructive' = 'Destructive' }
        $source = Join-Path $PSScriptRoot '../../src'
        $documented = @{}
        Import-Csv -Delimiter "`t" -LiteralPath (Join-Path $source 'IruMcp.Core/Tools/Operations.tsv') |
            ForEach-Object { $documented["$($_.method) $(($_.path -replace '^/api/v1').TrimEnd('/'))"] = $classes[$_.risk] }
        $foreign = @{}
        Import-Csv -Delimiter "`t" -LiteralPath (Join-Path $source 'IruMcp.Simulator/Tools/ToolTexts.tsv') |
            ForEach-Object { $foreign[$_.foreign_name] = $_.operation }

        $tools = @(Get-IruTool -Connection $connection)
        $tools | Should -HaveCount 131
        $wrong = foreach ($tool in $tools) {
            $key = if ($Scheme -eq 'foreign') { $foreign[$tool.Name] } else { "$($tool.Operation)" -replace '(?<= )/api/v1' -replace '/$' }
            $expected = $documented[$key]
            # A name that proves no operation keeps a read, a secret and a destruction; another change may count as unknown, never as less.
            $isRight = if ($tool.Operation) { "$($tool.Risk)" -eq $expected }
            elseif ($expected -in 'Write', 'Disruptive') { "$($tool.Risk)" -eq 'Destructive' }
            else { "$($tool.Risk)" -eq $expected }
            if (-not $isRight) { "$($tool.Name): $($tool.Risk), not $expected" }
        }
        $wrong | Should -BeNullOrEmpty
        $unknown = @($tools | Where-Object { -not $_.Operation }).Count
        $unknown | Should -BeLessOrEqual $(if ($Scheme -eq 'foreign') { 46 } else { 0 })
    }

    It 'are asked as the class says: <Way>' -ForEach $Ways {
        Initialize-TestPolicy $Action
        Clear-SimulatorLog $simulator
        $shell = if ($WithoutHost) { $mute } else { $counting }
        # One script for all tools; after each the number of questions so far is written.
        $found = Invoke-CountingShell $shell -ArgumentList $connection, $cases, $(if ($shell.Counter) { , $shell.Counter.Questions } else { , @() }), (Find-TestModule) -Script @"
param(`$connection, `$cases, `$questions, `$module)
if (-not (Get-Module IruMcp)) { Import-Module `$module }
`$PSDefaultParameterValues = @{ 'Invoke-IruTool:Connection' = `$connection }
function Invoke-Wrapper { [CmdletBinding(SupportsShouldProcess)] param() Invoke-IruTool `$name -Arguments `$values }
foreach (`$case in `$cases) {
    `$name = `$case.name
    `$values = `$case.values
    `$asked = `$questions.Count
    `$Error.Clear()
    try { `$null = & { $Call } 2>`$null } catch { `$null = `$_ }
    [pscustomobject] @{ Name = `$name; Risk = `$case.risk; Asked = `$questions.Count - `$asked; Error = if (`$Error.Count) { (`$Error[0].FullyQualifiedErrorId -split ',')[0] } }
}
"@
        $found | Should -HaveCount 131
        $found | Where-Object { $_.Asked -ne $Asks[$_.Risk] } | ForEach-Object { "$($_.Name) ($($_.Risk)): asked $($_.Asked) times" } | Should -BeNullOrEmpty
        $refusals = 'IruMcp.PolicyDenied', 'IruMcp.CannotConfirm', 'IruMcp.ConfirmationRequired', 'IruMcp.NotApproved', 'IruMcp.BlastRadius', 'IruMcp.PolicyBroken'
        $found | Where-Object { $_.Error -in $refusals -and $_.Risk -notin $RefusedClasses } | ForEach-Object { "$($_.Name): $($_.Error)" } | Should -BeNullOrEmpty
        $found | Where-Object { $_.Risk -in $RefusedClasses -and $_.Error -ne $Refused } | ForEach-Object { "$($_.Name): $($_.Error)" } | Should -BeNullOrEmpty

        # What was asked about was declined, so neither that nor what was refused was sent. (A question may look up a name.)
        $unsent = @($found | Where-Object { $_.Asked -gt 0 -or $_.Risk -in $RefusedClasses }).Name
        $lookups = @($found | Where-Object Asked -GT 0 | ForEach-Object { 'get-device', 'get-blueprint', 'get-user' } | Select-Object -Unique)
        $named = @(Get-IruTool -Connection $connection | Where-Object { $_.Operation.Id -in $lookups }).Name
        @((Get-SimulatorLog $simulator).tool | Where-Object { $_ -in $unsent -and $_ -notin $named } | Select-Object -Unique) | Should -BeNullOrEmpty
    }
}
