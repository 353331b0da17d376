using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

public sealed class SimulatorToolsTests
{
    [Theory]
    [InlineData("mcp", "--schema flat")]
    [InlineData("raw", "--schema nested --naming foreign --structured")]
    [InlineData("mcp", "--schema ref,nullable --naming foreign --tools-per-page 40 --annotations honest")]
    [InlineData("mcp", "--schema nested,nullable --json --session --structured only --annotations lying")]
    public async Task Every_tool_answers_arguments_that_fit_its_schema(string door, string switches)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync(switches.Split(' '));
        using WireClient client = WireClient.To(simulator, door);
        if (switches.Contains("--session", StringComparison.Ordinal))
            await OpenSessionAsync(client);

        IReadOnlyList<JsonObject> tools = await client.ListToolsAsync();
        Assert.Equal(131, tools.Select(t => (string)t["name"]!).Distinct().Count());
        foreach (JsonObject tool in tools)
        {
            foreach (bool withOptional in (bool[])[false, true])
            {
                JsonObject arguments = new SchemaArguments(tool["inputSchema"]!.AsObject(), _ => null, withOptional).Make();
                using HttpResponseMessage response = await client.PostCallAsync((string)tool["name"]!, arguments);
                JsonObject answer = await WireClient.ReadAsync(response);
                string text = (string)answer["result"]!["content"]![0]!["text"]!;
                Assert.DoesNotContain("validation error", text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("\"status\":50", text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Known_live_names_are_there()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync();
        using WireClient client = WireClient.To(simulator, "raw");
        string[] names = [.. (await client.ListToolsAsync()).Select(t => (string)t["name"]!)];
        string[] known =
        [
            "get-settings-licensing", "create-tag", "get-devices", "list-apple-ade-token-devices", "erase-device", "delete-blueprint", "update-device",
            "lock-device", "restart-device", "blank-push", "export-prism-data", "get-integrations-apple-ade-public-key", "get-blueprints-templates",
            "get-prism-gatekeeper-and-xprotect", "get-vulnerability-management-detections", "get-users",
        ];
        Assert.Empty(known.Except(names));
    }

    [Fact]
    public async Task Both_doors_answer_the_same()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync();
        using WireClient mcp = WireClient.To(simulator, "mcp");
        using WireClient raw = WireClient.To(simulator, "raw");
        string[] reads = [.. (await mcp.ListToolsAsync()).Select(t => (string)t["name"]!).Where(n => n.StartsWith("get-prism-", StringComparison.Ordinal) || n is "get-devices" or "get-users")];
        foreach (string tool in reads.Except(["get-prism-count"]))
            Assert.Equal((await mcp.CallAsync(tool)).Text, (await raw.CallAsync(tool)).Text);
        Assert.Equal(
            (await mcp.AskAsync("tools/list"))["result"]!["tools"]!.ToJsonString(),
            (await raw.AskAsync("tools/list"))["result"]!["tools"]!.ToJsonString());
    }

    [Fact]
    public async Task A_key_without_permission_sees_all_and_may_nothing_or_sees_only_what_it_may()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--permissions", "none");
        using WireClient client = WireClient.To(simulator, "mcp");
        Assert.Equal(131, (await client.ListToolsAsync()).Count);
        (int status, string body) = await client.FailAsync("get-devices");
        Assert.Equal(403, status);
        Assert.Contains("Permission denied", body, StringComparison.Ordinal);

        await simulator.SetAsync(permissions: "readonly", visibility: "allowed");
        string[] names = [.. (await client.ListToolsAsync()).Select(t => (string)t["name"]!)];
        Assert.Contains("get-devices", names);
        Assert.DoesNotContain("erase-device", names);
        Assert.Equal(("Unknown tool: 'erase-device'", true), await client.CallAsync("erase-device"));
    }

    private static async Task OpenSessionAsync(WireClient client)
    {
        using HttpResponseMessage response = await client.PostAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
        });
        client.SessionId = response.Headers.GetValues("Mcp-Session-Id").Single();
    }
}
