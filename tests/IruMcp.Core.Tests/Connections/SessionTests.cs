using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

public sealed class SessionTests : IAsyncLifetime
{
    private SimulatorProcess _simulator = null!;
    private IruConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorProcess.StartAsync("--session", "--devices", "20");
        _connection = await TestConnection.OpenAsync(_simulator);
    }

    public async Task DisposeAsync()
    {
        _connection.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_forgotten_session_is_opened_again_for_a_read()
    {
        await _simulator.ForgetSessionsAsync();
        Assert.Equal(20, (await _connection.CallAsync("get-devices")).Count);
    }

    [Fact]
    public async Task A_forgotten_session_is_opened_again_for_a_write_which_runs_once()
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.ForgetSessionsAsync();
        await _connection.CallAsync("restart-device", new { device_id = device });
        Assert.Single(await _simulator.GetCallsAsync("restart-device"), call => call.Executed);
    }

    [Fact]
    public async Task Many_calls_at_once_survive_a_forgotten_session()
    {
        await _simulator.ForgetSessionsAsync();
        var counts = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => (await _connection.CallAsync("get-devices")).Count));
        Assert.All(counts, count => Assert.Equal(20, count));
    }

    [Fact]
    public async Task Cancelling_is_told_to_the_server()
    {
        await _simulator.SetFaultAsync("slow", "get-devices", delayMs: 10_000);
        using var stop = new CancellationTokenSource();
        var reading = _connection.Invoke(_connection.Bind("get-devices"), new RecordingLog()).ReadPageAsync(stop.Token);
        while (!(await _simulator.GetLogAsync()).Any(entry => entry.Tool == "get-devices"))
            await Task.Yield();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        for (var look = 0; look < 200 && !(await _simulator.GetLogAsync()).Any(entry => entry.RpcMethod == "notifications/cancelled"); look++)
            await Task.Yield();
        Assert.Contains(await _simulator.GetLogAsync(), entry => entry.RpcMethod == "notifications/cancelled");
    }

    [Fact]
    public async Task Closing_ends_the_session_at_the_server_and_later_calls_say_so()
    {
        _connection.Dispose();
        Assert.Contains(await _simulator.GetLogAsync(), entry => entry.HttpMethod == "DELETE");
        Assert.False(_connection.IsOpen);
        Assert.Equal("IruMcp.Disconnected", (await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("get-devices"))).Id);
    }
}
