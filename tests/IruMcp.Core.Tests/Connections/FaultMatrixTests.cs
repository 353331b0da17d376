using IruMcp.Connections;
using IruMcp.Core.Tests.Governance;
using IruMcp.Governance;
using IruMcp.Results;

namespace IruMcp.Core.Tests.Connections;

/// <summary>Every fault of the simulator on a read and on a write, as the first call and as the fifth of six: how often the call arrives,
/// what the user is told, what the audit trail says, and that nothing is done twice.</summary>
public sealed class FaultMatrixTests(SmallSimulator shared) : IClassFixture<SmallSimulator>, IAsyncLifetime
{
    private const string Read = "get-device-details";
    private const string Write = "update-device";
    private const int Calls = 6;

    private static readonly Dictionary<string, Row> Matrix = new()
    {
        ["401"] = new(Fails("IruMcp.Unauthorized"), Fails("IruMcp.Unauthorized")),
        ["403"] = new(Fails("IruMcp.PermissionDenied"), Fails("IruMcp.PermissionDenied")),
        ["404"] = new(Fails("IruMcp.NotAnMcpServer"), InDoubt("IruMcp.NotAnMcpServer")),
        ["429"] = new(Recovers, Recovers),
        ["500"] = new(Fails("IruMcp.ServerError"), InDoubt("IruMcp.ServerError")),
        ["502"] = new(Recovers, InDoubt("IruMcp.ServerUnavailable")),
        ["503"] = new(Recovers, InDoubt("IruMcp.ServerUnavailable")),
        ["504"] = new(Recovers, InDoubt("IruMcp.ServerUnavailable")),
        ["slow"] = new(Passes, Passes),
        ["stall"] = new(Passes, Passes),
        ["drop-before"] = new(Recovers, InDoubt("IruMcp.ConnectionLost")),
        ["drop-after"] = new(Recovers, InDoubt("IruMcp.ConnectionLost")),
        ["malformed-json"] = new(Recovers, InDoubt("IruMcp.IncompleteAnswer")),
        ["truncated-sse"] = new(Recovers, InDoubt("IruMcp.IncompleteAnswer")),
        ["redirect"] = new(Fails("IruMcp.Redirected"), Fails("IruMcp.Redirected")),
        ["html"] = new(Fails("IruMcp.NotAnMcpServer"), InDoubt("IruMcp.NotAnMcpServer")),
        ["rate-limit-text"] = new(Recovers, Fails("IruMcp.RateLimited")),
        ["upstream-timeout-text"] = new(Recovers, InDoubt("IruMcp.UpstreamTimeout")),
        ["empty-body"] = new(Recovers, InDoubt("IruMcp.IncompleteAnswer")),
        ["wrong-id"] = new(Recovers, InDoubt("IruMcp.IncompleteAnswer")),
        ["chatty"] = new(Passes, Passes),
        ["big"] = new(Passes, Passes),
        ["repeat-cursor"] = new(Passes, Passes),
        ["empty-cursor"] = new(Passes, Passes),
        ["echo-json"] = new(Fails("IruMcp.ProtocolError"), Fails("IruMcp.ProtocolError")),
        ["echo-html"] = new(Recovers, InDoubt("IruMcp.ServerUnavailable")),
        ["echo-redirect"] = new(Fails("IruMcp.Redirected"), Fails("IruMcp.Redirected")),
        ["echo-protocol-error"] = new(Fails("IruMcp.ServerError"), InDoubt("IruMcp.ServerError")),
        ["echo-arguments"] = new(Fails("IruMcp.ToolFailed"), Fails("IruMcp.ToolFailed")),
        ["echo-text"] = new(Fails("IruMcp.ToolFailed"), Fails("IruMcp.ToolFailed")),
    };

    private readonly SimulatorProcess _simulator = shared.Process;
    private readonly AuditFolder _audit = new();
    private IruConnection _connection = null!;
    private string[] _devices = [];

    public static TheoryData<string> Faults => [.. Matrix.Keys];

    private static Expected Passes => new(1, null, false);

    private static Expected Recovers => new(2, null, false);

    public async Task InitializeAsync()
    {
        await _simulator.ClearFaultsAsync();
        var options = TestConnection.Options(_simulator) with { Audit = _audit.Settings(), Timeout = TimeSpan.FromSeconds(30) };
        _connection = await IruConnection.OpenAsync(options, new RecordingLog(), CancellationToken.None);
        _devices = [.. (await _connection.CallAsync("get-devices", null, new PageRequest { First = Calls })).Select(device => (string)((DataObject)device!)["device_id"]!)];
        await _simulator.ClearLogAsync();
    }

    public Task DisposeAsync()
    {
        _connection.Dispose();
        _audit.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_matrix_has_every_fault_that_the_simulator_knows() =>
        Assert.Equal((await _simulator.GetFaultNamesAsync()).Order(), Matrix.Keys.Order());

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_read_is_repeated_only_where_that_may_help(string fault)
    {
        foreach (var place in new[] { 1, 5 })
        {
            var failures = await RunAsync(fault, place, Read, device => new { device_id = device });
            await AssertAsync(Matrix[fault].Read, place, Read, failures);
        }
        Assert.Empty(_audit.Entries());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_is_never_done_twice_and_says_whether_it_is_in_doubt(string fault)
    {
        foreach (var place in new[] { 1, 5 })
        {
            var failures = await RunAsync(fault, place, Write, device => new { device_id = device, asset_tag = $"{fault}-{place}" });
            var expected = Matrix[fault].Write;
            await AssertAsync(expected, place, Write, failures);
            if (failures[place - 1] is { } failure)
                AssertAdvice(expected, failure, _devices[place - 1]);
            AssertOnRecord(expected, place);
        }
    }

    private static Expected Fails(string id) => new(1, id, false);

    private static Expected InDoubt(string id) => new(1, id, true);

    /// <summary>The failure of each of the calls, in order; null for one that went well.</summary>
    private async Task<List<IruException?>> RunAsync(string fault, int place, string tool, Func<string, object> arguments)
    {
        await _simulator.ClearLogAsync();
        await _simulator.ClearFaultsAsync();
        await _simulator.SetFaultAsync(fault, tool, count: 1, after: place - 1, delayMs: 200);
        var failures = new List<IruException?>();
        foreach (var device in _devices)
            try
            {
                await _connection.CallAsync(tool, arguments(device));
                failures.Add(null);
            }
            catch (IruException failure)
            {
                failures.Add(failure);
            }
        return failures;
    }

    private async Task AssertAsync(Expected expected, int place, string tool, List<IruException?> failures)
    {
        Assert.Equal(expected.Id, failures[place - 1]?.Id);
        Assert.Equal(expected.InDoubt, failures[place - 1]?.IsAmbiguous ?? false);
        Assert.All(failures.Where((_, index) => index != place - 1), Assert.Null);

        var calls = await _simulator.GetCallsAsync(tool);
        Assert.Equal(Calls - 1 + expected.Requests, calls.Count);
        var perDevice = calls.GroupBy(call => (string)call.Arguments!["device_id"]!).ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(expected.Requests, perDevice[_devices[place - 1]].Count);
        if (tool == Write)
            Assert.All(perDevice.Values, sent => Assert.True(sent.Count(call => call.Executed) <= 1, "It was done twice."));
    }

    private static void AssertAdvice(Expected expected, IruException failure, string device)
    {
        Assert.Equal(Write, failure.Tool);
        Assert.NotNull(failure.NextStep);
        if (!expected.InDoubt)
            return;
        Assert.Equal(IruErrorCategory.OperationTimeout, failure.Category);
        Assert.Equal(device, failure.DeviceId);
        Assert.Contains($"Invoke-IruTool get-device-commands -device_id {device}", failure.NextStep);
    }

    private void AssertOnRecord(Expected expected, int place)
    {
        var entries = _audit.Entries().TakeLast(Calls).ToList();
        Assert.Equal(_devices, entries.Select(entry => (string)entry.Arguments["device_id"]!));
        for (var i = 0; i < Calls; i++)
            Assert.Equal(
                i != place - 1 || expected.Id is null ? (AuditOutcome.Succeeded, null)
                    : (expected.InDoubt ? AuditOutcome.Unknown : AuditOutcome.Failed, expected.Id),
                (entries[i].Outcome, entries[i].ErrorId));
    }

    /// <param name="Requests">How often the call arrives.</param>
    /// <param name="Id">The id of the error; null where it goes well.</param>
    /// <param name="InDoubt">Whether the user is told that it may have taken effect.</param>
    private sealed record Expected(int Requests, string? Id, bool InDoubt);

    private sealed record Row(Expected Read, Expected Write);
}
