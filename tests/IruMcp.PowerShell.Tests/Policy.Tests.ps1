[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    # A machine's policy for one process alone: a private view of /etc, which needs root or user namespaces.
    $unshare = if ($env:OS -ne 'Windows_NT') { (Get-Command unshare -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1).Source }
    if ($unshare) {
        & $unshare $(if ((& id -u) -eq '0') { '-m' } else { '-rm' }) sh -c 'd=$(mktemp -d) && mount --bind $d $d' 2>$null
        $canMount = $LASTEXITCODE -eq 0
    }
    # Test-Json is new in PowerShell 6, and not every build has it whole.
    $hasSchemaTest = try { [bool] (Test-Json -Json '{}' -Schema '{}' -ErrorAction Stop) } catch { $false }
}

Describe 'The policy' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/CountingHost.psm1" -Force
        Import-Module (Find-TestModule)
        $docs = Join-Path $PSScriptRoot '../../docs'
        Import-Module "$PSScriptRoot/Support/UserPlaces.psm1" -Force
        $own = Join-Path $TestDrive 'config'
        $before = Move-Place Config $own
        $file = Get-PolicyPath $own
        $simulator = Start-Simulator -Argument '--devices', '60'
        $connection = Connect-Simulator $simulator
    }

    AfterAll {
        Disconnect-IruMcp -All
        Stop-Simulator $simulator
        $null = Move-Place Config $before
    }

    BeforeEach {
        if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file }
        Clear-SimulatorLog $simulator
    }

    It 'offers the rules that are there when one is to be removed, and nothing where the file is broken' {
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue }
        Set-IruMcpPolicy -Tool erase-* -Action Deny
        Set-IruMcpPolicy -Tool delete-device -Action Confirm
        (Get-Completion 'Remove-IruMcpPolicy ').CompletionText | Should -Be 'delete-device', "'erase-*'"
        (Get-Completion 'Remove-IruMcpPolicy era').ToolTip | Should -Match 'erase'
        Get-Completion 'Remove-IruMcpPolicy -Scope Machine -Tool era' | Should -BeNullOrEmpty
        Set-Content -LiteralPath $file -Value '{ "rules": '
        Get-Completion 'Remove-IruMcpPolicy ' | Should -BeNullOrEmpty
    }

    It 'is set, listed in the order in which it is asked, tested and removed' {
        Set-IruMcpPolicy -Tool delete-device -Action Allow -MaximumPerPipeline 3
        Set-IruMcpPolicy -Risk Write, Disruptive -Argument @{ blueprint_id = 'b1', 'b2' } -Action Confirm
        $set = Set-IruMcpPolicy -Tool 'erase-*' -Action Deny -Reason 'Ask us' -PassThru
        $set.Order | Should -Be 1
        (Get-IruMcpPolicy).Action | Should -Be 'Deny', 'Confirm', 'Allow'
        (Get-IruMcpPolicy erase-device).Tool | Should -Be 'erase-*'
        (Test-IruMcpPolicy erase-device).Result | Should -Be 'Denied'
        (Test-IruMcpPolicy delete-device).Result | Should -Be 'Allowed'
        (Test-IruMcpPolicy delete-device).MaximumPerPipeline | Should -Be 3
        (Test-IruMcpPolicy update-device -Arguments @{ blueprint_id = 'B2' }).Result | Should -Be 'Asked'
        (Test-IruMcpPolicy update-device -Arguments @{ blueprint_id = 'b3' }).Result | Should -Be 'Allowed'
        (Get-IruTool get-unlock-pin | Test-IruMcpPolicy -Channel Bridge).Result | Should -Be 'Denied'
        Get-IruMcpPolicy | Remove-IruMcpPolicy
        Get-IruMcpPolicy | Should -BeNullOrEmpty
        Get-SimulatorLog $simulator | Should -HaveCount 0
    }

    It 'takes tool and action by position, and says with -Verbose that there is no rule' {
        (Set-IruMcpPolicy 'wipe-*' Deny -PassThru -WarningAction SilentlyContinue).Action | Should -Be 'Deny'
        Remove-IruMcpPolicy 'wipe-*'
        (Get-IruMcpPolicy 'wipe-*' -Verbose 4>&1) -join "`n" | Should -BeLike '*No such rule*'
        Get-IruMcpPolicy 'wipe-*' | Should -BeNullOrEmpty
    }

    It 'warns of a name that nothing has, with the nearest one, and takes it all the same' {
        Set-IruMcpPolicy -Tool erase-devise, 'wiep-*', 'erase_device' -Operation lock-devise -Action Deny -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -HaveCount 2
        "$($warned[0])" | Should -BeLike "*'erase-devise'*Did you mean erase-device*"
        "$($warned[1])" | Should -BeLike "*'lock-devise'*Did you mean lock-device*"
        Get-IruMcpPolicy | Should -HaveCount 1
        Set-IruMcpPolicy -Tool erase_device -Action Allow -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike "*'erase_device'*erase-device*" -Because 'an Allow takes a name as it stands'
    }

    It 'denies in its test what the server does not list, and says how it could run' {
        $test = Test-IruMcpPolicy erase-devise -WarningVariable warned -WarningAction SilentlyContinue
        $test.Result, $test.IsUnknown, $test.By | Should -Be 'Denied', $true, 'the server does not list it'
        "$warned" | Should -BeLike '*Did you mean erase-device*-AllowUnknownTool*Asked*'
        (Test-IruMcpPolicy ERASE-DEVICE -WarningVariable warned).Result | Should -Be 'Asked'
        $warned | Should -BeNullOrEmpty
    }

    It 'shows the values of an argument as text' {
        Set-IruMcpPolicy -Risk Write -Argument @{ blueprint_id = 'b1', 'b2' } -Action Confirm
        Get-IruMcpPolicy | Format-List Argument | Out-String | Should -Match 'blueprint_id, b1 or b2'
    }

    It 'says the whole path where -AuditPath is a relative one' {
        $failure = { Set-IruMcpPolicy -AuditPath trail -WhatIf } | Should -Throw -ErrorId 'IruMcp.InvalidRule*' -PassThru
        "$failure" | Should -BeLike "*Set-IruMcpPolicy -AuditPath '$(Join-Path $PWD.ProviderPath 'trail')'*"
    }

    It 'asks about a thing whose name tries to look like the question in one plain line' {
        $shell = New-CountingShell
        try {
            $script = "param(`$connection, `$item) if (-not (Get-Module IruMcp)) { Import-Module '$(Find-TestModule)' }; `$item | Invoke-IruTool erase-device -Connection `$connection"
            $item = [pscustomobject] @{ device_id = [guid]::NewGuid().ToString(); device_name = "Bob$([char]27)[2J`r`n$([char]0x202E)Yes to all" }
            $null = Invoke-CountingShell $shell $script -ArgumentList $connection, $item
            $shell.Counter.Questions[0] | Should -Match "\nerase-device on 'Bob \[2J Yes to all' \([^\n]*\ndefault 2"
        }
        finally { Close-CountingShell $shell }
    }

    It 'changes nothing under -WhatIf, and nothing that is broken' {
        Set-IruMcpPolicy -Tool x -Action Deny -WhatIf
        Test-Path -LiteralPath $file | Should -BeFalse
        $null = New-Item -ItemType Directory -Force (Split-Path $file)
        Set-Content -LiteralPath $file -Value '{ "rules": [ { "tool": "x", "acton": "Deny" } ] }'
        { Set-IruMcpPolicy -Tool y -Action Deny } | Should -Throw -ErrorId 'IruMcp.PolicyBroken*'
        $problems = $null
        Get-IruMcpPolicy -ErrorVariable problems -ErrorAction SilentlyContinue
        "$($problems[0])" | Should -Match 'line 1, column 29.*acton'
        @(Invoke-IruTool get-devices -First 2) | Should -HaveCount 2
        { Invoke-IruTool create-tag -name no -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.PolicyBroken*'
    }

    It 'follows its published schema, and the examples of the documentation do' -Skip:(-not $hasSchemaTest) {
        $schema = Get-Content -Raw (Join-Path $docs 'policy.schema.json')
        Set-IruMcpPolicy -Tool a, b -Operation 'erase-*' -Risk Write -Argument @{ x = 1, $true, 'y' } -Connection '*.iru.dev' -Channel Bridge -Action Deny -MaximumPerPipeline 0 -MaximumPerHour 1 -Reason r
        Set-IruMcpPolicy -ReadOnly $true -AuditPath $TestDrive -AuditToSystem $true
        Test-Json -Json (Get-Content -Raw -LiteralPath $file) -Schema $schema | Should -BeTrue
        $example = [regex]::Match((Get-Content -Raw (Join-Path $docs 'safety.md')), '(?s)```json\s*(\{.*?)```').Groups[1].Value
        Test-Json -Json $example -Schema $schema | Should -BeTrue
        Set-Content -LiteralPath $file -Value $example
        (Get-IruMcpPolicy -File -ErrorAction Stop | Where-Object Scope -EQ User).Rules | Should -HaveCount 3
        foreach ($wrong in '{"rulez":[]}', '{"rules":[{"action":"Deny"}]}', '{"rules":[{"tool":"x"}]}', '{"rules":[{"tool":"[a]","action":"Deny"}]}', '{"rules":[{"tool":"","action":"Deny"}]}') {
            Test-Json -Json $wrong -Schema $schema -ErrorAction SilentlyContinue | Should -BeFalse -Because $wrong
            Set-Content -LiteralPath $file -Value $wrong
            (Get-IruMcpPolicy -File -ErrorAction SilentlyContinue | Where-Object Scope -EQ User).Problems | Should -Not -BeNullOrEmpty -Because $wrong
        }
    }

    It 'stops a pipeline at its limit and gives the rest back, ready to be piped again' {
        $devices = @(Invoke-IruTool get-devices -First 30)
        $failed = $null
        $devices | Invoke-IruTool erase-device -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue | Out-Null
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 25
        $failed | Should -HaveCount 1
        $failed | Get-ErrorId | Should -Be 'IruMcp.BlastRadius'
        "$failed" | Should -Match '25 were sent.*not sent for 5 inputs'
        $failed[0].TargetObject.device_id | Should -Be $devices[25..29].device_id
        $failed[0].TargetObject | Invoke-IruTool erase-device -Confirm:$false -ErrorAction Stop | Out-Null
        @(Get-SimulatorLog $simulator erase-device) | Should -HaveCount 30
    }

    It 'names a command that raises the limit of that operation alone, and -WhatIf says how many would be sent' {
        $devices = @(Invoke-IruTool get-devices -First 30)
        $shown = $devices | Invoke-IruTool lock-device -WhatIf 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        "$shown" | Should -BeLike 'Only 25 of these 30 calls*'
        $few = $devices[0..24] | Invoke-IruTool lock-device -WhatIf 3>&1
        $few | Should -BeNullOrEmpty
        $failed = $null
        $devices | Invoke-IruTool lock-device -Force -ErrorVariable failed -ErrorAction SilentlyContinue | Out-Null
        "$failed" | Should -Match 'Set-IruMcpPolicy -Operation lock-device -MaximumPerPipeline \d+'
        & ([scriptblock]::Create([regex]::Match("$failed", 'Set-IruMcpPolicy.*$').Value))
        (Test-IruMcpPolicy lock-device).MaximumPerPipeline | Should -Be 50
        (Test-IruMcpPolicy delete-device).MaximumPerPipeline | Should -Be 25
        $devices | Invoke-IruTool lock-device -Force -ErrorVariable failed -ErrorAction SilentlyContinue | Out-Null
        $failed | Get-ErrorId | Should -Not -Contain 'IruMcp.BlastRadius'
    }

    It 'asks by name, serial number and user, looked up in one read where only an id is at hand; a failed look-up does not stop the question' {
        $device = Invoke-IruTool get-devices -First 20 | Where-Object { $_.user.name } | Select-Object -First 1
        $shell = New-CountingShell
        try {
            $script = "param(`$connection, `$id, `$more) if (-not (Get-Module IruMcp)) { Import-Module '$(Find-TestModule)' }; Invoke-IruTool erase-device -device_id `$id -Connection `$connection @more"
            Clear-SimulatorLog $simulator
            $null = Invoke-CountingShell $shell $script -ArgumentList $connection, $device.device_id, @{}
            $shell.Counter.Questions.Count | Should -Be 1
            $question = $shell.Counter.Questions[0]
            foreach ($part in $device.device_name, $device.serial_number, $device.user.name, $device.device_id) { $question | Should -Match ([regex]::Escape($part.Replace("'", "''"))) }
            $question | Should -Match 'default 2'
            (Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'tools/call').tool | Should -Be 'get-device'

            Clear-SimulatorLog $simulator
            $null = Invoke-CountingShell $shell $script -ArgumentList $connection, $device.device_id, @{ WhatIf = $true }
            Get-SimulatorLog $simulator | Should -HaveCount 0

            $null = Invoke-CountingShell $shell $script -ArgumentList $connection, ([guid]::NewGuid().ToString()), @{}
            "$($shell.Counter.Questions)" | Should -Match 'name is unknown'
        }
        finally { Close-CountingShell $shell }
    }

    It 'finds a tool that is new on the server, and sends an unknown one with -AllowUnknownTool only' {
        { Invoke-IruTool frobnicate -Arguments @{ x = 1 } } | Should -Throw -ErrorId 'IruMcp.UnknownTool*'
        @(Get-SimulatorLog $simulator | Where-Object rpcMethod -EQ 'tools/list').Count | Should -BeGreaterOrEqual 1
        Get-SimulatorLog $simulator frobnicate | Should -BeNullOrEmpty
        { Invoke-IruTool frobnicate -AllowUnknownTool -Arguments @{ x = 1 } -Force -ErrorAction Stop } | Should -Throw
        @(Get-SimulatorLog $simulator frobnicate) | Should -HaveCount 1
        { Invoke-IruTool wipe-frob -AllowUnknownTool -ErrorAction Stop } | Should -Throw -ErrorId 'IruMcp.CannotConfirm*'
        Get-SimulatorLog $simulator wipe-frob | Should -BeNullOrEmpty
    }
}

Describe 'A machine policy that denies erase-* (needs a private view of /etc)' -Skip:(-not $canMount) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
        Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force

        function Invoke-UnderMachinePolicy {
            param($Simulator, [string] $Policy, [string] $Script)
            $folder = New-TestFolder
            try {
                $child = Write-ChildScript $folder $Script
                [System.IO.File]::WriteAllText("$folder/policy.json", $Policy)
                # The mounts end with the process.
                [System.IO.File]::WriteAllText("$folder/run.sh", (@'
mkdir "$1/etc" && cp -a /etc/. "$1/etc" 2>/dev/null
rm -rf "$1/etc/irumcp"; mkdir -m 755 "$1/etc/irumcp" && cp "$1/policy.json" "$1/etc/irumcp/policy.json" && chmod 644 "$1/etc/irumcp/policy.json" && chmod 755 "$1/etc" || exit 9
mount --bind "$1/etc" /etc || exit 9
exec "$2" -NoProfile -File "$3"
'@ -replace "`r"))
                $values = Get-ChildEnvironment $Simulator
                $values.XDG_CONFIG_HOME = "$folder/config"
                $values.XDG_STATE_HOME = "$folder/state"
                $assignments = $values.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }
                $kind = if ((& id -u) -eq '0') { '-m' } else { '-rm' }
                & env @assignments unshare $kind sh "$folder/run.sh" $folder (Find-PowerShell) $child 2>&1 | Out-String
            }
            finally { & /bin/rm -rf -- $folder }
        }

        $attempts = @'
$connection = Connect-IruMcp -Name simulated -EnvironmentVariable -PassThru
$tool = (Get-IruTool | Where-Object { $_.Operation.Id -eq 'erase-device' }).Name
$list = (Get-IruTool | Where-Object { $_.Operation.Id -eq 'list-devices' }).Name
$id = (Invoke-IruTool $list -First 1).device_id
$named = (Get-IruTool $tool).Parameters[0].Name
$values = @{ $named = $id }
function Test-Attempt([string] $What, [scriptblock] $Try) {
    $Error.Clear()
    try { $null = & $Try 2>$null 3>$null } catch { $null = $_ }
    $failure = $Error[0].Exception
    while ($failure -and -not $failure.Id -and $failure.InnerException) { $failure = $failure.InnerException }
    "$What => $($failure.Id) $(if (-not $failure.Id) { $Error[0] })"
}
Test-Attempt 'plain' { Invoke-IruTool $tool $values }
Test-Attempt 'force' { Invoke-IruTool $tool $values -Force }
Test-Attempt 'confirm' { Invoke-IruTool $tool $values -Confirm:$false }
Test-Attempt 'preference' { $ConfirmPreference = 'None'; Invoke-IruTool $tool $values }
Test-Attempt 'defaults' { $PSDefaultParameterValues = @{ '*:Force' = $true; '*:Confirm' = $false; '*:WhatIf' = $false }; Invoke-IruTool $tool $values }
Test-Attempt 'unlisted' { Invoke-IruTool $tool $values -AllowUnknownTool -Force }
foreach ($spelling in 'ERASE-DEVICE', 'erase_device', 'eraseDevice', 'erase-device ', "erase$([char] 0x200b)-device") {
    Test-Attempt "spelling $spelling" { Invoke-IruTool $spelling $values -AllowUnknownTool -Force }
}
Set-IruMcpPolicy -Tool '*', $tool, 'erase-*' -Action Allow
Set-IruMcpPolicy -Operation erase-device -Action Allow
Set-IruMcpPolicy -Risk Destructive -Channel Shell -Action Allow -MaximumPerPipeline 1000
Set-IruMcpPolicy -ReadOnly $false
Test-Attempt 'user policy' { Invoke-IruTool $tool $values -Force }
foreach ($name in 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'HOME', 'ProgramData', 'ALLUSERSPROFILE', 'SystemDrive', 'IRUMCP_POLICY', 'IRUMCP_MACHINE_POLICY', 'ETC') {
    Set-Item "env:$name" /tmp/nowhere
}
$other = Connect-IruMcp -Name other -EnvironmentVariable -PassThru
Test-Attempt 'environment' { Invoke-IruTool $tool $values -Force -Connection $other }

# The public API of the library, without any cmdlet.
$core = $connection.GetType().Assembly
$dictionary = [System.Collections.Generic.Dictionary[string, object]]::new()
$dictionary[$named] = [string] $id
function New-Call($From) {
    $bind = $core.GetType('IruMcp.Tools.ToolCall').GetMethod('Bind')
    $first = @($From, $null, $dictionary, $null, [Activator]::CreateInstance($core.GetType('IruMcp.Results.PageRequest')))
    $bind.Invoke($null, [object[]] ($first + @($bind.GetParameters() | Select-Object -Skip 5 | ForEach-Object { $null })))
}
$nowhere = [System.IO.TextWriter]::Null
$write = [System.IO.TextWriter].GetMethod('WriteLine', [type[]] @([string])).CreateDelegate([Action[string]], $nowhere)
$log = $core.GetType('IruMcp.ActivityLog').GetConstructors()[0].Invoke([object[]] @($write, $write, $null))
function Send-Call($Over, $Call) {
    $invoke = $Over.GetType().GetMethods() | Where-Object Name -EQ Invoke | Select-Object -First 1
    $arguments = [object[]] (@($Call, $log) + @($invoke.GetParameters() | Select-Object -Skip 2 | ForEach-Object { $_.DefaultValue }))
    $invoke.Invoke($Over, $arguments).ReadPageAsync([System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
}
Test-Attempt 'library' { $call = New-Call $connection.GetTool($tool); $call.Approve('me'); Send-Call $connection $call }
foreach ($channel in 'Shell', 'Bridge') {
    Test-Attempt "library, options, $channel" {
        $options = [Activator]::CreateInstance($core.GetType('IruMcp.Connections.ConnectionOptions'))
        $options.Name = 'mine'
        $options.Endpoint = [uri] $env:IRU_MCP_URL
        $options.ApiKey = [Activator]::CreateInstance($core.GetType('IruMcp.Secret'), @($env:IRU_X_API_KEY))
        $options.Profile = [Activator]::CreateInstance($core.GetType('IruMcp.Secret'), @($env:IRU_X_MCP_PROFILE))
        $options.Channel = $channel
        $mine = $connection.GetType().GetMethod('OpenAsync').Invoke($null, @($options, $log, [System.Threading.CancellationToken]::None)).GetAwaiter().GetResult()
        $call = New-Call $mine.GetTool($tool)
        $call.Approve('me')
        Send-Call $mine $call
    }
}
"read=$(@(Invoke-IruTool $list -First 2 -Connection $connection).Count)"
'the end'
'@
    }

    It 'cannot be overcome by a parameter, a variable, the environment, the user''s policy or the library itself, with names of the scheme <_>' -ForEach 'iru', 'foreign' {
        $simulator = Start-Simulator -Argument '--devices', '5', '--naming', $_
        try {
            $said = Invoke-UnderMachinePolicy -Simulator $simulator -Script $attempts -Policy '{ "rules": [ { "action": "Deny", "tool": "erase-*" } ] }'
            $said | Should -Match 'read=2\s+the end'
            $tries = @([regex]::Matches($said, '(?m)^(.*?) => (.*?)\s*$') | ForEach-Object { $_.Groups[1].Value + ': ' + $_.Groups[2].Value })
            $tries.Count | Should -Be 16
            $tries | Where-Object { $_ -notmatch ': IruMcp\.PolicyDenied$' } | Should -BeNullOrEmpty
            @((Get-SimulatorLog $simulator).tool | Where-Object { $_ -match 'erase|wipe' }) | Should -BeNullOrEmpty
        }
        finally { Stop-Simulator $simulator }
    }

    It 'has a Confirm that only a person lifts' {
        $simulator = Start-Simulator -Argument '--devices', '5'
        try {
            $said = Invoke-UnderMachinePolicy -Simulator $simulator -Policy '{ "rules": [ { "action": "Confirm", "tool": "restart-device" } ] }' -Script @'
$null = Connect-IruMcp -Name simulated -EnvironmentVariable
$device = Invoke-IruTool get-devices -First 1
foreach ($consent in @{ Force = $true }, @{ Confirm = $false }) {
    $device | Invoke-IruTool restart-device @consent -ErrorVariable failed -ErrorAction SilentlyContinue
    "id=$(($failed[0].FullyQualifiedErrorId -split ',')[0])"
}
'@
            [regex]::Matches($said, 'id=IruMcp.ConfirmationRequired').Count | Should -Be 2 -Because $said
            Get-SimulatorLog $simulator restart-device | Should -BeNullOrEmpty
        }
        finally { Stop-Simulator $simulator }
    }

    It 'that users could have written leaves plain reads only' {
        $simulator = Start-Simulator -Argument '--devices', '5'
        try {
            $said = Invoke-UnderMachinePolicy -Simulator $simulator -Policy '{ }' -Script @'
chmod 666 /etc/irumcp/policy.json
$null = Connect-IruMcp -Name simulated -EnvironmentVariable
"read=$(@(Invoke-IruTool get-devices -First 1).Count)"
try { Invoke-IruTool create-tag -name no -ErrorAction Stop } catch { "id=$(($_.FullyQualifiedErrorId -split ',')[0]) $_" -replace '\s+', ' ' }
'@
            $said | Should -Match 'read=1'
            $said | Should -Match 'id=IruMcp.PolicyBroken.*/etc/irumcp/policy.json can be written by others'
        }
        finally { Stop-Simulator $simulator }
    }
}
