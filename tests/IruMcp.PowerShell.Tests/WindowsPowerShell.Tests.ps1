# Every script that users get can be parsed by Windows PowerShell 5.1. In PowerShell 7 the operators that 5.1 lacks are looked for.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What BeforeAll sets is used in It.')]
param()

BeforeDiscovery {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $scripts = Get-ChildItem -Path (Join-Path $root 'docs') -Recurse -Include *.ps1, *.psm1, *.psd1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    $pages = @(Get-ChildItem -Path (Join-Path $root 'docs') -Recurse -Filter *.md) + @(Get-Item (Join-Path $root 'README.md')) |
        Where-Object { Select-String -LiteralPath $_.FullName -Pattern '^```powershell' -Quiet } |
        ForEach-Object { @{ Name = $_.FullName.Substring($root.Length + 1); Path = $_.FullName } }
}

BeforeAll {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support', 'Simulator.psm1')) -Force

    function Get-NewSyntax([string] $Text) {
        $tokens = $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
        $errors | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Message)" }
        $tokens | Where-Object { "$($_.Kind)" -in 'AndAnd', 'OrOr', 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'Clean' } |
            ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Text)" }
        $tree.FindAll({ "$($args[0].GetType().Name)" -eq 'PipelineAst' -and $args[0].Background }, $true) | ForEach-Object { "line $($_.Extent.StartLineNumber): &" }
        $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandParameterAst] -and $args[0].ParameterName -eq 'Parallel' }, $true) |
            ForEach-Object { "line $($_.Extent.StartLineNumber): -Parallel" }
    }
}

Describe 'Windows PowerShell 5.1' {
    It 'can parse <Name>' -ForEach $scripts {
        Get-NewSyntax ([IO.File]::ReadAllText($Path)) | Should -BeNullOrEmpty
    }

    It 'can parse the commands in <Name>' -ForEach $pages {
        $blocks = [regex]::Matches([IO.File]::ReadAllText($Path), '(?ms)^```powershell\r?\n(.*?)^```')
        $blocks.Count | Should -BeGreaterThan 0
        # A page may show what PowerShell 7 can do besides.
        $blocks | ForEach-Object { Get-NewSyntax $_.Groups[1].Value } | Where-Object { $_ -notlike '*-Parallel' } | Should -BeNullOrEmpty
    }

    It 'can parse the module that Export-IruTool writes' {
        Import-Module (Find-TestModule) -Force
        $simulator = Start-Simulator
        try {
            Connect-Simulator $simulator
            Export-IruTool (Join-Path $TestDrive 'Tools')
            $files = Get-ChildItem -Path $TestDrive -Recurse -Include *.ps1, *.psm1, *.psd1
            $files.Count | Should -BeGreaterThan 1
            $files | ForEach-Object { Get-NewSyntax ([IO.File]::ReadAllText($_.FullName)) } | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-IruMcp
            Stop-Simulator $simulator
        }
    }

    It 'would not pass what only PowerShell 7 knows: <_>' -Skip:($PSVersionTable.PSEdition -ne 'Core') -ForEach '$a ? 1 : 2', 'a && b', '$a ?? $b', '${a}?.b', '1 | ForEach-Object -Parallel { $_ }', 'a &' {
        Get-NewSyntax $_ | Should -Not -BeNullOrEmpty
    }
}
