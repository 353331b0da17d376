using System.Text.Json.Nodes;
using IruMcp.Bridge;
using IruMcp.Core.Tests.Connections;

namespace IruMcp.Core.Tests.Bridge;

public sealed class BridgeProtocolTests(SmallSimulator simulator) : IClassFixture<SmallSimulator>
{
    [Fact]
    public async Task Initialize_is_answered_while_the_vault_still_hangs()
    {
        using var vault = new ManualResetEventSlim();
        var options = new BridgeOptions
        {
            ReadConfiguration = () =>
            {
                vault.Wait();
                return TestConnection.Options(simulator.Process);
            },
        };
        await using var client = BridgeClient.Start(options);

        var result = await client.InitializeAsync();
        var list = client.ListNamesAsync();
        var pong = await client.RequestAsync("ping");

        Assert.Equal("iru-mcp-bridge", (string?)result["serverInfo"]!["name"]);
        Assert.True((bool)result["capabilities"]!["tools"]!["listChanged"]!);
        Assert.Empty(pong["result"]!.AsObject());
        Assert.False(list.IsCompleted);
        vault.Set();
        Assert.Contains("get-devices", await list);
    }

    [Theory]
    [InlineData("2024-11-05", "2024-11-05")]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("2025-06-18", "2025-06-18")]
    [InlineData("2025-11-25", "2025-11-25")]
    [InlineData("2026-07-28", "2025-11-25")]
    [InlineData("nonsense", "2025-11-25")]
    public async Task It_speaks_the_clients_version_or_its_newest(string asked, string spoken)
    {
        await using var client = BridgeClient.Start(BridgeClient.Options(simulator.Process));

        Assert.Equal(spoken, (string?)(await client.InitializeAsync(version: asked))["protocolVersion"]);
    }

    [Fact]
    public async Task A_probe_for_a_protocol_without_sessions_gets_the_error_that_makes_a_client_fall_back()
    {
        await using var client = BridgeClient.Start(BridgeClient.Options(simulator.Process));

        var answer = await client.RequestAsync("server/discover");

        Assert.Equal(-32601, (int)answer["error"]!["code"]!);
        Assert.NotNull((await client.InitializeAsync())["serverInfo"]);
    }

    [Theory]
    [InlineData("{oops", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("42", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":7}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":"x","method":"resources/list"}""", -32601)]
    public async Task What_is_no_good_request_gets_an_error_and_costs_nothing_else(string line, int code)
    {
        await using var client = await BridgeClient.OpenAsync(BridgeClient.Options(simulator.Process));

        await client.SendAsync(line);

        Assert.Equal(code, (int)(await client.NextOtherAsync())["error"]!["code"]!);
        Assert.Contains("get-devices", await client.ListNamesAsync());
    }

    [Fact]
    public async Task Odd_line_ends_marks_batches_and_halves_of_characters_are_understood()
    {
        await using var client = BridgeClient.Start(BridgeClient.Options(simulator.Process));

        await client.SendAsync("\uFEFF" + """{"jsonrpc":"2.0","id":"first","method":"ping"}""" + "\r\n\r\n");
        Assert.Equal("first", (string?)(await client.NextOtherAsync())["id"]);
        await client.SendAsync("""[{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}]""");
        Assert.Equal("a", (string?)(await client.NextOtherAsync())["id"]);
        Assert.Equal("b", (string?)(await client.NextOtherAsync())["id"]);
        await client.SendAsync("""{"jsonrpc":"2.0","id":"cut \ud83d","method":"ping"}""");
        Assert.Equal("cut \uFFFD", (string?)(await client.NextOtherAsync())["id"]);
    }

    [Fact]
    public async Task A_cancelled_call_is_called_off_at_the_server_and_gets_no_answer()
    {
        await simulator.Process.ClearLogAsync();
        await using var client = await BridgeClient.OpenAsync(BridgeClient.Options(simulator.Process));
        await client.ListAsync();
        await simulator.Process.SetFaultAsync("slow", "get-tags", delayMs: 30_000);

        var (id, answer) = client.BeginAsync("tools/call", new JsonObject { ["name"] = "get-tags" });
        while ((await simulator.Process.GetCallsAsync("get-tags")).Count == 0)
            await client.RequestAsync("ping");
        await client.SendAsync($$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}}}}""");

        while (!(await simulator.Process.GetCallsAsync("get-tags"))[0].Aborted)
            await client.RequestAsync("ping");
        Assert.False(answer.IsCompleted);
        Assert.False((await simulator.Process.GetCallsAsync("get-tags"))[0].Executed);
    }

    [Fact]
    public async Task The_servers_progress_reaches_the_client_under_its_own_token()
    {
        await using var client = await BridgeClient.OpenAsync(BridgeClient.Options(simulator.Process));
        await simulator.Process.SetFaultAsync("chatty", "get-tags");

        Assert.Null((await client.CallAsync("get-tags", meta: new JsonObject { ["progressToken"] = "mine" }))["isError"]);

        var progress = await client.NextOtherAsync("notifications/progress");
        Assert.Equal("mine", (string?)progress["params"]!["progressToken"]);
        Assert.Equal(2, (int)progress["params"]!["total"]!);
    }

    [Fact]
    public async Task What_is_under_way_when_the_input_ends_is_still_answered_then_it_ends()
    {
        await using var client = BridgeClient.Start(BridgeClient.Options(simulator.Process));

        var initialized = client.InitializeAsync();
        var list = client.ListNamesAsync();
        await initialized;
        client.CloseInput();

        Assert.Contains("get-devices", await list);
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
