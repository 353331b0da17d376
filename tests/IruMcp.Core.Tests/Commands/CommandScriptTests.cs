using System.Diagnostics;
using System.Text.Json.Nodes;
using IruMcp.Commands;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Commands;

/// <summary>What a server says must never become code. PowerShell's own parser says what the generated text is.</summary>
public sealed class CommandScriptTests
{
    private static readonly string[] Hostile =
    [
        "#> Remove-Item ~ -Recurse <#", "#\u200b> x", "##>>", "'; Remove-Item ~; '", "\u2018; Remove-Item ~; \u2019", "\u201a\u201b'", "\"; Remove-Item ~; \"", "$(Remove-Item ~)",
        "`$x`n", "'@\nRemove-Item ~\n@'", "\"@\nRemove-Item ~\n", "text\n#>\nRemove-Item ~\n<#", "#\n> Remove-Item ~", "#\0> Remove-Item ~",
        ".EXTERNALHELP \\\\evil\\share\\help.xml", "fine\n.FORWARDHELPTARGETNAME Remove-Item\n.SYNOPSIS", "}\nRemove-Item ~\nfunction x {", "\u2028#>\u2029Remove-Item ~", "\ud800 half",
    ];

    private const string Look = """
        param($File)
        # Not the code page of a console, which on Windows lacks most characters.
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
        $errors = $null; $tokens = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseFile($File, [ref] $tokens, [ref] $errors)
        $kinds = { param($type) $ast.FindAll({ param($node) $node -is $type }.GetNewClosure(), $true) }
        $functions = @(& $kinds ([System.Management.Automation.Language.FunctionDefinitionAst]))
        @{
            Errors    = @($errors | ForEach-Object Message)
            Commands  = @(& $kinds ([System.Management.Automation.Language.CommandAst]) | ForEach-Object { $_.GetCommandName() } | Sort-Object -Unique)
            Calls     = @(& $kinds ([System.Management.Automation.Language.InvokeMemberExpressionAst]) | ForEach-Object { $_.Extent.Text } | Sort-Object -Unique)
            Expanding = @(& $kinds ([System.Management.Automation.Language.ExpandableStringExpressionAst]) | ForEach-Object Value | Sort-Object -Unique)
            Functions = @($functions | ForEach-Object Name)
            Foreign   = @($functions | ForEach-Object { $help = $_.GetHelpContent(); $help.ForwardHelpTargetName; $help.MamlHelpFile } | Where-Object { $_ })
            Top       = @($ast.EndBlock.Statements).Count
            Texts     = @(& $kinds ([System.Management.Automation.Language.StringConstantExpressionAst]) | ForEach-Object Value)
        } | ConvertTo-Json -Depth 4
        """;

    [NeedsProgramFact("pwsh")]
    public async Task No_text_of_a_server_becomes_code()
    {
        foreach (var isForDisk in (bool[])[false, true])
            await AssertNoCodeAsync(isForDisk);
    }

    private static async Task AssertNoCodeAsync(bool isForDisk)
    {
        var tools = Hostile.SelectMany((text, index) => new[]
        {
            Tool($"get_thing_{index}", text, text), Tool($"erase_{text}", text, text), new ListedTool($"find_item_{index}", text, text, Schema(text, "argument" + index), null, null),
        });
        var commands = CommandModule.Of(ToolCatalogue.Build([.. tools]).Tools, new CommandOptions { IsForDisk = isForDisk, ConnectionName = "it's" });
        Assert.NotEmpty(commands.LeftOut);

        var seen = await LookAsync(commands.ScriptFile());
        Assert.Empty(seen["Errors"]!.AsArray());
        Assert.Empty(Texts(seen, "Calls").Except(["$_.StartsWith(\"$w\", 'OrdinalIgnoreCase')"]));
        Assert.Empty(seen["Foreign"]!.AsArray());
        Assert.Equal(commands.CommandNames.Order(), Texts(seen, "Functions").Order());
        const int Opening = 1;
        Assert.Equal(commands.CommandNames.Count + Opening, (int)seen["Top"]!);
        Assert.Empty(Texts(seen, "Commands").Except(
        [
            @"IruMcp\Step-IruToolCommand", @"Microsoft.PowerShell.Core\Where-Object", @"Microsoft.PowerShell.Utility\Get-TypeData", @"Microsoft.PowerShell.Utility\Update-TypeData",
            @"Microsoft.PowerShell.Management\Join-Path", @"Microsoft.PowerShell.Core\Get-Command", @"Microsoft.PowerShell.Utility\Write-Verbose",
        ]));
        Assert.Empty(Texts(seen, "Expanding").Except(["$w", "$w*"]));

        // Names arrive unchanged, quotes and all.
        foreach (var text in Hostile.Where(text => !text.Any(char.IsControl) && !text.Contains('\ud800')))
            Assert.Contains($"erase_{text}", Texts(seen, "Texts"));
    }

    [Fact]
    public void Help_has_nothing_that_steers_a_terminal_or_turns_a_line() =>
        Assert.Equal("A ]0;x B [31m C D E", ScriptText.CommentLine("A \u001b]0;x\u0007 B \u009b[31m \u202e\u2066C\u200f D\u061c\u200e E"));

    [Fact]
    public void The_same_tools_give_the_same_bytes_in_whatever_order_they_are_listed()
    {
        var tools = OperationTable.Operations.Select(operation => Tools.NamingSchemes.Tool(operation, operation.Id)).ToList();
        var options = new CommandOptions { IsForDisk = true };
        var one = CommandModule.Of(ToolCatalogue.Build(tools).Tools, options);
        tools.Reverse();
        var other = CommandModule.Of(ToolCatalogue.Build(tools).Tools, options);
        Assert.Equal(one.ScriptFile(), other.ScriptFile());
        Assert.Equal(one.ManifestFile("Contoso", new Version(0, 1, 0)), other.ManifestFile("Contoso", new Version(0, 1, 0)));
    }

    [Fact]
    public void A_fingerprint_changes_with_what_a_tool_takes_and_not_with_its_texts()
    {
        var one = ToolFingerprint.Of(Built(Tool("get_thing", "One", "mode")));
        Assert.Equal(one, ToolFingerprint.Of(Built(Tool("get_thing", "Another text", "mode"))));
        Assert.NotEqual(one, ToolFingerprint.Of(Built(Tool("get_thing", "One", "another"))));
    }

    private static IruTool Built(ListedTool tool) => ToolCatalogue.Build([tool]).Tools.Single();

    private static ListedTool Tool(string name, string description, string argument) => new(name, description, description, Schema("text", argument), null, null);

    private static string Schema(string text, string argument) => new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [argument] = new JsonObject { ["type"] = "string", ["description"] = text, ["default"] = text, ["enum"] = new JsonArray(text, "plain", text + "2") },
            ["name"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 5 },
            ["confirm"] = new JsonObject { ["type"] = "boolean" },
        },
    }.ToJsonString();

    private static async Task<JsonNode> LookAsync(string script)
    {
        var folder = Directory.CreateTempSubdirectory("irumcp-script-");
        try
        {
            var file = Path.Combine(folder.FullName, "commands.ps1");
            var look = Path.Combine(folder.FullName, "look.ps1");
            await File.WriteAllTextAsync(file, script, new System.Text.UTF8Encoding(true));
            await File.WriteAllTextAsync(look, Look);
            var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
            foreach (var word in new[] { "-NoProfile", "-NonInteractive", "-File", look, file })
                start.ArgumentList.Add(word);
            using var shell = Process.Start(start)!;
            var json = await shell.StandardOutput.ReadToEndAsync();
            await shell.WaitForExitAsync();
            return JsonNode.Parse(json)!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Texts(JsonNode seen, string member) => seen[member]!.AsArray().Select(text => text!.ToString());
}
