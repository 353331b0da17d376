using System.Net;
using System.Net.Sockets;
using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

public sealed class OpeningTests
{
    [Theory]
    [InlineData]
    [InlineData("--session")]
    [InlineData("--json")]
    [InlineData("--session", "--json")]
    [InlineData("--tools-per-page", "20")]
    [InlineData("--protocol", "2025-03-26")]
    [InlineData("--protocol", "2024-11-05")]
    [InlineData("--annotations", "lying", "--structured")]
    public async Task Every_kind_of_server_is_spoken_to(params string[] switches)
    {
        await using var simulator = await SimulatorProcess.StartAsync([.. switches, "--devices", "15"]);
        foreach (var raw in new[] { false, true })
        {
            using var connection = await TestConnection.OpenAsync(simulator, raw);
            Assert.Equal(131, connection.ToolCount);
            Assert.Equal(15, (await connection.CallAsync("get-devices")).Count);
            Assert.Equal(IruMcp.Tools.Risk.Destructive, connection.GetTool("erase-device").Risk);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_said_to_be_one_and_is_not_tried_again()
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1");
        var options = TestConnection.Options(simulator) with { ApiKey = new Secret("sk_live:CANARY-wrong-key") };
        var failure = await Assert.ThrowsAsync<IruException>(() => IruConnection.OpenAsync(options, new RecordingLog(), default));
        Assert.Equal("IruMcp.Unauthorized", failure.Id);
        Assert.Equal(IruErrorCategory.AuthenticationError, failure.Category);
        Assert.Equal(401, failure.StatusCode);
        Assert.DoesNotContain("CANARY", failure.ToString());
        Assert.Single(await simulator.GetLogAsync());
    }

    [Fact]
    public async Task A_passing_fault_while_opening_is_survived()
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1");
        await simulator.SetFaultAsync("503", method: "*", count: 2);
        using var connection = await TestConnection.OpenAsync(simulator);
        Assert.Equal(131, connection.ToolCount);
    }

    [Theory]
    [InlineData("html", "IruMcp.NotAnMcpServer")]
    [InlineData("redirect", "IruMcp.Redirected")]
    [InlineData("403", "IruMcp.PermissionDenied")]
    public async Task What_is_no_mcp_server_is_told_in_a_few_requests(string fault, string id)
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1");
        await simulator.SetFaultAsync(fault, method: "*", count: 0);
        var failure = await Assert.ThrowsAsync<IruException>(() => TestConnection.OpenAsync(simulator));
        Assert.Equal(id, failure.Id);
        Assert.True((await simulator.GetLogAsync()).Count <= 2);
    }

    [Fact]
    public async Task A_path_without_a_server_is_told()
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1");
        var options = TestConnection.Options(simulator);
        var failure = await Assert.ThrowsAsync<IruException>(() =>
            IruConnection.OpenAsync(options with { Endpoint = new Uri(options.Endpoint, "/nowhere") }, new RecordingLog(), default));
        Assert.Equal("IruMcp.NotAnMcpServer", failure.Id);
    }

    [Fact]
    public async Task A_closed_port_is_told_with_the_address()
    {
        var port = FreePort();
        var failure = await OpenAsync($"http://127.0.0.1:{port}/mcp");
        Assert.Equal("IruMcp.ConnectionFailed", failure.Id);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Message);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_told() =>
        Assert.Equal("IruMcp.HostNotFound", (await OpenAsync("https://tenant.invalid/mcp")).Id);

    [Fact]
    public async Task A_server_without_tls_on_an_https_address_is_told()
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1");
        var failure = await OpenAsync($"https://127.0.0.1:{simulator.Endpoint.Port}/mcp");
        Assert.Equal("IruMcp.TlsFailed", failure.Id);
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_in_a_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var failure = await OpenAsync($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/mcp", timeoutSeconds: 1);
        Assert.Equal("IruMcp.Timeout", failure.Id);
    }

    private static Task<IruException> OpenAsync(string address, int timeoutSeconds = 20) => Assert.ThrowsAsync<IruException>(() => IruConnection.OpenAsync(
        new ConnectionOptions
        {
            Name = "test",
            Endpoint = new Uri(address),
            ApiKey = new Secret("sk_live:CANARY-key"),
            Profile = new Secret("CANARY-profile"),
            Timeout = TimeSpan.FromSeconds(timeoutSeconds),
            Protocols = TestConnection.Protocols,
        },
        new RecordingLog(), default));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
