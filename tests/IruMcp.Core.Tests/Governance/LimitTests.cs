using IruMcp.Core.Tests.Tools;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

/// <summary>How many calls there may be, and what is said when there are enough.</summary>
public sealed class LimitTests : IDisposable
{
    private const string Id = "3f0c6d3e-8d2e-4d9b-9a7b-1f0d3a9a7c11";

    private readonly PolicyFolder _policy = new();
    private readonly AuditFolder _audit = new();
    private readonly AuditTrail _trail;
    private readonly CallBatch _batch = new();

    public LimitTests() => _trail = _audit.Trail();

    public void Dispose()
    {
        _policy.Dispose();
        _audit.Dispose();
    }

    [Theory]
    [InlineData("erase-device", 25, 100)]
    [InlineData("lock-device", 25, 100)]
    [InlineData("restart-device", 100, 500)]
    [InlineData("enable-lost-mode", 100, 500)]
    [InlineData("delete-blueprint", 1, 5)]
    [InlineData("delete-ade-integration", 1, 5)]
    [InlineData("create-tag", null, null)]
    [InlineData("list-devices", null, null)]
    public void Each_operation_has_the_limits_of_its_class(string operation, int? perPipeline, int? perHour)
    {
        var call = Call(operation);
        var limits = Limits(call);
        Assert.Equal(perPipeline, limits.PerPipeline.SingleOrDefault()?.Maximum);
        Assert.Equal(perHour, limits.PerHour.FirstOrDefault()?.Maximum);
        Assert.Equal(call.Risk == Risk.Destructive && operation != "lock-device" ? 1 : 0, limits.PerHour.Count(limit => limit is { IsOverAll: true, Maximum: 200 }));
    }

    [Fact]
    public void A_pipeline_ends_after_the_operations_own_number()
    {
        for (var i = 0; i < 25; i++)
            Assert.Null(InPipeline("erase-device"));
        Assert.Equal(25, InPipeline("erase-device")!.Maximum);
        Assert.Null(InPipeline("lock-device"));
        Assert.Null(InPipeline("delete-blueprint"));
        Assert.Equal(1, InPipeline("delete-blueprint")!.Maximum);
    }

    [Fact]
    public void Routine_work_leaves_what_an_emergency_needs()
    {
        for (var i = 0; i < 120; i++)
            Send(Call("update-device", ("asset_tag", $"{i}")));
        for (var i = 0; i < 500; i++)
            Send(Call("restart-device"));
        Refused(Call("restart-device"));
        for (var i = 0; i < 100; i++)
            Send(Call("erase-device"));
        for (var i = 0; i < 100; i++)
            Send(Call("delete-device"));
        Assert.Contains("over all operations", Refused(Call("delete-tag")).Message, StringComparison.Ordinal);
        for (var i = 0; i < 100; i++)
            Send(Call("lock-device"));
        Refused(Call("lock-device"));
        Send(Call("enable-lost-mode"));
    }

    [Fact]
    public void An_update_counts_as_disruptive_only_where_it_moves_a_device()
    {
        for (var i = 0; i < 501; i++)
            Send(Call("update-device", ("tags", new[] { "a" })));
        for (var i = 0; i < 500; i++)
            Send(Call("update-device", ("blueprint_id", Id)));
        Assert.Contains("500 calls of update-device", Refused(Call("update-device", ("blueprint_id", Id))).Message, StringComparison.Ordinal);
        Send(Call("update-device", ("asset_tag", "A-1")));
    }

    [Fact]
    public void Unknown_tools_share_one_counter()
    {
        for (var i = 0; i < 100; i++)
            Send(Unknown($"wipe-{i}"));
        var refused = Refused(Unknown("purge-everything"));
        Assert.Contains("100 calls of unknown tools", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Set-IruMcpPolicy -Tool purge-everything -MaximumPerHour 200", refused.NextStep, StringComparison.Ordinal);
        Send(Call("erase-device"));
    }

    [Fact]
    public void The_error_says_what_when_and_how_to_raise_that_limit_alone()
    {
        var before = DateTime.Now;
        for (var i = 0; i < 100; i++)
            Send(Call("erase-device"));
        var refused = Refused(Call("erase-device"));
        Assert.Equal("IruMcp.BlastRadius", refused.Id);
        Assert.Contains("100 calls of erase-device", refused.Message, StringComparison.Ordinal);
        Assert.Contains("100 were sent", refused.Message, StringComparison.Ordinal);
        var time = DateTime.ParseExact(
            System.Text.RegularExpressions.Regex.Match(refused.Message, @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").Value, "yyyy-MM-dd HH:mm:ss", null);
        Assert.InRange(time, before.AddHours(1).AddSeconds(-1), DateTime.Now.AddHours(1).AddSeconds(2));
        Assert.EndsWith("Set-IruMcpPolicy -Operation erase-device -MaximumPerHour 200", refused.NextStep, StringComparison.Ordinal);

        // What the command writes.
        _policy.WithUser("""{ "rules": [ { "operation": "erase-device", "maximumPerHour": 200 } ] }""");
        Send(Call("erase-device"));
        Assert.Equal([100, 200], Limits(Call("delete-device")).PerHour.Select(limit => limit.Maximum));
    }

    [Fact]
    public void An_operation_with_a_limit_of_its_own_is_left_out_of_the_one_over_all()
    {
        _policy.WithUser("""{ "rules": [ { "operation": "erase-device", "maximumPerHour": 1000 } ] }""");
        for (var i = 0; i < 210; i++)
            Send(Call("erase-device"));
        Send(Call("delete-device"));
    }

    [Fact]
    public void The_users_rule_about_one_operation_goes_before_his_broader_ones()
    {
        _policy.WithUser("""{ "rules": [ { "risk": "Destructive", "maximumPerHour": 1 }, { "operation": "erase-device", "action": "Allow", "reason": "it's fine", "maximumPerHour": 2 } ] }""");
        Send(Call("erase-device"));
        Send(Call("erase-device"));
        Assert.EndsWith("Set-IruMcpPolicy -Operation erase-device -Action Allow -MaximumPerHour 4 -Reason 'it''s fine'", Refused(Call("erase-device")).NextStep, StringComparison.Ordinal);
        Assert.EndsWith("Set-IruMcpPolicy -Operation delete-device -MaximumPerHour 2", Refused(Call("delete-device")).NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_counts_an_emergency_by_itself()
    {
        _policy.WithUser("""{ "rules": [ { "risk": [ "Disruptive", "Destructive" ], "maximumPerHour": 2 } ] }""");
        Send(Call("restart-device"));
        Send(Call("erase-device"));
        Refused(Call("delete-device"));
        Send(Call("lock-device"));
        Send(Call("lock-device"));
        Refused(Call("lock-device"));
        Send(Call("enable-lost-mode"));
    }

    [RootFact]
    public void A_machines_limit_holds_beside_the_users()
    {
        _policy.WithMachine("""{ "rules": [ { "operation": "erase-device", "maximumPerHour": 1 } ] }""")
            .WithUser("""{ "rules": [ { "operation": "erase-device", "maximumPerHour": 50 } ] }""");
        Send(Call("erase-device"));
        var refused = Refused(Call("erase-device"));
        Assert.Contains("Only an administrator", refused.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-IruMcpPolicy", refused.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_of_none_promises_no_time()
    {
        _policy.WithUser("""{ "rules": [ { "operation": "erase-device", "maximumPerHour": 0 } ] }""");
        var refused = Refused(Call("erase-device"));
        Assert.DoesNotContain("next call", refused.Message + refused.NextStep, StringComparison.Ordinal);
        Assert.EndsWith("-MaximumPerHour 2", refused.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wipe*all")]
    [InlineData("wipe[all]")]
    public void A_tool_that_no_pattern_names_alone_has_no_command(string name)
    {
        _policy.WithUser("""{ "rules": [ { "tool": "wipe*", "maximumPerHour": 0 } ] }""");
        Assert.DoesNotContain("Set-IruMcpPolicy", Refused(Unknown(name)).NextStep, StringComparison.Ordinal);
    }

    private static ToolCall Unknown(string name) =>
        ToolCall.Bind(ToolCatalogue.Unlisted(name), null, new Dictionary<string, object?>(), null, new PageRequest());

    private static ToolCall Call(string operation, params (string Name, object? Value)[] arguments)
    {
        var tool = ArgumentBinderTests.Tool(operation);
        var given = tool.Parameters.Where(parameter => parameter.IsRequired).ToDictionary(parameter => parameter.Name, parameter => (object?)Id);
        foreach (var (name, value) in arguments)
            given[name] = value;
        return ToolCall.Bind(tool, null, new Dictionary<string, object?>(), given, new PageRequest());
    }

    private CallLimits Limits(ToolCall call) =>
        _policy.Policy.LimitsOf(new PolicyQuestion(call.Tool, call, "acme", new Uri("https://acme.example/mcp"), Channel.Shell));

    private CallLimit? InPipeline(string operation)
    {
        var call = Call(operation);
        return _batch.TryAdd(CallKind.Of(call.Tool, call.Risk), Limits(call).PerPipeline);
    }

    private void Send(ToolCall call) => _trail.Allow(call, "-Force", Limits(call), _audit.Log);

    private IruException Refused(ToolCall call) => Assert.Throws<IruException>(() => Send(call));
}
