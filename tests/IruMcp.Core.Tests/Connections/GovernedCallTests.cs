using IruMcp.Connections;
using IruMcp.Core.Tests.Governance;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Connections;

/// <summary>What the gate of a connection lets out, whoever calls.</summary>
public sealed class GovernedCallTests(SmallSimulator shared) : IClassFixture<SmallSimulator>, IAsyncLifetime
{
    private readonly SimulatorProcess _simulator = shared.Process;
    private readonly PolicyFolder _policy = new();
    private readonly AuditFolder _audit = new();
    private IruConnection _connection = null!;
    private string _device = "";

    public async Task InitializeAsync()
    {
        await _simulator.ClearFaultsAsync();
        _connection = await OpenAsync(Channel.Shell);
        _device = await _connection.AnyDeviceAsync();
        await _simulator.ClearLogAsync();
    }

    public Task DisposeAsync()
    {
        _connection.Dispose();
        _policy.Dispose();
        _audit.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(ApprovalKind.Asked)]
    [InlineData(ApprovalKind.Switch)]
    [InlineData(ApprovalKind.Preference)]
    [InlineData(ApprovalKind.Policy)]
    [InlineData(ApprovalKind.Default)]
    public async Task No_approval_gets_past_a_deny(ApprovalKind kind)
    {
        _policy.WithUser("""{ "rules": [ { "action": "Deny", "tool": "restart-*" }, { "action": "Allow", "tool": "*" } ] }""");
        Assert.Equal("IruMcp.PolicyDenied", await FailsAsync(Call("restart-device", kind)));
        Assert.Empty(await _simulator.GetCallsAsync("restart-device"));
        Assert.Equal("IruMcp.PolicyDenied", Assert.Single(_audit.Entries()).ErrorId);
    }

    [RootTheory]
    [InlineData(null, "IruMcp.ConfirmationRequired")]
    [InlineData(ApprovalKind.Switch, "IruMcp.ConfirmationRequired")]
    [InlineData(ApprovalKind.Preference, "IruMcp.ConfirmationRequired")]
    [InlineData(ApprovalKind.Policy, "IruMcp.ConfirmationRequired")]
    [InlineData(ApprovalKind.Default, "IruMcp.ConfirmationRequired")]
    [InlineData(ApprovalKind.Asked, null)]
    public async Task Only_a_persons_answer_lifts_the_machines_confirm(ApprovalKind? kind, string? expected)
    {
        _policy.WithMachine("""{ "rules": [ { "action": "Confirm", "tool": "restart-device" }, { "action": "Confirm", "tool": "get-users" } ] }""")
            .WithUser("""{ "rules": [ { "action": "Allow", "tool": "*" } ] }""");
        Assert.Equal(expected, await FailsAsync(Call("restart-device", kind)));
        Assert.Equal(expected is null ? 1 : 0, (await _simulator.GetCallsAsync("restart-device")).Count);
    }

    [RootFact]
    public async Task A_confirm_holds_for_plain_reads_too()
    {
        _policy.WithMachine("""{ "rules": [ { "action": "Confirm", "tool": "get-users" } ] }""");
        var read = ToolCall.Bind(_connection.GetTool("get-users"), null, new Dictionary<string, object?>(), null, new PageRequest());
        Assert.Equal("IruMcp.ConfirmationRequired", await FailsAsync(read));
        Assert.Empty(await _simulator.GetCallsAsync("get-users"));
    }

    [Theory]
    [InlineData("erase-device", null, "IruMcp.NotApproved")]
    [InlineData("erase-device", ApprovalKind.Default, "IruMcp.NotApproved")]
    [InlineData("erase-device", ApprovalKind.Policy, "IruMcp.NotApproved")]
    [InlineData("restart-device", null, "IruMcp.NotApproved")]
    [InlineData("restart-device", ApprovalKind.Policy, "IruMcp.NotApproved")]
    public async Task An_approval_that_is_not_true_is_none(string tool, ApprovalKind? kind, string expected)
    {
        Assert.Equal(expected, await FailsAsync(Call(tool, kind)));
        Assert.Empty(await _simulator.GetCallsAsync(tool));
    }

    [Fact]
    public async Task The_bridge_needs_a_person_for_changes_and_gets_no_secret()
    {
        using var bridge = await OpenAsync(Channel.Bridge);
        Assert.Equal("IruMcp.ConfirmationRequired", await FailsAsync(Call("restart-device", ApprovalKind.Switch), bridge));
        Assert.Equal("IruMcp.PolicyDenied", await FailsAsync(Call("get-unlock-pin", ApprovalKind.Asked), bridge));
        Assert.Null(await FailsAsync(Call("restart-device", ApprovalKind.Asked), bridge));
        _policy.WithUser("""{ "rules": [ { "action": "Allow", "tool": ["get-unlock-pin", "restart-device"], "channel": "Bridge" } ] }""");
        Assert.Null(await FailsAsync(Call("get-unlock-pin", null), bridge));
        Assert.Null(await FailsAsync(Call("restart-device", ApprovalKind.Policy), bridge));
    }

    [Fact]
    public async Task A_policy_that_changes_while_a_connection_is_open_holds_for_its_next_call()
    {
        Assert.Null(await FailsAsync(Call("restart-device", ApprovalKind.Default)));
        _policy.WithUser("""{ "readOnly": true }""");
        Assert.Equal("IruMcp.ReadOnlyPolicy", await FailsAsync(Call("restart-device", ApprovalKind.Default)));
        _policy.WithUser("{ broken");
        Assert.Equal("IruMcp.PolicyBroken", await FailsAsync(Call("restart-device", ApprovalKind.Asked)));
        Assert.NotEmpty(await _connection.CallAsync("get-tags"));
    }

    [Fact]
    public async Task A_pipeline_ends_at_its_limit_and_the_hour_over_all_pipelines()
    {
        _policy.WithUser("""{ "rules": [ { "risk": "Disruptive", "maximumPerPipeline": 2, "maximumPerHour": 3 } ] }""");
        var batch = new CallBatch();
        Assert.Null(await FailsAsync(Call("restart-device", ApprovalKind.Default, batch)));
        Assert.Null(await FailsAsync(Call("restart-device", ApprovalKind.Default, batch)));
        Assert.Equal("IruMcp.BlastRadius", await FailsAsync(Call("restart-device", ApprovalKind.Asked, batch)));
        Assert.Null(await FailsAsync(Call("restart-device", ApprovalKind.Default)));
        Assert.Equal("IruMcp.BlastRadius", await FailsAsync(Call("restart-device", ApprovalKind.Asked)));

        // As another process would see it: only the audit file is common.
        using var other = await OpenAsync(Channel.Shell);
        Assert.Equal("IruMcp.BlastRadius", await FailsAsync(Call("restart-device", ApprovalKind.Asked), other));
        Assert.Equal(3, (await _simulator.GetCallsAsync("restart-device")).Count);
    }

    [Fact]
    public async Task A_tool_of_another_server_is_unknown_here_and_an_unlisted_one_is_judged_by_its_name()
    {
        var foreign = ToolCatalogue.Build([new ListedTool("get-everything", null, null, "{}", null, null)]).Tools[0];
        Assert.Equal("IruMcp.UnknownTool", await FailsAsync(Approved(foreign, ApprovalKind.Asked)));
        var unlisted = await _connection.FindToolAsync("wipe-all", allowUnlisted: true, new RecordingLog(), CancellationToken.None);
        Assert.Equal(Risk.Destructive, unlisted.Risk);
        Assert.Equal("IruMcp.NotApproved", await FailsAsync(Approved(unlisted, ApprovalKind.Default)));
        _policy.WithUser("""{ "rules": [ { "action": "Deny", "tool": "wipe-*" } ] }""");
        Assert.Equal("IruMcp.PolicyDenied", await FailsAsync(Approved(unlisted, ApprovalKind.Asked)));
        Assert.Empty(await _simulator.GetCallsAsync("wipe-all"));
    }

    [Fact]
    public async Task A_tool_that_is_in_no_list_is_asked_for_once_and_refused_on_record()
    {
        var failure = await Assert.ThrowsAsync<IruException>(() => _connection.FindToolAsync("no-such", allowUnlisted: false, new RecordingLog(), CancellationToken.None));
        Assert.Equal("IruMcp.UnknownTool", failure.Id);
        Assert.Equal(["tools/list"], (await _simulator.GetLogAsync()).Select(request => request.RpcMethod).Where(method => method is not null));
        Assert.Equal("IruMcp.UnknownTool", Assert.Single(_audit.Entries()).ErrorId);
    }

    [Fact]
    public async Task What_a_call_acts_on_is_looked_up_in_one_read()
    {
        var names = await _connection.LookUpTargetAsync(Call("erase-device", null), new RecordingLog(), CancellationToken.None);
        Assert.NotNull(names);
        Assert.NotEmpty(names.Others);
        Assert.Equal(["get-device"], (await _simulator.GetLogAsync()).Where(request => request.RpcMethod == "tools/call").Select(request => request.Tool));
        Assert.Null(await _connection.LookUpTargetAsync(Approved(_connection.GetTool("get-tags"), ApprovalKind.Default), new RecordingLog(), CancellationToken.None));
    }

    private ToolCall Call(string tool, ApprovalKind? kind, CallBatch? batch = null)
    {
        var call = ToolCall.Bind(_connection.GetTool(tool), null, new Dictionary<string, object?> { ["device_id"] = _device }, null, new PageRequest());
        call.Batch = batch;
        if (kind is { } given)
            call.Approve(given, "test");
        return call;
    }

    private static ToolCall Approved(IruTool tool, ApprovalKind kind)
    {
        var call = ToolCall.Bind(tool, null, new Dictionary<string, object?>(), null, new PageRequest());
        call.Approve(kind, "test");
        return call;
    }

    /// <summary>The id of the failure; null where the call was sent and answered.</summary>
    private async Task<string?> FailsAsync(ToolCall call, IruConnection? connection = null)
    {
        try
        {
            await (connection ?? _connection).Invoke(call, new RecordingLog()).ReadPageAsync(CancellationToken.None);
            return null;
        }
        catch (IruException failure)
        {
            return failure.Id;
        }
    }

    private Task<IruConnection> OpenAsync(Channel channel) => IruConnection.OpenAsync(
        TestConnection.Options(_simulator) with { Channel = channel, PolicyPlaces = _policy.Places, Audit = _audit.Settings() }, new RecordingLog(), CancellationToken.None);
}
