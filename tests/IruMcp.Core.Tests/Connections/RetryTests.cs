using System.Diagnostics;
using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

/// <summary>How long is waited, how often is tried, and what is left of a listing when something goes wrong on the way.</summary>
public sealed class RetryTests(SmallSimulator shared) : IClassFixture<SmallSimulator>, IAsyncLifetime
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
        Assert.True(failure.HoldsForAll);

        var next = await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("get-blueprints"));
        Assert.Contains("Nothing was sent", next.Message);
        Assert.Equal(TimeSpan.FromHours(1).TotalMinutes, next.RetryAfter!.Value.TotalMinutes, tolerance: 1);
        Assert.Empty(await _simulator.GetCallsAsync("get-blueprints"));
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("0", 0.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("99999999999", 2147483647.0)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 0.0)]
    [InlineData("Sun, 06 Nov 1994 08:51:37 GMT", 90.0)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("1, 2", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_wanted_pause_is_read_as_servers_write_it(string? written, double? seconds)
    {
        using var answer = new HttpResponseMessage();
        if (written is not null)
            answer.Headers.TryAddWithoutValidation("Retry-After", written);
        var now = new DateTimeOffset(1994, 11, 6, 8, 50, 7, TimeSpan.Zero);
        Assert.Equal(seconds, WantedPause.Of(answer.Headers, now)?.TotalSeconds);
    }

    [Fact]
    public async Task A_wanted_pause_that_nobody_understands_is_short_at_first()
    {
        await using var server = new OddServer { RetryAfter = "soon", Call = call => call < 3 ? (429, "{}") : (200, null) };
        using var connection = await server.OpenAsync();
        var clock = Stopwatch.StartNew();
        Assert.Single(await connection.CallAsync("get-thing"));
        Assert.Equal(3, server.Calls);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.7, 10);
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
