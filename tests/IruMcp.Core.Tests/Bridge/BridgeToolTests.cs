using System.Text.Json.Nodes;
using IruMcp.Bridge;
using IruMcp.Core.Tests.Connections;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Bridge;

public sealed class BridgeToolTests(SmallSimulator simulator) : IClassFixture<SmallSimulator>
{
    private BridgeOptions Options => BridgeClient.Options(simulator.Process);

    [Fact]
    public async Task A_client_without_a_limit_sees_every_tool_with_annotations()
    {
        await using var client = await BridgeClient.OpenAsync(Options);

        var tools = await client.ListAsync();

        Assert.Equal(131, tools.Count);
        Assert.All(tools, tool => Assert.Equal("object", (string?)tool["inputSchema"]!["type"]));
        Assert.Equal((true, false), Hints(tools, "get-devices"));
        Assert.Equal((false, false), Hints(tools, "create-tag"));
        Assert.Equal((false, true), Hints(tools, "restart-device"));
        Assert.Equal((false, true), Hints(tools, "erase-device"));
    }

    [Fact]
    public async Task Hints_of_the_server_that_are_too_mild_are_not_passed_on()
    {
        await using var liar = await SimulatorProcess.StartAsync("--devices", "1", "--annotations", "lying");
        await using var client = await BridgeClient.OpenAsync(BridgeClient.Options(liar));

        var tools = await client.ListAsync();

        Assert.Equal((false, true), Hints(tools, "erase-device"));
        Assert.False((bool)tools.Single(tool => (string?)tool["name"] == "erase-device")["annotations"]!["idempotentHint"]!);
    }

    [Theory]
    [InlineData("cursor-vscode", 40)]
    [InlineData("windsurf", 100)]
    [InlineData("Visual Studio Code", 128)]
    public async Task A_client_with_a_limit_gets_no_more_than_it_takes_and_finds_the_rest(string name, int limit)
    {
        await using var client = await BridgeClient.OpenAsync(Options, name: name);

        var names = await client.ListNamesAsync();

        Assert.InRange(names.Count, limit / 2, limit);
        Assert.Contains("get-devices", names);
        var missing = (await AllNamesAsync()).Except(names).ToList();
        Assert.NotEmpty(missing);
        foreach (var tool in missing)
            Assert.Contains($"\"name\":\"{tool}\"", await client.CallForTextAsync("find-tools", new { query = tool, limit = 25 }));
    }

    [Fact]
    public async Task Include_alone_lists_just_that_and_exclude_keeps_a_tool_from_being_called_at_all()
    {
        await using var client = await BridgeClient.OpenAsync(Options with { Include = ["*tag*"], Exclude = ["delete-*"] });

        Assert.Equal(["create-tag", "get-tags", "update-tag", "find-tools", "call-read-tool", "call-tool"], (await client.ListNamesAsync()).Order(Own));
        Assert.EndsWith("[IruMcp.ToolExcluded]", await client.CallForTextAsync("delete-tag", new { tag_id = Guid.NewGuid() }));
        Assert.EndsWith("[IruMcp.ToolExcluded]", await client.CallForTextAsync("call-tool", new { name = "delete-device", arguments = new { device_id = Guid.NewGuid() } }));
        Assert.DoesNotContain("delete-", await client.CallForTextAsync("find-tools", new { query = "delete" }));
        Assert.Empty(await simulator.Process.GetCallsAsync("delete-tag"));
    }

    [Fact]
    public async Task A_bridge_that_only_reads_lists_and_calls_nothing_else()
    {
        await using var client = await BridgeClient.OpenAsync(Options with { IsReadOnly = true, ToolSets = ["Actions", "Inventory"] }, elicits: true);

        var tools = await client.ListAsync();

        Assert.All(tools, tool => Assert.True((bool)tool["annotations"]!["readOnlyHint"]!, (string?)tool["name"]));
        Assert.DoesNotContain("call-tool", tools.Select(tool => (string?)tool["name"]));
        Assert.Matches(@"-ReadOnly of Start-IruMcpBridge .*\[IruMcp\.ReadOnlyConnection\]$", await client.CallForTextAsync("create-tag", new { name = "no" }));
        Assert.EndsWith("[IruMcp.ReadOnlyConnection]", await client.CallForTextAsync("call-tool", new { name = "create-tag", arguments = new { name = "no" } }));
        Assert.Empty(client.Questions);
    }

    [Fact]
    public async Task What_is_found_can_be_called_and_a_change_not_as_a_read()
    {
        await using var client = await BridgeClient.OpenAsync(Options, name: "cursor");

        var found = JsonNode.Parse(await client.CallForTextAsync("find-tools", new { query = "which custom apps are there" }))!;
        var list = found["tools"]!.AsArray().Single(tool => (string?)tool!["name"] == "get-library-custom-apps")!;
        Assert.Equal("call-read-tool", (string?)list["call_with"]);
        Assert.Contains("\"outcome\":\"success\"", await client.CallForTextAsync("call-read-tool", new { name = "get-library-custom-apps" }));
        Assert.EndsWith("[IruMcp.NotARead]", await client.CallForTextAsync("call-read-tool", new { name = "create-tag", arguments = new { name = "no" } }));
    }

    [Fact]
    public async Task A_misspelled_tool_and_a_wrong_argument_are_told_with_what_is_meant()
    {
        await using var client = await BridgeClient.OpenAsync(Options);

        Assert.Matches("Did you mean .*get-devices", await client.CallForTextAsync("get-devicse"));
        Assert.Contains("Did you mean 'limit'", await client.CallForTextAsync("get-devices", new { limits = 3 }));
    }

    [Fact]
    public async Task Null_for_an_option_means_that_it_is_left_out()
    {
        await using var client = await BridgeClient.OpenAsync(Options);

        var result = await client.CallAsync("get-devices", new { limit = 1, offset = (int?)null, serial_number = (string?)null });

        Assert.Null(result["isError"]);
    }

    [Fact]
    public void Each_documented_operation_is_in_a_set_and_each_set_fits_the_smallest_client()
    {
        Assert.All(OperationTable.Operations, operation => Assert.Contains(ToolSets.Named, set => set.Has(operation)));
        Assert.All(ToolSets.Named, set => Assert.InRange(OperationTable.Operations.Count(set.Has), 5, 40 - OwnTools.Count));
    }

    private static IComparer<string> Own { get; } = Comparer<string>.Create((left, right) =>
        OwnTools.IsOwn(left) || OwnTools.IsOwn(right) ? OwnTools.IsOwn(left).CompareTo(OwnTools.IsOwn(right)) : string.CompareOrdinal(left, right));

    private async Task<IReadOnlyList<string>> AllNamesAsync()
    {
        await using var client = await BridgeClient.OpenAsync(Options);
        return await client.ListNamesAsync();
    }

    private static (bool IsRead, bool IsDestructive) Hints(List<JsonObject> tools, string name)
    {
        var hints = tools.Single(tool => (string?)tool["name"] == name)["annotations"]!;
        return ((bool)hints["readOnlyHint"]!, (bool)hints["destructiveHint"]!);
    }
}
