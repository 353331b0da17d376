using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IruMcp.Commands;
using IruMcp.Core.Tests.Tools;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Commands;

public sealed class CommandNameTests
{
    /// <summary>Set to 1, the checked-in list is written anew instead of compared.</summary>
    private const string RewriteSwitch = "IRUMCP_REWRITE_LISTS";

    // Those that Windows PowerShell 5.1 and 7 both approve, as far as they are used.
    private static readonly HashSet<string> ApprovedVerbs = new((
        "Add Clear Copy Get Lock Move New Rename Reset Set Unlock Send Export Import Merge Restore Sync Update Publish Convert Test " +
        "Approve Complete Deny Disable Enable Install Invoke Register Request Restart Resume Start Stop Submit Suspend Uninstall Block Grant " +
        "Revoke Unblock Remove").Split(' '));

    [Fact]
    public void Every_documented_operation_has_an_approved_verb_and_a_noun_of_its_own()
    {
        Assert.Equal(OperationTable.Operations.Select(operation => operation.Id).Order(), CommandNameTable.Names.Keys.Order());
        foreach (var same in OperationTable.Operations.GroupBy(operation => CommandNameTable.Names[operation.Id]))
        {
            Assert.Matches("^[A-Z][a-z]+-Iru[A-Z][A-Za-z0-9]+$", same.Key);
            Assert.Contains(same.Key.Split('-')[0], ApprovedVerbs);
            var noun = same.Key.Split('-')[1];
            Assert.True(noun.EndsWith("Status", StringComparison.Ordinal) || !Regex.IsMatch(noun, "[^s]s$"), $"{noun} is no singular");

            // One name for two operations: a list, and the record of it that an identifier picks out.
            if (same.Count() == 2)
                Assert.Equal(same.First().Path + "/{" + same.Last().PathParameters.Single() + "}", same.Last().Path);
            else
                Assert.Single(same);
        }
    }

    [Fact]
    public async Task The_checked_in_list_shows_every_name_under_both_naming_schemes()
    {
        var lines = new List<string> { "naming\ttool\toperation\tcommand" };
        foreach (var naming in new[] { "iru", "foreign" })
        {
            await using var simulator = await SimulatorProcess.StartAsync("--devices", "1", "--naming", naming);
            lines.AddRange(ToolCatalogue.Build(await SimulatedServerTests.ListAsync(simulator)).Tools
                .Select(tool => $"{naming}\t{tool.Name}\t{tool.Operation?.Id ?? "-"}\t{tool.Command}"));
        }
        var list = Path.Combine(SourceFolder(), "CommandNames.tsv");
        if (Environment.GetEnvironmentVariable(RewriteSwitch) == "1")
            File.WriteAllText(list, string.Join("\n", lines) + "\n");
        Assert.Equal(File.ReadAllLines(list), lines);
    }

    [Theory]
    [InlineData("get-gadgets", "Get-IruGadget")]
    [InlineData("iru_gadget_part_fetch", "Get-IruGadgetPart")]
    [InlineData("fetchGadgetParts", "Get-IruGadgetPart")]
    [InlineData("wipe_gadget_rules", "Clear-IruGadgetRule")]
    [InlineData("gadget.unlock", "Unlock-IruGadget")]
    [InlineData("gadget_frobnicate", "Invoke-IruGadgetFrobnicate")]
    [InlineData("get_and_erase_gadget", "Invoke-IruGetAndEraseGadget")]
    [InlineData("list-windows", "Get-IruWindows")]
    [InlineData("get-tools", "Get-IruToolGet")]
    [InlineData("invoke-mcp-policy", "Invoke-IruMcpPolicyInvoke")]
    [InlineData("get-data", "Get-IruDataGet")]
    public void An_unknown_tool_gets_its_name_from_its_words(string tool, string command) => Assert.Equal(command, Names(tool)[tool]);

    [Fact]
    public void A_name_of_the_table_is_never_given_to_another_tool()
    {
        var names = Names("remove-blueprint-library-item-now", "clear_device");
        Assert.Equal("Clear-IruDeviceClear", names["clear_device"]);
    }

    [Fact]
    public void Tools_that_want_the_same_name_are_told_apart_in_the_same_way_every_time()
    {
        string[] tools = ["get_gadget", "fetchGadgets", "fetch-gadget", "find-gadget"];
        var names = Names(tools);
        Assert.Equal(names, Names([.. tools.Reverse()]));
        Assert.Equal("Get-IruGadgetGet", names["get_gadget"]);
        Assert.Equal("Get-IruGadgetFind", names["find-gadget"]);
        Assert.Matches("^Get-IruGadgetFetch[0-9a-f]{6}$", names["fetch-gadget"]);
        Assert.Equal(4, names.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("'; Remove-Item ~ -Recurse #")]
    [InlineData("$(calc)")]
    [InlineData("日本語")]
    [InlineData("")]
    [InlineData("get-\u2018x\u2019\n`\u0000 \u202e gadget")]
    [InlineData("2fa")]
    public void Any_name_at_all_gives_a_command_of_letters_and_digits(string tool) =>
        Assert.Matches("\\A[A-Z][a-z]+-Iru[A-Za-z0-9]+\\z", Names(tool)[tool]);

    [Fact]
    public void A_name_of_any_length_gives_a_short_command() =>
        Assert.InRange(Names("get-" + new string('x', 5000))["get-" + new string('x', 5000)].Length, 1, 100);

    private static Dictionary<string, string> Names(params string[] tools) =>
        ToolCatalogue.Build([.. tools.Select(name => new ListedTool(name, null, null, "{}", null, null))]).Tools
            .ToDictionary(tool => tool.Name, tool => tool.Command);

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
