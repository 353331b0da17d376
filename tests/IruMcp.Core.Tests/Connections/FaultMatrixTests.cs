using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

/// <summary>What each fault does to a read and to a write: how often the call arrives, and what the user is told.</summary>
public sealed class FaultMatrixTests(SmallSimulator shared) : IClassFixture<SmallSimulator>, IAsyncLifetime
{
    private readonly SimulatorProcess _simulator = shared.Process;
    private IruConnection _connection = null!;

    public async Task InitializeAsync()
    {
        await _simulator.ClearFaultsAsync();
        await _simulator.ClearLogAsync();
        _connection = await TestConnection.OpenAsync(_simulator);
    }

    public Task DisposeAsync()
    {
        _connection.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("429")]
    [InlineData("503")]
    [InlineData("502")]
    [InlineData("504")]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("malformed-json")]
    [InlineData("truncated-sse")]
    [InlineData("empty-body")]
    [InlineData("wrong-id")]
    [InlineData("rate-limit-text")]
    [InlineData("upstream-timeout-text")]
    public async Task A_read_recovers_from_a_passing_fault_by_itself(string fault)
    {
        await _simulator.SetFaultAsync(fault, "get-devices", count: 2);
        var devices = await _connection.CallAsync("get-devices");
        Assert.Equal(20, devices.Count);
        Assert.Equal(3, (await _simulator.GetCallsAsync("get-devices")).Count);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("stall")]
    [InlineData("chatty")]
    [InlineData("big")]
    public async Task A_read_takes_an_unusual_answer_at_once(string fault)
    {
        await _simulator.SetFaultAsync(fault, "get-devices", delayMs: 300);
        Assert.NotEmpty(await _connection.CallAsync("get-devices", page: new() { First = 5 }));
        Assert.Single(await _simulator.GetCallsAsync("get-devices"));
    }

    [Theory]
    [InlineData("401", "IruMcp.Unauthorized", false)]
    [InlineData("403", "IruMcp.PermissionDenied", false)]
    [InlineData("redirect", "IruMcp.Redirected", false)]
    [InlineData("500", "IruMcp.ServerError", true)]
    [InlineData("502", "IruMcp.ServerUnavailable", true)]
    [InlineData("503", "IruMcp.ServerUnavailable", true)]
    [InlineData("504", "IruMcp.ServerUnavailable", true)]
    [InlineData("drop-before", "IruMcp.ConnectionLost", true)]
    [InlineData("drop-after", "IruMcp.ConnectionLost", true)]
    [InlineData("malformed-json", "IruMcp.IncompleteAnswer", true)]
    [InlineData("truncated-sse", "IruMcp.IncompleteAnswer", true)]
    [InlineData("empty-body", "IruMcp.IncompleteAnswer", true)]
    [InlineData("wrong-id", "IruMcp.IncompleteAnswer", true)]
    [InlineData("html", "IruMcp.NotAnMcpServer", true)]
    [InlineData("rate-limit-text", "IruMcp.RateLimited", false)]
    [InlineData("upstream-timeout-text", "IruMcp.UpstreamTimeout", true)]
    public async Task A_write_is_never_sent_again_and_says_whether_it_is_in_doubt(string fault, string id, bool inDoubt)
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.SetFaultAsync(fault, "restart-device", count: 1);

        var failure = await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("restart-device", new { device_id = device }));

        Assert.Equal(id, failure.Id);
        Assert.Equal(inDoubt, failure.IsAmbiguous);
        Assert.Equal("restart-device", failure.Tool);
        Assert.NotNull(failure.NextStep);
        if (inDoubt)
        {
            Assert.Equal(IruErrorCategory.OperationTimeout, failure.Category);
            Assert.Contains($"Invoke-IruTool get-device-commands -device_id {device}", failure.NextStep);
        }
        Assert.Single(await _simulator.GetCallsAsync("restart-device"));
    }

    [Fact]
    public async Task A_write_that_was_turned_down_by_rate_is_sent_again()
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.SetFaultAsync("429", "restart-device", count: 2);
        await _connection.CallAsync("restart-device", new { device_id = device });
        var calls = await _simulator.GetCallsAsync("restart-device");
        Assert.Equal(3, calls.Count);
        Assert.Single(calls, call => call.Executed);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        await _simulator.SetFaultAsync("429", "get-devices", retryAfter: 1);
        await _connection.CallAsync("get-devices");
        var calls = await _simulator.GetCallsAsync("get-devices");
        Assert.True(calls[1].Time - calls[0].Time >= TimeSpan.FromSeconds(0.95), "The second call came before the server wanted it.");
    }

    [Fact]
    public async Task A_wait_of_hours_is_told_and_not_waited_for()
    {
        await _simulator.SetFaultAsync("429", "get-devices", retryAfter: 7200);
        var failure = await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("get-devices"));
        Assert.Equal("IruMcp.RateLimited", failure.Id);
        Assert.Equal(TimeSpan.FromHours(2), failure.RetryAfter);
    }

    [Fact]
    public async Task A_read_that_keeps_failing_ends_with_the_error()
    {
        await _simulator.SetFaultAsync("503", "get-devices", count: 0);
        var failure = await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("get-devices"));
        Assert.Equal("IruMcp.ServerUnavailable", failure.Id);
        Assert.Equal(503, failure.StatusCode);
        Assert.False(failure.IsAmbiguous);
    }

    [Fact]
    public async Task A_slow_write_is_given_up_once_and_is_in_doubt()
    {
        using var hasty = await TestConnection.OpenAsync(_simulator, timeoutSeconds: 1);
        var device = await hasty.AnyDeviceAsync();
        await _simulator.SetFaultAsync("slow", "restart-device", delayMs: 5000);
        var failure = await Assert.ThrowsAsync<IruException>(() => hasty.CallAsync("restart-device", new { device_id = device }));
        Assert.Equal("IruMcp.Timeout", failure.Id);
        Assert.True(failure.IsAmbiguous);
        Assert.Single(await _simulator.GetCallsAsync("restart-device"));
    }

    [Fact]
    public async Task A_redirect_carries_nothing_to_another_host()
    {
        await _simulator.SetFaultAsync("redirect", "get-devices");
        var failure = await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("get-devices"));
        Assert.Equal("IruMcp.Redirected", failure.Id);
        Assert.DoesNotContain(await _simulator.GetLogAsync(), entry => entry.Door == "redirect-target");
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_listing_is_repaired_without_a_lost_or_doubled_row()
    {
        await _simulator.SetFaultAsync("drop-after", "get-devices", count: 1, after: 1);
        var devices = await _connection.CallAsync("get-devices", page: new() { PageSize = 6 });
        Assert.Equal(20, devices.Cast<IruMcp.Results.DataObject>().Select(device => device["device_id"]).Distinct().Count());
        Assert.Equal(20, devices.Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_at_once()
    {
        await _simulator.SetFaultAsync("slow", "get-devices", delayMs: 20_000);
        using var stop = new CancellationTokenSource();
        var reading = _connection.Invoke(_connection.Bind("get-devices"), new RecordingLog()).ReadPageAsync(stop.Token);
        stop.CancelAfter(200);
        var ended = await Task.WhenAny(reading, Task.Delay(5000));
        Assert.Same(reading, ended);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
