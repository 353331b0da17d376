using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Connections;

/// <summary>What one process leaves to the next: each memory of the same file stands for a process.</summary>
public sealed class ProtocolMemoryTests : IDisposable
{
    private static readonly Uri Endpoint = new("https://tenant.example/mcp/v1");

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "irumcp-" + Guid.NewGuid().ToString("n"));
    private DateTime _now = DateTime.UtcNow;

    private string File => Path.Combine(_folder, "irumcp", "protocols.json");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("2025-03-26", "initialize")]
    [InlineData("2025-11-25", "initialize")]
    [InlineData("2026-07-28", "server/discover")]
    public async Task The_next_process_opens_with_one_request(string protocol, string opening)
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1", "--protocol", protocol);
        using (var first = await OpenAsync(simulator))
            Assert.Equal(protocol, first.ProtocolVersion);
        await simulator.ClearLogAsync();

        using var second = await OpenAsync(simulator);
        Assert.Equal(protocol, second.ProtocolVersion);
        Assert.Equal([opening, "tools/list"], (await simulator.GetLogAsync()).Select(entry => entry.RpcMethod).Where(method => method?.StartsWith("notifications", StringComparison.Ordinal) == false));
    }

    [Theory]
    [InlineData("2025-03-26", "2025-11-25")]
    [InlineData("2025-03-26", "2026-07-28")]
    [InlineData("2025-11-25", "2099-01-01")]
    public async Task A_server_that_no_longer_speaks_it_is_asked_anew(string protocol, string remembered)
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1", "--protocol", protocol);
        Memory().Remember(simulator.Endpoint, remembered);
        using var connection = await OpenAsync(simulator);
        Assert.Equal(131, connection.ToolCount);
        Assert.Equal(connection.ProtocolVersion, Memory().Recall(simulator.Endpoint));
        Assert.NotEqual(remembered, connection.ProtocolVersion);
    }

    [Theory]
    [InlineData(200, """{"jsonrpc":"2.0","id":{id},"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"new","version":"2"}}}""")]
    [InlineData(200, """{"jsonrpc":"2.0","id":{id},"error":{"code":-32022,"message":"Unsupported protocol version"}}""")]
    [InlineData(400, "Bad Request: Unsupported protocol version")]
    [InlineData(405, "Method Not Allowed")]
    public async Task A_version_that_is_refused_is_forgotten(int status, string body)
    {
        await using var server = new OddServer { Opening = version => version == "2025-03-26" ? (status, body) : (200, null) };
        var options = server.Options;
        Memory().Remember(options.Endpoint, "2025-03-26");
        using var connection = await IruConnection.OpenAsync(options with { Protocols = Memory() }, new RecordingLog(), CancellationToken.None);
        Assert.Equal(2, connection.ToolCount);
        Assert.Equal("2025-11-25", connection.ProtocolVersion);
        Assert.Equal("2025-11-25", Memory().Recall(options.Endpoint));
    }

    [Fact]
    public async Task A_version_with_which_the_tools_cannot_be_listed_is_forgotten()
    {
        await using var server = new OddServer { MoreTools = "}" };
        var options = server.Options with { Protocols = Memory(), IsTriedOnce = true };
        Memory().Remember(options.Endpoint, "2025-11-25");
        await Assert.ThrowsAsync<IruException>(() => IruConnection.OpenAsync(options, new RecordingLog(), CancellationToken.None));
        Assert.Null(Memory().Recall(options.Endpoint));
    }

    [Fact]
    public async Task A_server_that_speaks_only_the_newest_is_found_again()
    {
        await using var server = new OddServer
        {
            Discovery = """{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"serverInfo":{"name":"new","version":"2"}}""",
            Opening = _ => (400, """{"jsonrpc":"2.0","id":{id},"error":{"code":-32022,"message":"Unsupported protocol version"}}"""),
        };
        var options = server.Options;
        Memory().Remember(options.Endpoint, "2025-03-26");
        using var connection = await IruConnection.OpenAsync(options with { Protocols = Memory() }, new RecordingLog(), CancellationToken.None);
        Assert.Equal("2026-07-28", connection.ProtocolVersion);
        Assert.Equal("2026-07-28", Memory().Recall(options.Endpoint));
    }

    [Fact]
    public async Task A_refused_key_says_nothing_about_the_version()
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1");
        Memory().Remember(simulator.Endpoint, "2025-06-18");
        await Assert.ThrowsAsync<IruException>(() => IruConnection.OpenAsync(
            TestConnection.Options(simulator) with { Protocols = Memory(), ApiKey = new Secret("sk_live:CANARY-wrong-key") }, new RecordingLog(), CancellationToken.None));
        Assert.Equal("2025-06-18", Memory().Recall(simulator.Endpoint));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "2025-06-18")]
    [InlineData(23, "2025-06-18")]
    [InlineData(24, null)]
    public void It_counts_for_a_day_and_never_from_the_future(int hours, string? version)
    {
        var memory = Memory();
        memory.Remember(Endpoint, "2025-06-18");
        _now += TimeSpan.FromHours(hours);
        Assert.Equal(version, memory.Recall(Endpoint));
        Assert.Equal(version, Memory().Recall(Endpoint));
    }

    [Fact]
    public void What_is_known_already_is_not_written_again()
    {
        Memory().Remember(Endpoint, "2025-06-18");
        var written = System.IO.File.ReadAllText(File);
        _now += TimeSpan.FromHours(1);
        Memory().Remember(Endpoint, "2025-06-18");
        Assert.Equal(written, System.IO.File.ReadAllText(File));

        _now += TimeSpan.FromHours(24);
        Memory().Remember(Endpoint, "2025-06-18");
        Assert.NotEqual(written, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Nothing_but_origin_version_and_time_is_written_for_this_user_alone()
    {
        Memory().Remember(new Uri("https://user:CANARY@Tenant.Example/CANARY?key=CANARY"), "2025-06-18");
        var written = Assert.Single(JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject());
        Assert.Equal("https://tenant.example:443", written.Key);
        Assert.Equal(["version", "time"], written.Value!.AsObject().Select(member => member.Key));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void Each_port_is_a_server_of_its_own()
    {
        Memory().Remember(new Uri("http://127.0.0.1:5000/a"), "2025-06-18");
        Memory().Remember(new Uri("http://127.0.0.1:5001/a"), "2025-03-26");
        Assert.Equal("2025-06-18", Memory().Recall(new Uri("http://127.0.0.1:5000/b")));
        Assert.Equal("2025-03-26", Memory().Recall(new Uri("http://127.0.0.1:5001/b")));
        Assert.Null(Memory().Recall(new Uri("https://127.0.0.1:5000/a")));
    }

    [Fact]
    public void The_newest_fifty_are_kept()
    {
        for (var port = 1; port <= 60; port++)
        {
            _now += TimeSpan.FromSeconds(1);
            Memory().Remember(new Uri($"http://127.0.0.1:{port}"), "2025-06-18");
        }
        Assert.Null(Memory().Recall(new Uri("http://127.0.0.1:10")));
        Assert.Equal("2025-06-18", Memory().Recall(new Uri("http://127.0.0.1:11")));
        Assert.Equal(50, JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"https://tenant.example:443":"2025-06-18"}""")]
    [InlineData("""{"https://tenant.example:443":{"version":20250618,"time":"{now}"}}""")]
    [InlineData("""{"https://tenant.example:443":{"version":"newest","time":"{now}"}}""")]
    [InlineData("""{"https://tenant.example:443":{"version":"2025-06-18\r\nX-API-Key: 1","time":"{now}"}}""")]
    [InlineData("""{"https://tenant.example:443":{"version":"2025-06-18","time":"yesterday"}}""")]
    [InlineData("""{"https://tenant.example:443":{"version":"2025-06-18"}}""")]
    [InlineData("""{"a":1,"a":2,"https://tenant.example:443":{"version":"2025-06-18","time":"{now}"}}""")]
    [InlineData("""{"https://tenant.example:443":{"version":"2025-06-18","version":"2025-06-18","time":"{now}"}}""")]
    [InlineData("{huge}")]
    public void A_damaged_or_foreign_file_is_as_none_and_is_replaced(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var now = _now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        System.IO.File.WriteAllText(File, content.Replace("{now}", now).Replace("{huge}",
            $$$"""{"https://tenant.example:443":{"version":"2025-06-18","time":"{{{now}}}"},"x":"{{{new string('x', 1024 * 1024)}}}"}"""));
        var memory = Memory();
        Assert.Null(memory.Recall(Endpoint));
        memory.Remember(Endpoint, "2025-03-26");
        Assert.Equal("2025-03-26", Memory().Recall(Endpoint));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_place_to_write_to_this_process_still_knows(bool isFolder)
    {
        // A folder in the place of the file, or a file in the place of the folder: nobody, not even root, can write there.
        Directory.CreateDirectory(isFolder ? File : _folder);
        if (!isFolder)
            System.IO.File.WriteAllText(Path.GetDirectoryName(File)!, "");
        var memory = Memory();
        memory.Remember(Endpoint, "2025-06-18");
        Assert.Equal("2025-06-18", memory.Recall(Endpoint));
        Assert.Null(Memory().Recall(Endpoint));
        memory.Forget(Endpoint);
        Assert.Null(memory.Recall(Endpoint));
    }

    [Fact]
    public void A_forgotten_version_is_forgotten_by_the_next_process_as_well()
    {
        Memory().Remember(Endpoint, "2025-06-18");
        Memory().Remember(new Uri("https://other.example"), "2025-06-18");
        Memory().Forget(Endpoint);
        Assert.Null(Memory().Recall(Endpoint));
        Assert.Equal("2025-06-18", Memory().Recall(new Uri("https://other.example")));
    }

    [Fact]
    public void Processes_that_write_at_once_leave_a_file_that_can_be_read()
    {
        Parallel.For(0, 40, port => Memory().Remember(new Uri($"http://127.0.0.1:{port + 1}"), "2025-06-18"));
        Assert.NotEmpty(JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject());
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Theory]
    [InlineData(HostPlatform.Windows, @"C:\Users\me\AppData\Local\IruMcp\protocols.json")]
    [InlineData(HostPlatform.MacOS, "/home/me/Library/Caches/IruMcp/protocols.json")]
    [InlineData(HostPlatform.Linux, "/home/me/.cache/irumcp/protocols.json")]
    public void The_file_is_in_the_users_cache(HostPlatform platform, string file) => Assert.Equal(file, ProtocolMemory.DefaultFile(
        new HostEnvironment { Platform = platform, Home = "/home/me", LocalAppData = @"C:\Users\me\AppData\Local" }));

    private ProtocolMemory Memory() => new(File, () => _now);

    private Task<IruConnection> OpenAsync(SimulatorProcess simulator) =>
        IruConnection.OpenAsync(TestConnection.Options(simulator) with { Protocols = Memory() }, new RecordingLog(), CancellationToken.None);
}
