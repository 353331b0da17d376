[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What one block of Pester sets is used in another.')]
param()

BeforeDiscovery {
    $isCore = $PSVersionTable.PSEdition -eq 'Core'
    $hasSdk = [bool] (Get-Command dotnet -ErrorAction SilentlyContinue)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support/Simulator.psm1" -Force
    Import-Module "$PSScriptRoot/Support/ChildShell.psm1" -Force
    $simulator = Start-Simulator -Argument '--devices', '20'

    # Each stage gives the assemblies that came with the module, as JSON objects with stage, names and contexts.
    $reporter = @'
function Write-Loaded([string] $Stage) {
    $folder = Split-Path $env:IRUMCP_TEST_MODULE
    $loaded = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object {
        -not $_.IsDynamic -and ($_.Location.StartsWith($folder) -or $_.GetName().Name -match '^(IruMcp|ModelContextProtocol)') })
    $contexts = @{}
    $places = @{}
    foreach ($assembly in $loaded) { $places[$assembly.GetName().Name] = Split-Path $assembly.Location }
    if ($PSVersionTable.PSEdition -eq 'Core') {
        foreach ($assembly in $loaded) {
            $contexts[$assembly.GetName().Name] = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name
        }
    }
    @{ stage = $Stage; names = @($loaded | ForEach-Object { $_.GetName().Name } | Sort-Object); contexts = $contexts; places = $places } | ConvertTo-Json -Compress
}

'@
    function Invoke-Reporting([string] $Script, [hashtable] $Environment = @{}) {
        $shell = Invoke-ChildShell -Script ($reporter + $Script) -Simulator $simulator -NoConnection -Environment $Environment
        $shell.ErrorText | Should -BeNullOrEmpty
        $shell.ExitCode | Should -Be 0
        $shell.Output -split "`r?`n" | Where-Object { $_ } | ForEach-Object { $_ | ConvertFrom-Json }
    }
}

AfterAll { Stop-Simulator $simulator }

Describe 'What an import loads' {
    BeforeAll {
        $stages = Invoke-Reporting @'
Write-Loaded import
$null = Get-Command -Module IruMcp
Write-Loaded commands
Connect-IruMcp -EnvironmentVariable
Write-Loaded connected
'@
    }

    It 'is nothing of ours but the module itself, after <_>' -ForEach 'import', 'commands' {
        ($stages | Where-Object stage -EQ $_).names | Should -Be 'IruMcp'
    }

    It 'is more only when a cmdlet needs it' {
        $names = ($stages | Where-Object stage -EQ 'connected').names
        $names | Should -Contain 'IruMcp.Core'
        $names | Should -Contain 'ModelContextProtocol.Core'
    }

    It 'is no module of PowerShell for a first page and the age of its devices' -Skip:(-not $isCore) {
        $shell = Invoke-ChildShell -Simulator $simulator -NoConnection -Script @'
Connect-IruMcp -EnvironmentVariable
$age = (Invoke-IruTool get-devices -First 1).LastCheckInAge
"$($age.GetType().Name) $((Get-Module Microsoft.PowerShell.Utility).Name)"
'@
        $shell.ErrorText | Should -BeNullOrEmpty
        $shell.Output.Trim() | Should -Be 'TimeSpan'
    }

    It 'is the code that was compiled beforehand, where there is some for this host' -Skip:(-not $isCore -or [Environment]::Version.Major -ne 10) {
        $system = $(if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }) + '-' + "$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
        $folder = [IO.Path]::Combine((Split-Path (Find-TestModule)), 'lib', 'net10.0', $system)
        if (-not (Test-Path -LiteralPath $folder)) { $folder = [IO.Path]::Combine((Split-Path (Find-TestModule)), 'lib', 'net8.0') }
        $places = ($stages | Where-Object stage -EQ 'connected').places
        $places.'IruMcp.Core' | Should -Be $folder
        $places.'ModelContextProtocol.Core' | Should -Be $folder
    }

    It 'is kept out of the default load context' -Skip:(-not $isCore) {
        $contexts = ($stages | Where-Object stage -EQ 'connected').contexts
        $contexts.'IruMcp' | Should -Be 'Default'
        $contexts.'IruMcp.Core' | Should -Be 'IruMcp'
        $contexts.'ModelContextProtocol.Core' | Should -Be 'IruMcp'
        $contexts.'Microsoft.Extensions.Logging.Abstractions' | Should -Be 'IruMcp'
    }
}

Describe 'A second import with -Force' {
    BeforeAll {
        $result = Invoke-Reporting @'
$wanted = (Import-PowerShellDataFile $env:IRUMCP_TEST_MODULE).CmdletsToExport | Sort-Object
Connect-IruMcp -EnvironmentVariable
Import-Module $env:IRUMCP_TEST_MODULE -Force
Import-Module $env:IRUMCP_TEST_MODULE -Force
$devices = @(Invoke-IruTool get-devices -First 3)
Remove-Module IruMcp
Import-Module $env:IRUMCP_TEST_MODULE
@{
    wanted     = @($wanted)
    exported   = @((Get-Command -Module IruMcp).Name | Sort-Object)
    devices    = $devices.Count
    afterwards = @(Invoke-IruTool get-devices -First 3).Count
    copies     = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'IruMcp.Core' }).Count
} | ConvertTo-Json -Compress
'@
    }

    It 'exports every cmdlet' { $result.exported | Should -Be $result.wanted }

    It 'keeps the connection that was open' { $result.devices | Should -Be 3 }

    It 'keeps it when the module has been removed between' { $result.afterwards | Should -Be 3 }

    It 'loads no second copy of Core' { $result.copies | Should -Be 1 }
}

Describe 'Another module with an old copy of a library that IruMcp brings too' {
    BeforeAll {
        $old = $null
        if (Get-Command dotnet -ErrorAction SilentlyContinue) {
            $name = 'IruMcp.LoadTests.OldAssemblies'
            $project = Join-Path (Split-Path $PSScriptRoot) "$name/$name.csproj"
            $folder = (Resolve-Path -LiteralPath $TestDrive).ProviderPath
            $null = & dotnet build $project -c Release -v q -nologo "-p:ArtifactsFolder=$folder/"
            $file = Join-Path $folder "bin/$name/Release/netstandard2.0/Microsoft.Extensions.Logging.Abstractions.dll"
            if (Test-Path -LiteralPath $file) { $old = $file }
        }
    }

    It 'does no harm' -Skip:(-not $hasSdk) {
        if (-not $old) { Set-ItResult -Skipped -Because 'the old library could not be restored' }

        $result = Invoke-Reporting -Environment @{ OLD_LIBRARY = $old } -Script @'
# Loaded and used before IruMcp needs its own.
Add-Type -LiteralPath $env:OLD_LIBRARY
$null = [Microsoft.Extensions.Logging.Abstractions.NullLogger]::Instance
Connect-IruMcp -EnvironmentVariable
@{
    devices  = @(Invoke-IruTool get-devices).Count
    versions = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Microsoft.Extensions.Logging.Abstractions' } |
        ForEach-Object { $_.GetName().Version.Major } | Sort-Object)
    theirs   = [Microsoft.Extensions.Logging.Abstractions.NullLogger].Assembly.GetName().Version.Major
} | ConvertTo-Json -Compress
'@
        $result.devices | Should -Be 20
        $result.theirs | Should -Be 6
        $result.versions | Should -Be 6, 10
    }
}
