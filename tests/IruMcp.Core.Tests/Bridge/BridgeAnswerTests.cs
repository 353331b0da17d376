using System.Text.Json.Nodes;
using IruMcp.Bridge;
using IruMcp.Core.Tests.Connections;

namespace IruMcp.Core.Tests.Bridge;

/// <summary>What a client gets of the server's answers.</summary>
public sealed class BridgeAnswerTests(FleetSimulator simulator) : IClassFixture<FleetSimulator>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("irumcp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_small_answer_is_passed_on_as_it_came()
    {
        await using var server = new OddServer();
        await using var client = await BridgeClient.OpenAsync(OptionsFor(server));

        Assert.Equal("""{"content":[{"type":"text","text":"{\u0022ok\u0022:true}"}]}""", (await client.CallAsync("get-thing")).ToJsonString());
    }

    [Fact]
    public async Task Pictures_links_and_structured_content_are_passed_on_and_secrets_in_them_masked()
    {
        await using var server = new OddServer
        {
            Result = """
                {"content":[
                {"type":"image","data":"AAAA","mimeType":"image/png"},
                {"type":"text","text":"{\"device_id\":\"d\",\"unlock_pin\":\"CANARY1\",\"note\":\"key sk_live:CANARY2\"}"},
                {"type":"resource","resource":{"uri":"x://y","text":"[{\"recovery_key\":\"CANARY3\"}]"}}],
                "structuredContent":{"pin":123456,"name":"größe"}}
                """,
        };
        await using var client = await BridgeClient.OpenAsync(OptionsFor(server));

        var result = await client.CallAsync("get-thing");

        var content = result["content"]!.AsArray();
        Assert.Equal("AAAA", (string?)content[0]!["data"]);
        Assert.Equal("""{"device_id":"d","unlock_pin":"****","note":"key sk_live:****"}""", (string?)content[1]!["text"]);
        Assert.Equal("""[{"recovery_key":"****"}]""", (string?)content[2]!["resource"]!["text"]);
        Assert.Contains("masked", (string?)content[3]!["text"]);
        Assert.Equal("""{"pin":"****","name":"größe"}""", result["structuredContent"]!.ToJsonString(Readable));
        Assert.DoesNotContain("CANARY", client.Log);
    }

    [Fact]
    public async Task A_large_answer_goes_whole_to_a_file_of_the_users_own_and_its_start_to_the_client()
    {
        await using var client = await BridgeClient.OpenAsync(Options);

        var summary = JsonNode.Parse(await client.CallForTextAsync("get-devices"))!;

        Assert.Equal(FleetSimulator.Devices, (int)summary["row_count"]!);
        Assert.Contains("all rows", (string)summary["summary"]!);
        Assert.NotEmpty(summary["first_rows"]!.AsArray());
        Assert.Contains("serial_number", summary["columns"]!.AsArray().Select(column => (string?)column));
        var path = (string)summary["path"]!;
        Assert.Equal(_folder, Path.GetDirectoryName(path));
        var rows = File.ReadLines(path).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(FleetSimulator.Devices, rows.Select(row => (string?)row["device_id"]).Distinct().Count());
        Assert.Equal(summary["first_rows"]![0]!.ToJsonString(), rows[0].ToJsonString());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Who_asks_for_a_page_gets_that_page_and_is_told_of_the_others()
    {
        await using var client = await BridgeClient.OpenAsync(Options);

        var summary = JsonNode.Parse(await client.CallForTextAsync("get-devices", new { limit = 250 }))!;

        Assert.Equal(250, (int)summary["row_count"]!);
        Assert.Contains("'offset'", (string)summary["summary"]!);
        Assert.Equal(250, File.ReadLines((string)summary["path"]!).Count());
    }

    [Fact]
    public async Task A_list_whose_later_pages_fail_says_how_far_it_came()
    {
        await using var client = await BridgeClient.OpenAsync(Options);
        await client.ListAsync();
        await simulator.Process.SetFaultAsync("403", "get-devices", after: 2);

        var summary = JsonNode.Parse(await client.CallForTextAsync("get-devices"))!;

        Assert.Equal(300, (int)summary["row_count"]!);
        Assert.Contains("There are more: reading on failed", (string)summary["summary"]!);
    }

    [Fact]
    public async Task Reading_a_large_list_reports_its_progress()
    {
        await using var client = await BridgeClient.OpenAsync(Options);

        await client.CallAsync("get-devices", meta: new JsonObject { ["progressToken"] = 5 });

        var progress = (await client.NextOtherAsync())["params"]!;
        Assert.Equal(5, (int)progress["progressToken"]!);
        Assert.True((int)progress["progress"]! > 0);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_saved_is_an_error_that_says_why()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        await using var client = await BridgeClient.OpenAsync(Options with { ResultFolder = Path.Combine(file, "below") });

        Assert.EndsWith("[IruMcp.ResultTooLarge]", await client.CallForTextAsync("get-devices"));
    }

    [Fact]
    public async Task The_limit_of_an_answer_is_the_users_to_set()
    {
        await using var client = await BridgeClient.OpenAsync(Options with { MaxResultSize = 1000 });

        Assert.Contains("first_row", await client.CallForTextAsync("get-devices", new { limit = 2 }));
    }

    [Fact]
    public void Files_that_are_a_week_old_are_deleted_and_nothing_else()
    {
        var files = new ResultFiles(_folder);
        string old;
        using (var file = files.Create("get-devices", ".ndjson"))
            old = file.Name;
        var others = Path.Combine(_folder, "iru-mine.docx");
        File.WriteAllText(others, "");
        foreach (var path in (string[])[old, others])
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - ResultFiles.Kept - TimeSpan.FromMinutes(1));
        using var young = files.Create("../../etc/passwd", ".ndjson");

        files.CleanUp(DateTime.Now);

        Assert.Equal(new[] { others, young.Name }.Order(StringComparer.Ordinal), Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    private static System.Text.Json.JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private BridgeOptions Options => BridgeClient.Options(simulator.Process, _folder);

    private BridgeOptions OptionsFor(OddServer server) => new()
    {
        ReadConfiguration = () => server.Options,
        ResultFolder = _folder,
    };
}

/// <summary>A simulator whose list of devices takes several pages.</summary>
public sealed class FleetSimulator : IAsyncLifetime
{
    public const int Devices = 700;

    internal SimulatorProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await SimulatorProcess.StartAsync("--devices", $"{Devices}");

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
