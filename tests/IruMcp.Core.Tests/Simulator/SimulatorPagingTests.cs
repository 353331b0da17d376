using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

public sealed class SimulatorPagingTests : IAsyncLifetime
{
    private SimulatorProcess _simulator = null!;
    private WireClient _client = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorProcess.StartAsync("--devices", "1000");
        _client = WireClient.To(_simulator, "raw");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Style_A_ends_with_a_short_page()
    {
        var ids = new List<string>();
        JsonArray page;
        do
        {
            page = (await _client.GetAsync("get-devices", new JsonObject { ["limit"] = 300, ["offset"] = ids.Count }))!.AsArray();
            ids.AddRange(page.Select(d => (string)d!["device_id"]!));
        }
        while (page.Count == 300);
        Assert.Equal(1000, ids.Count);
        Assert.Equal(1000, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("get-library-custom-scripts", 620)]
    [InlineData("get-library-custom-profiles", 310)]
    public async Task Style_B2_counts_pages_from_one(string tool, int count)
    {
        var ids = new List<string>();
        JsonNode page;
        int number = 1;
        do
        {
            page = (await _client.GetAsync(tool, new JsonObject { ["page"] = number++ }))!;
            ids.AddRange(Ids(page["results"], "id"));
        }
        while (page["next"] is not null);
        Assert.Equal(count, (int)page["count"]!);
        Assert.Equal(count, ids.Distinct().Count());
        Assert.Equal(404, (await _client.FailAsync(tool, new JsonObject { ["page"] = number })).Status);
    }

    [Fact]
    public async Task Style_B1_and_B4_go_by_offset()
    {
        JsonNode routing = (await _client.GetAsync("get-blueprint-routing-activity", new JsonObject { ["limit"] = 100, ["offset"] = 300 }))!;
        Assert.Equal((int)routing["count"]! - 300, routing["results"]!.AsArray().Count);
        Assert.Null(routing["next"]);
        Assert.NotNull(routing["previous"]);

        string id = (string)(await _client.GetAsync("get-devices", new JsonObject { ["limit"] = 1 }))![0]!["device_id"]!;
        JsonNode activity = (await _client.GetAsync("get-device-activity", new JsonObject { ["device_id"] = id, ["limit"] = 2 }))!;
        Assert.Equal(id, (string?)activity["device_id"]);
        Assert.Equal(2, activity["activity"]!["results"]!.AsArray().Count);
        Assert.Contains("offset=2", (string?)activity["activity"]!["next"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get-users", 700)]
    [InlineData("get-audit-events", 1203)]
    public async Task Style_C_follows_cursors_that_are_tokens_or_addresses(string tool, int count)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            JsonNode page = (await _client.GetAsync(tool, cursor is null ? [] : new JsonObject { ["cursor"] = cursor }))!;
            Assert.False(page.AsObject().ContainsKey("count"));
            ids.AddRange(Ids(page["results"], "id"));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);
        Assert.Equal(count, ids.Distinct().Count());
        Assert.Equal(count, ids.Count);
    }

    [Fact]
    public async Task Style_D_may_leave_total_and_offset_null_and_answer_a_stray_cursor()
    {
        JsonNode first = (await _client.GetAsync("get-prism-local-users"))!;
        Assert.Null(first["total"]);
        Assert.Null(first["offset"]);
        Assert.Equal(25, first["data"]!.AsArray().Count);

        int rows = (int)(await _client.GetAsync("get-prism-count", new JsonObject { ["category"] = "local_users" }))!["count"]!;
        int seen = 0;
        JsonNode page;
        do
        {
            page = (await _client.GetAsync("get-prism-local-users", new JsonObject { ["limit"] = 300, ["offset"] = seen }))!;
            seen += page["data"]!.AsArray().Count;
        }
        while (page["data"]!.AsArray().Count == 300);
        Assert.Equal(rows, seen);
        Assert.NotNull(page["cursor"]);
    }

    [Fact]
    public async Task Style_E_and_F_cover_every_detection_once_and_agree()
    {
        int devices = 0;
        JsonNode page;
        int number = 1;
        do
        {
            page = (await _client.GetAsync("get-vulnerability-management-vulnerabilities", new JsonObject { ["page"] = number++, ["size"] = 50 }))!;
            devices += page["results"]!.AsArray().Sum(v => (int)v!["device_count"]!);
        }
        while (page["results"]!.AsArray().Count == 50);

        var pairs = new HashSet<(string, string)>();
        int rows = 0;
        string? after = null;
        do
        {
            page = (await _client.GetAsync("get-vulnerability-management-detections", after is null ? [] : new JsonObject { ["after"] = after }))!;
            foreach (JsonNode? row in page["results"]!.AsArray())
            {
                rows++;
                pairs.Add(((string)row!["device_id"]!, (string)row["cve_id"]!));
            }
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Equal(rows, pairs.Count);
        Assert.Equal(rows, devices);
        Assert.True(rows > 300);
    }

    [Fact]
    public async Task Style_F_ignores_its_cursor_under_the_wrong_name()
    {
        JsonNode first = (await _client.GetAsync("get-vulnerability-management-detections", new JsonObject { ["size"] = 10 }))!;
        JsonNode again = (await _client.GetAsync("get-vulnerability-management-detections", new JsonObject { ["size"] = 10, ["cursor"] = first["next"]!.DeepClone() }))!;
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task A_number_over_its_maximum_is_an_input_validation_error()
    {
        (string text, bool isError) = await _client.CallAsync("get-devices", new JsonObject { ["limit"] = 301 });
        Assert.True(isError);
        Assert.Equal("Input validation error: 301 is greater than the maximum of 300", text);
    }

    [Fact]
    public async Task Filters_and_ordering_of_the_device_list_work()
    {
        JsonArray ordered = (await _client.GetAsync("get-devices", new JsonObject { ["platform"] = "iPhone", ["ordering"] = "-serial_number" }))!.AsArray();
        string[] serials = [.. ordered.Select(d => (string)d!["serial_number"]!)];
        Assert.Equal(serials.OrderDescending(StringComparer.Ordinal), serials);
        Assert.All(ordered, d => Assert.Equal("iPhone", (string?)d!["platform"]));

        JsonArray lower = (await _client.GetAsync("get-devices", new JsonObject { ["tag_name"] = "lab" }))!.AsArray();
        JsonArray upper = (await _client.GetAsync("get-devices", new JsonObject { ["tag_name"] = "Lab" }))!.AsArray();
        Assert.NotEmpty(lower);
        Assert.All(lower, d => Assert.Contains("lab", d!["tags"]!.AsArray().Select(t => (string)t!)));
        Assert.All(upper, d => Assert.Contains("Lab", d!["tags"]!.AsArray().Select(t => (string)t!)));

        Assert.IsType<JsonObject>(await _client.GetAsync("get-devices", new JsonObject { ["serial_number"] = serials[0] }));
    }

    private static IEnumerable<string> Ids(JsonNode? rows, string name) => rows!.AsArray().Select(r => (string)r![name]!);
}
