using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

public sealed class SimulatorFaultTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime, IDisposable
{
    private readonly SimulatorProcess _simulator = shared.Process;
    private readonly WireClient _client = WireClient.To(shared.Process, "mcp");

    public async Task InitializeAsync()
    {
        await _simulator.ClearFaultsAsync();
        await _simulator.ClearLogAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("401", HttpStatusCode.Unauthorized)]
    [InlineData("403", HttpStatusCode.Forbidden)]
    [InlineData("404", HttpStatusCode.NotFound)]
    [InlineData("429", HttpStatusCode.TooManyRequests)]
    [InlineData("500", HttpStatusCode.InternalServerError)]
    [InlineData("503", HttpStatusCode.ServiceUnavailable)]
    [InlineData("html", HttpStatusCode.OK)]
    public async Task A_status_fault_answers_before_the_tool_runs_and_only_as_often_as_asked(string fault, HttpStatusCode status)
    {
        await _simulator.SetFaultAsync(fault, "get-tags", count: 2, after: 1, retryAfter: 7);
        HttpStatusCode[] seen = new HttpStatusCode[4];
        for (int i = 0; i < seen.Length; i++)
        {
            using HttpResponseMessage response = await _client.PostCallAsync("get-tags");
            seen[i] = response.StatusCode;
            if (status == HttpStatusCode.TooManyRequests && i == 1)
                Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        }
        Assert.Equal([HttpStatusCode.OK, status, status, HttpStatusCode.OK], seen);
        Assert.Equal([true, false, false, true], (await _simulator.GetCallsAsync("get-tags")).Select(c => c.Executed));
    }

    [Theory]
    [InlineData("drop-before", false)]
    [InlineData("drop-after", true)]
    public async Task A_dropped_connection_leaves_the_device_or_has_erased_it(string fault, bool isErased)
    {
        string id = await AnyDeviceAsync();
        await _simulator.SetFaultAsync(fault, "erase-device");
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.PostCallAsync("erase-device", new JsonObject { ["device_id"] = id }));
        LogEntry call = Assert.Single(await _simulator.GetCallsAsync("erase-device"));
        Assert.Equal((fault, isErased, !isErased), (call.Fault, call.Executed, await _simulator.DeviceExistsAsync(id)));
    }

    [Theory]
    [InlineData("malformed-json")]
    [InlineData("truncated-sse")]
    [InlineData("empty-body")]
    public async Task A_spoilt_answer_comes_from_a_tool_that_ran(string fault)
    {
        await _simulator.SetFaultAsync(fault, "get-tags");
        using HttpResponseMessage response = await _client.PostCallAsync("get-tags");
        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(body.EndsWith("\n\n", StringComparison.Ordinal) && IsJson(body.Split("data:")[^1]), body);
        Assert.True((await _simulator.GetCallsAsync("get-tags")).Single().Executed);
    }

    [Theory]
    [InlineData("mcp")]
    [InlineData("raw")]
    public async Task A_redirect_points_to_an_address_that_logs_what_arrives(string door)
    {
        using WireClient client = WireClient.To(_simulator, door);
        await _simulator.SetFaultAsync("redirect", "get-tags");
        using HttpResponseMessage response = await client.PostCallAsync("get-tags");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("localhost", response.Headers.Location!.Host);

        using var careless = new HttpClient();
        careless.DefaultRequestHeaders.Add("X-API-Key", _simulator.ApiKey);
        using HttpResponseMessage followed = await careless.GetAsync(response.Headers.Location);
        LogEntry entry = Assert.Single(await _simulator.GetLogAsync(), e => e.Door == "redirect-target");
        Assert.StartsWith("sha256:", entry.Headers["X-API-Key"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rate-limit-text", "Rate limited by upstream API, please retry later")]
    [InlineData("upstream-timeout-text", "Upstream request timed out, please retry")]
    public async Task An_upstream_failure_is_a_text_with_isError(string fault, string text)
    {
        await _simulator.SetFaultAsync(fault, "get-tags");
        Assert.Equal((text, true), await _client.CallAsync("get-tags"));
        Assert.False((await _client.CallAsync("get-tags")).IsError);
    }

    [Fact]
    public async Task A_chatty_stream_holds_the_whole_answer()
    {
        string plain = (await _client.CallAsync("get-devices")).Text;
        await _simulator.SetFaultAsync("chatty", "get-devices");
        Assert.Equal(plain, (await _client.CallAsync("get-devices")).Text);
    }

    [Fact]
    public async Task A_big_answer_is_five_megabytes_of_the_same_rows()
    {
        await _simulator.SetFaultAsync("big", "get-devices");
        string text = (await _client.CallAsync("get-devices")).Text;
        Assert.InRange(text.Length, 5_000_000, 6_000_000);
        string[] ids = [.. JsonNode.Parse(text)!["result"]!.AsArray().Select(d => (string)d!["device_id"]!)];
        Assert.InRange(ids.Distinct().Count(), 200, 300);
    }

    [Fact]
    public async Task A_repeated_cursor_never_advances()
    {
        await _simulator.SetFaultAsync("repeat-cursor", "get-vulnerability-management-detections", count: 0);
        JsonNode first = (await _client.GetAsync("get-vulnerability-management-detections", new JsonObject { ["size"] = 5 }))!;
        JsonNode second = (await _client.GetAsync("get-vulnerability-management-detections", new JsonObject { ["size"] = 5, ["after"] = first["next"]!.DeepClone() }))!;
        Assert.Equal((string?)first["next"], (string?)second["next"]);
    }

    [Theory]
    [InlineData("mcp", "repeat-cursor", "again")]
    [InlineData("raw", "empty-cursor", "")]
    public async Task A_list_of_tools_can_go_on_for_ever(string door, string fault, string cursor)
    {
        using WireClient client = WireClient.To(_simulator, door);
        await _simulator.SetFaultAsync(fault, method: "tools/list", count: 2);
        for (int i = 0; i < 2; i++)
            Assert.Equal(cursor, (string?)(await client.AskAsync("tools/list", new JsonObject { ["cursor"] = cursor }))["result"]!["nextCursor"]);
        Assert.Null((await client.AskAsync("tools/list"))["result"]!["nextCursor"]);
    }

    [Fact]
    public async Task An_answer_can_bear_the_wrong_id()
    {
        await _simulator.SetFaultAsync("wrong-id", "get-tags");
        using HttpResponseMessage response = await _client.PostCallAsync("get-tags");
        Assert.Equal(987_654_321, (int)(await WireClient.ReadAsync(response))["id"]!);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("stall")]
    public async Task A_slow_answer_comes_in_the_end(string fault)
    {
        await _simulator.SetFaultAsync(fault, "get-tags", delayMs: 50);
        Assert.False((await _client.CallAsync("get-tags")).IsError);
    }

    [Fact]
    public async Task A_fault_can_wait_for_another_method()
    {
        await _simulator.SetFaultAsync("503", method: "tools/list");
        Assert.False((await _client.CallAsync("get-tags")).IsError);
        using HttpResponseMessage list = await _client.PostAsync("tools/list");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, list.StatusCode);
    }

    [Fact]
    public async Task An_unknown_fault_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _simulator.SetFaultAsync("no-such-fault"));

    private async Task<string> AnyDeviceAsync() => (string)(await _client.GetAsync("get-devices", new JsonObject { ["limit"] = 1 }))![0]!["device_id"]!;

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
