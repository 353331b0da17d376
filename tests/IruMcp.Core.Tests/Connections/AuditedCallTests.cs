using IruMcp.Connections;
using IruMcp.Core.Tests.Governance;
using IruMcp.Governance;
using IruMcp.Results;

namespace IruMcp.Core.Tests.Connections;

/// <summary>What of a connection's doings is on record, and when.</summary>
public sealed class AuditedCallTests(SmallSimulator shared) : IClassFixture<SmallSimulator>, IAsyncLifetime
{
    private readonly SimulatorProcess _simulator = shared.Process;
    private readonly AuditFolder _audit = new();
    private readonly RecordingLog _log = new();
    private IruConnection _connection = null!;

    public async Task InitializeAsync()
    {
        await _simulator.ClearFaultsAsync();
        await _simulator.ClearLogAsync();
        _connection = await OpenAsync();
    }

    public Task DisposeAsync()
    {
        _connection.Dispose();
        _audit.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_plain_read_leaves_no_line_and_a_read_of_a_secret_leaves_two()
    {
        await _connection.CallAsync("get-devices");
        Assert.Empty(_audit.Entries());
        await _connection.CallAsync("get-unlock-pin", new { device_id = await _connection.AnyDeviceAsync() });
        Assert.Equal(["decision", "outcome"], _audit.Lines().Select(line => (string?)line["kind"]));
    }

    [Fact]
    public async Task What_was_erased_is_known_afterwards()
    {
        var device = await _connection.AnyDeviceAsync();
        var listed = (await _connection.CallAsync("get-devices")).Cast<DataObject>().Single(one => (string)one["device_id"]! == device);
        await _connection.CallAsync("erase-device", new { device_id = device });
        var target = _audit.Lines()[0]["target"]!;
        Assert.Equal(device, (string?)target["id"]);
        Assert.Equal((listed["device_name"], listed["serial_number"]), ((string?)target["name"], (string?)target["serial_number"]));
        Assert.Single(await _simulator.GetCallsAsync("erase-device"));
    }

    [Fact]
    public async Task A_name_that_cannot_be_looked_up_stops_no_erase()
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.SetFaultAsync("403", "get-device-details", count: 0);
        await _connection.CallAsync("erase-device", new { device_id = device });
        Assert.Equal(device, (string?)_audit.Lines()[0]["target"]!["id"]);
        Assert.False(await _simulator.DeviceExistsAsync(device));
    }

    [Fact]
    public async Task A_write_costs_no_request_for_the_name()
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.ClearLogAsync();
        await _connection.CallAsync("update-device", new { device_id = device, asset_tag = "A-1" });
        Assert.Single(await _simulator.GetLogAsync(), entry => entry.RpcMethod == "tools/call");
        Assert.Equal("A-1", (string?)_audit.Lines()[0]["arguments"]!["asset_tag"]);
    }

    [Fact]
    public async Task The_decision_is_on_disk_while_the_call_is_still_under_way()
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.SetFaultAsync("slow", "restart-device", delayMs: 20_000);
        using var stop = new CancellationTokenSource();
        var call = _connection.Invoke(_connection.Bind("restart-device", new { device_id = device }), _log).ReadPageAsync(stop.Token);
        while ((await _simulator.GetCallsAsync("restart-device")).Count == 0)
            Assert.False(call.IsCompleted);
        Assert.Equal(AuditOutcome.Unknown, Assert.Single(_audit.Entries()).Outcome);
        Assert.Single(_audit.Lines());
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var entry = Assert.Single(_audit.Entries());
        Assert.Equal((AuditOutcome.Unknown, "Stopped"), (entry.Outcome, entry.ErrorId));
        Assert.Equal(2, _audit.Lines().Count);
    }

    [Fact]
    public async Task A_call_that_cannot_be_put_on_record_is_not_sent()
    {
        File.WriteAllText(_audit.Path, "in the way");
        try
        {
            var device = await _connection.AnyDeviceAsync();
            var failure = await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("erase-device", new { device_id = device }));
            Assert.Equal("IruMcp.AuditUnavailable", failure.Id);
            Assert.Empty(await _simulator.GetCallsAsync("erase-device"));
            await _connection.CallAsync("set-name", new { device_id = device, DeviceName = "x" }, log: _log);
            Assert.Contains(_log.Messages, message => message.StartsWith("warning: The audit trail", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(_audit.Path);
        }
    }

    [Fact]
    public async Task A_refused_call_has_a_decision_and_no_outcome()
    {
        using var readOnly = await OpenAsync(isReadOnly: true);
        var call = readOnly.Bind("restart-device", new { device_id = await readOnly.AnyDeviceAsync() });
        Assert.Throws<IruException>(() => readOnly.Invoke(call, _log));
        var line = Assert.Single(_audit.Lines());
        Assert.Equal(("Refused", "IruMcp.ReadOnlyConnection"), ((string?)line["decision"], (string?)line["errorId"]));
    }

    [Fact]
    public async Task A_secret_of_an_answer_is_masked_in_whatever_is_said_later()
    {
        var device = await _connection.AnyDeviceAsync();
        var answer = (DataObject)(await _connection.CallAsync("get-filevault-recovery-key", new { device_id = device }))[0]!;
        var pin = answer.Members.Select(member => member.Value).OfType<Secret>().Single().Reveal();
        Assert.DoesNotContain(pin, _connection.Redact($"The PIN {pin} did not work on {device}."));
        Assert.Contains(device, _connection.Redact(device));
        await _connection.CallAsync("update-device", new { device_id = device, asset_tag = $"was {pin}" }, log: _log);
        Assert.DoesNotContain(pin, string.Join("\n", _log.Messages) + File.ReadAllText(_audit.File));
    }

    [Fact]
    public async Task What_is_known_of_a_call_in_doubt_is_told_to_those_who_ask_for_details()
    {
        var device = await _connection.AnyDeviceAsync();
        await _simulator.SetFaultAsync("truncated-sse", "restart-device");
        await Assert.ThrowsAsync<IruException>(() => _connection.CallAsync("restart-device", new { device_id = device }, log: _log));
        Assert.Contains(_log.Messages, message => message.StartsWith("What is known: the call left this machine, the answer began with HTTP 200", StringComparison.Ordinal));
    }

    private Task<IruConnection> OpenAsync(bool isReadOnly = false) => IruConnection.OpenAsync(
        TestConnection.Options(_simulator) with { Audit = _audit.Settings(), IsReadOnly = isReadOnly }, _log, CancellationToken.None);
}
