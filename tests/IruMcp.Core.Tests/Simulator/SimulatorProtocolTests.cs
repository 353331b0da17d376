using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

public sealed class SimulatorProtocolTests(SharedSimulator shared) : IClassFixture<SharedSimulator>
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    public static TheoryData<string, HttpStatusCode> Refusals { get; } = new()
    {
        { "wrong key", HttpStatusCode.Unauthorized },
        { "wrong profile", HttpStatusCode.Unauthorized },
        { "no accept", HttpStatusCode.NotAcceptable },
        { "text body", HttpStatusCode.UnsupportedMediaType },
        { "unknown version", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_request_that_breaks_the_rules_is_refused_at_both_doors(string what, HttpStatusCode status)
    {
        foreach (string door in (string[])["mcp", "raw"])
        {
            using WireClient client = WireClient.To(shared.Process, door);
            using HttpResponseMessage response = await client.SendAsync(HttpMethod.Post, Ping, request => Break(request, what));
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("mcp")]
    [InlineData("raw")]
    public async Task Bodies_and_methods_are_judged_as_by_the_real_server(string door)
    {
        using WireClient client = WireClient.To(shared.Process, door);
        using HttpResponseMessage get = await client.SendAsync(HttpMethod.Get, null);
        using HttpResponseMessage delete = await client.SendAsync(HttpMethod.Delete, null);
        using HttpResponseMessage notification = await client.SendAsync(HttpMethod.Post, """{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        using HttpResponseMessage broken = await client.SendAsync(HttpMethod.Post, "{");
        using HttpResponseMessage noMessage = await client.SendAsync(HttpMethod.Post, """{"a":1}""");
        using HttpResponseMessage batch = await client.SendAsync(HttpMethod.Post, "[]");
        Assert.Equal(
            [HttpStatusCode.MethodNotAllowed, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Accepted, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            new[] { get, delete, notification, broken, noMessage, batch }.Select(r => r.StatusCode));
        Assert.Equal(-32700, (int)JsonNode.Parse(await broken.Content.ReadAsStringAsync())!["error"]!["code"]!);
        Assert.Equal(-32601, (int)(await client.AskAsync("no/such/method"))["error"]!["code"]!);
        Assert.Equal(("Unknown tool: 'x'", true), await client.CallAsync("x"));
    }

    [Theory]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("2025-06-18", "2025-06-18")]
    [InlineData("2099-01-01", "2025-06-18")]
    public async Task The_handshake_settles_on_a_version_that_is_spoken(string asked, string answered)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--protocol", "2025-06-18");
        foreach (string door in (string[])["mcp", "raw"])
        {
            using WireClient client = WireClient.To(simulator, door);
            JsonObject answer = await client.AskAsync("initialize", Hello(asked));
            Assert.Equal(answered, (string?)answer["result"]!["protocolVersion"]);
            Assert.Equal("kandji-mcp", (string?)answer["result"]!["serverInfo"]!["name"]);
        }
    }

    [Fact]
    public async Task The_newest_protocol_needs_no_handshake()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--protocol", "2026-07-28");
        using WireClient client = WireClient.To(simulator, "mcp");
        const string Body = """
            {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
            "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}
            """;
        using HttpResponseMessage response = await client.SendAsync(HttpMethod.Post, Body, r =>
        {
            r.Headers.Add("MCP-Protocol-Version", "2026-07-28");
            r.Headers.Add("Mcp-Method", "server/discover");
        });
        JsonObject answer = await WireClient.ReadAsync(response);
        Assert.Contains("2026-07-28", answer["result"]?["supportedVersions"]?.ToJsonString() ?? answer.ToJsonString(), StringComparison.Ordinal);

        using WireClient old = WireClient.To(shared.Process, "mcp");
        using HttpResponseMessage refused = await old.SendAsync(HttpMethod.Post, Body, r => r.Headers.Add("MCP-Protocol-Version", "2026-07-28"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("mcp")]
    [InlineData("raw")]
    public async Task A_session_lives_until_it_is_deleted_or_forgotten(string door)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--session");
        using WireClient client = WireClient.To(simulator, door);
        using HttpResponseMessage without = await client.PostCallAsync("get-tags");
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);

        client.SessionId = await OpenAsync(client);
        Assert.False((await client.CallAsync("get-tags")).IsError);
        await simulator.SetFaultAsync("404");
        using HttpResponseMessage lost = await client.PostCallAsync("get-tags");
        using HttpResponseMessage stillLost = await client.PostCallAsync("get-tags");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (lost.StatusCode, stillLost.StatusCode));

        client.SessionId = null;
        client.SessionId = await OpenAsync(client);
        using HttpResponseMessage deleted = await client.SendAsync(HttpMethod.Delete, null);
        using HttpResponseMessage after = await client.PostCallAsync("get-tags");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (deleted.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task The_log_holds_no_secret_and_the_arguments_as_sent()
    {
        using WireClient client = WireClient.To(shared.Process, "mcp");
        await client.CallAsync("get-devices", new JsonObject { ["limit"] = 1, ["Offset"] = 3 });
        LogEntry call = (await shared.Process.GetCallsAsync("get-devices"))[^1];
        Assert.Equal("""{"limit":1,"Offset":3}""", call.Arguments!.ToJsonString());
        Assert.Equal(("tools/call", 200, false, true), (call.RpcMethod, call.Status, call.IsError, call.Executed));
        Assert.StartsWith("sha256:", call.Headers["X-API-Key"], StringComparison.Ordinal);
        Assert.StartsWith("sha256:", call.Headers["X-MCP-Profile"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_on_shutdown()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync();
        using var http = new HttpClient();
        JsonNode summary = await simulator.GetSummaryAsync();
        Assert.NotNull(summary["devices"]);
        using HttpResponseMessage response = await http.PostAsync(new Uri(simulator.Control, "shutdown"), null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using Process process = Process.GetProcessById(simulator.ProcessId);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static JsonObject Hello(string version) => new()
    {
        ["protocolVersion"] = version,
        ["capabilities"] = new JsonObject(),
        ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
    };

    private static async Task<string> OpenAsync(WireClient client)
    {
        using HttpResponseMessage response = await client.PostAsync("initialize", Hello("2025-06-18"));
        return response.Headers.GetValues("Mcp-Session-Id").Single();
    }

    private static void Break(HttpRequestMessage request, string what)
    {
        switch (what)
        {
            case "wrong key":
                request.Headers.Remove("X-API-Key");
                request.Headers.Add("X-API-Key", "sk_live:other");
                break;
            case "wrong profile":
                request.Headers.Remove("X-MCP-Profile");
                break;
            case "no accept":
                request.Headers.Accept.Clear();
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
                break;
            case "text body":
                request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
                break;
            default:
                request.Headers.Add("MCP-Protocol-Version", "1999-01-01");
                break;
        }
    }
}
