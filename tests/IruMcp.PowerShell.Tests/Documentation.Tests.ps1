# What is written must be true: ids, cmdlets and parameters that the documentation names are those of the source.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What BeforeAll sets is used in It.')]
param()

BeforeDiscovery {
    $pages = Get-ChildItem -Path ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'cmdlets')) -Filter *.md
    $cmdlets = @($pages | ForEach-Object { @{ Cmdlet = $_.BaseName } })
}

BeforeAll {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $module = if ($env:IRUMCP_MODULE) { $env:IRUMCP_MODULE } else { [IO.Path]::Combine($root, 'artifacts', 'IruMcp') }
    Import-Module (Join-Path $module 'IruMcp.psd1') -Force
}

Describe 'The page of errors' {
    BeforeAll {
        $pattern = '(?<=["`])IruMcp\.[A-Z][A-Za-z]+(?=["`])'
        $documented = [regex]::Matches((Get-Content ([IO.Path]::Combine($root, 'docs', 'errors.md')) -Raw), $pattern).Value | Sort-Object -Unique
        $source = 'IruMcp.Core', 'IruMcp.PowerShell' | ForEach-Object { Get-ChildItem ([IO.Path]::Combine($root, 'src', $_)) -Filter *.cs -Recurse }
        $used = $source | ForEach-Object {
            [regex]::Matches((Get-Content -LiteralPath $_.FullName -Raw), '"(IruMcp\.[A-Z][A-Za-z]+)"') | ForEach-Object { $_.Groups[1].Value }
        } | Where-Object { $_ -notin 'IruMcp.Core', 'IruMcp.Benchmarks', 'IruMcp.Tools' } | Sort-Object -Unique
    }

    It 'has every id that the module uses' {
        $used | Where-Object { $_ -notin $documented } | Should -BeNullOrEmpty
    }

    It 'has no id that the module does not use' {
        $documented | Where-Object { $_ -notin $used } | Should -BeNullOrEmpty
    }
}

Describe 'The help of <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $Cmdlet -Full
    }

    It 'has a synopsis, a description and examples' {
        $help.Synopsis | Should -Not -Match '\[<CommonParameters>\]'
        ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
    }

    It 'describes every parameter' {
        $own = (Get-Command $Cmdlet).Parameters.Values | Where-Object { $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters }
        foreach ($parameter in $own) {
            ((Get-Help $Cmdlet -Parameter $parameter.Name).description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because $parameter.Name
        }
    }

    It 'shows every mark of its page that is no markup' {
        $page = Get-Content ([IO.Path]::Combine($root, 'docs', 'cmdlets', "$Cmdlet.md")) -Raw
        $count = [regex]::Matches($page, '`\*{4}`').Count
        [regex]::Matches(($help | Out-String -Width 5000), '\*{4}').Count | Should -BeGreaterOrEqual $count
    }

    It 'has a syntax for each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be @((Get-Command $Cmdlet).ParameterSets).Count
    }

    It 'has examples that PowerShell can read, with parameters that exist' {
        foreach ($example in $help.examples.example) {
            $mistakes = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $mistakes)
            $mistakes | Should -BeNullOrEmpty -Because $example.code
            $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -eq $Cmdlet }, $true)
            foreach ($call in $calls | Where-Object { $Cmdlet -ne 'Invoke-IruTool' }) {
                $named = $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }
                foreach ($parameter in $named.ParameterName) {
                    (Get-Command $Cmdlet).Parameters.Keys | Should -Contain $parameter
                }
            }
        }
    }
}

Describe 'The pages' {
    It 'link to files and headings that are there' {
        $broken = foreach ($page in @(Get-ChildItem $root -Filter *.md) + @(Get-ChildItem (Join-Path $root 'docs') -Filter *.md -Recurse)) {
            foreach ($link in [regex]::Matches((Get-Content -LiteralPath $page.FullName -Raw), '\]\((?!https?:|mailto:)([^)\s]+)\)')) {
                $file, $heading = $link.Groups[1].Value -split '#', 2
                $target = if ($file) { [IO.Path]::Combine($page.DirectoryName, $file) } else { $page.FullName }
                if (-not (Test-Path -LiteralPath $target)) { "$($page.Name): $file"; continue }
                $headings = if ($heading) {
                    Get-Content -LiteralPath $target | Where-Object { $_ -match '^#+ ' } |
                        ForEach-Object { ($_ -replace '^#+ ' -replace '[^\w\- ]').ToLowerInvariant() -replace ' ', '-' }
                }
                if ($heading -and $heading -notin $headings) { "$($page.Name): $file#$heading" }
            }
        }
        $broken | Should -BeNullOrEmpty
    }

    It 'have a page for every cmdlet, and every page a cmdlet' {
        $exported = (Import-PowerShellDataFile (Join-Path $root 'IruMcp.psd1')).CmdletsToExport | Sort-Object
        (Get-ChildItem ([IO.Path]::Combine($root, 'docs', 'cmdlets')) -Filter *.md).BaseName | Sort-Object | Should -Be $exported
    }

    It 'that are about topics are found by Get-Help' {
        $topics = Select-String -Path ([IO.Path]::Combine($root, 'docs', '*.md')) -Pattern '^<!-- topic: (about_\w+) -->$'
        @($topics).Count | Should -BeGreaterThan 3
        foreach ($topic in $topics.Matches) {
            $name = $topic.Groups[1].Value
            $text = Get-Help $name | Out-String
            $text | Should -Match "TOPIC\s+$name\s+SHORT DESCRIPTION"
            # Get-Help's list of topics shows one line.
            (Get-Help $name).Synopsis | Should -Match '\.$' -Because $name
            @($text -split '\r?\n' | Where-Object { $_.Length -gt 80 -and $_ -notmatch '^ {8}|://' }) | Should -BeNullOrEmpty -Because $name
        }
    }
}

Describe 'The program that makes the help' {
    BeforeAll {
        $program = Get-ChildItem ([IO.Path]::Combine((Split-Path -Parent $module), 'bin', 'IruMcp.Help')) -Filter IruMcp.Help.dll -Recurse |
            Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
        Copy-Item ([IO.Path]::Combine($root, 'docs', 'cmdlets')) -Destination $TestDrive -Recurse
        $folder = Join-Path $TestDrive 'cmdlets'
        $output = Join-Path $TestDrive 'help.xml'
        $page = Join-Path $folder 'Get-IruTool.md'
        $whole = Get-Content -LiteralPath $page -Raw
    }

    AfterEach {
        Set-Content -LiteralPath $page -Value $whole
        Get-ChildItem $TestDrive -Filter help.xml | Remove-Item
    }

    It 'fails for <Case>, and says where' -ForEach @(
        @{ Case = 'a parameter without a text'; Pattern = '### -Refresh\r?\n[^#]*'; Replacement = ''; Says = 'Get-IruTool.md*-Refresh is not described*' }
        @{ Case = 'a parameter that is none'; Pattern = '### -Refresh'; Replacement = "### -Other`n`nText.`n`n### -Refresh"; Says = 'Get-IruTool.md*no parameter -Other*' }
        @{ Case = 'a page without a synopsis'; Pattern = '(?<=## Synopsis\r?\n)[^#]*'; Replacement = "`n"; Says = "Get-IruTool.md*nothing under 'Synopsis'*" }
        @{ Case = 'a page without an example'; Pattern = '(?s)## Examples.*?(?=## Inputs)'; Replacement = ''; Says = 'Get-IruTool.md*no example*' }
        @{ Case = 'a page without its title'; Pattern = '^# Get-IruTool'; Replacement = '# Get-Other'; Says = 'Get-IruTool.md*title*' }
    ) {
        Set-Content -LiteralPath $page -Value ($whole -replace $Pattern, $Replacement)
        $said = & dotnet $program (Join-Path $module 'IruMcp.dll') $folder $output 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 1
        $said | Should -BeLike "*$Says"
        Test-Path $output | Should -BeFalse
    }

    It 'writes the same for the same pages' {
        & dotnet $program (Join-Path $module 'IruMcp.dll') $folder $output
        $LASTEXITCODE | Should -Be 0
        (Get-FileHash $output).Hash | Should -Be (Get-FileHash ([IO.Path]::Combine($module, 'en-US', 'IruMcp.dll-Help.xml'))).Hash
    }
}
