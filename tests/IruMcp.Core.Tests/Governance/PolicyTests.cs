using IruMcp.Core.Tests.Tools;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

public sealed class PolicyTests : IDisposable
{
    private const string Id = "5b7c3a0e-1f6d-4c52-9a57-2f1d0b6c9e11";

    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RootTheory]
    [InlineData("Deny", "Allow", PolicyAction.Deny, true)]
    [InlineData("Allow", "Deny", PolicyAction.Deny, false)]
    [InlineData("Deny", "Deny", PolicyAction.Deny, true)]
    [InlineData("Confirm", "Allow", PolicyAction.Confirm, true)]
    [InlineData("Confirm", "Confirm", PolicyAction.Confirm, true)]
    [InlineData("Allow", "Confirm", PolicyAction.Confirm, false)]
    [InlineData("Allow", "Allow", PolicyAction.Allow, true)]
    public void The_strictest_rule_decides_and_of_equals_the_machines(string machine, string user, PolicyAction expected, bool isMachine)
    {
        _folder.WithMachine(Rule("erase-device", machine)).WithUser(Rule("erase-device", user));
        var verdict = Judge("erase-device");
        Assert.Equal((expected, isMachine), (verdict.Action, verdict.IsMachine));
        Assert.Equal(expected == PolicyAction.Confirm && isMachine, verdict.NeedsPerson);
    }

    [Theory]
    [InlineData("erase-*", "Deny", "erase-device", true)]
    [InlineData("ERASE-DEVICE", "Deny", "erase-device", true)]
    [InlineData("erase-*", "Deny", "eraseDevice", true)]
    [InlineData("erase-*", "Deny", "kandji.erase_device", true)]
    [InlineData("erase-*", "Deny", "wipe_device", true)]
    [InlineData("erase_*", "Confirm", "erase-device", true)]
    [InlineData("erase-*", "Allow", "wipe_device", false)]
    [InlineData("erase-*", "Allow", "erase_device", false)]
    [InlineData("erase-*", "Allow", "erase-device", true)]
    [InlineData("*", "Deny", "erase-device", true)]
    [InlineData("erase-devic?", "Deny", "erase-device", true)]
    [InlineData("delete-*", "Deny", "erase-device", false)]
    public void A_rule_that_stops_matches_other_spellings_and_one_that_allows_does_not(string pattern, string action, string tool, bool isMatch)
    {
        _folder.WithUser(Rule(pattern, action));
        Assert.Equal(isMatch, Judge(tool).Rule is not null);
    }

    [Theory]
    [InlineData("Deny", "blueprint_id", Id, true)]
    [InlineData("Deny", "blueprintId", "5B7C3A0E1F6D4C529A572F1D0B6C9E11", true)]
    [InlineData("Deny", "blueprint_id", "5b7c*", true)]
    [InlineData("Deny", "blueprint_id", "other", false)]
    [InlineData("Deny", "asset_tag", "A-*", true)]
    [InlineData("Allow", "blueprint_id", Id, true)]
    [InlineData("Allow", "user", Id, false)]
    public void Rules_about_arguments_look_at_their_values(string action, string name, string pattern, bool isMatch)
    {
        _folder.WithUser($$"""{ "rules": [ { "action": "{{action}}", "tool": "update-device", "argument": { "{{name}}": "{{pattern}}" } } ] }""");
        Assert.Equal(isMatch, Judge("update-device", new() { ["device_id"] = Id, ["blueprint_id"] = Id, ["asset_tag"] = "A-1" }).Rule is not null);
        Assert.Null(Judge("update-device").Rule);
    }

    [Fact]
    public void An_allow_about_an_argument_holds_only_where_all_of_its_values_match()
    {
        _folder.WithUser("""{ "rules": [ { "action": "Allow", "tool": "x-*", "argument": { "ids": ["1", "2"] } }, { "action": "Deny", "tool": "x-*", "argument": { "ids": "3" } } ] }""");
        var tool = ToolCatalogue.Unlisted("x-many");
        Assert.Equal(PolicyAction.Allow, Judge(tool, new() { ["ids"] = new[] { "1", "2" } }).Action);
        Assert.Null(Judge(tool, new() { ["ids"] = new[] { "1", "4" } }).Action);
        Assert.Equal(PolicyAction.Deny, Judge(tool, new() { ["body"] = new Dictionary<string, object?> { ["ids"] = new[] { "1", "3" } } }).Action);
    }

    [Theory]
    [InlineData("prod", true)]
    [InlineData("*.iru.example", true)]
    [InlineData("https://acme.*", true)]
    [InlineData("test", false)]
    public void Rules_about_a_connection_look_at_name_host_and_address(string pattern, bool isMatch)
    {
        _folder.WithUser($$"""{ "rules": [ { "action": "Deny", "tool": "*", "connection": "{{pattern}}" } ] }""");
        Assert.Equal(isMatch, Judge("erase-device").Rule is not null);
    }

    [Theory]
    [InlineData("https://acme.iru.example./mcp", "*.iru.example")]
    [InlineData("https://\uFF41cme.iru.example/mcp", "acme.iru.example")]
    [InlineData("https://acme\u3002iru.example/mcp", "acme.iru.example")]
    [InlineData("https://ACME.iru.example:443/mcp?x=1", "https://acme.iru.example/mcp")]
    public void Another_spelling_of_the_address_is_no_way_around_a_rule_that_stops(string address, string pattern)
    {
        _folder.WithUser($$"""{ "rules": [ { "action": "Deny", "tool": "*", "connection": "{{pattern}}" } ] }""");
        var question = new PolicyQuestion(ToolCatalogue.Unlisted("erase-device"), null, "mine", new Uri(address), Channel.Shell);
        Assert.Equal(PolicyAction.Deny, PolicyStore.Load(_folder.Places).Judge(question).Action);
        Assert.Equal("acme.iru.example", Tenant.Of(new Uri(address)));
    }

    [Theory]
    [InlineData("Deny", "erase_device", PolicyAction.Deny)]
    [InlineData("Deny", "eraseDevice", PolicyAction.Deny)]
    [InlineData("Deny", "erase_tag", null)]
    [InlineData("Allow", "erase_device", null)]
    public void A_rule_that_stops_an_operation_stops_a_tool_of_its_name_that_is_not_listed(string action, string tool, PolicyAction? expected)
    {
        _folder.WithUser($$"""{ "rules": [ { "action": "{{action}}", "operation": "erase-device" } ] }""");
        Assert.Equal(expected, Judge(ToolCatalogue.Unlisted(tool), []).Action);
    }

    [Theory]
    [InlineData(null, "Allow", Channel.Bridge, false)]
    [InlineData("Bridge", "Allow", Channel.Bridge, true)]
    [InlineData("Bridge", "Allow", Channel.Shell, false)]
    [InlineData(null, "Deny", Channel.Bridge, true)]
    [InlineData(null, "Confirm", Channel.Bridge, true)]
    [InlineData("Shell", "Deny", Channel.Bridge, false)]
    public void An_allow_is_for_the_shell_unless_it_names_the_bridge(string? channel, string action, Channel asked, bool isMatch)
    {
        var condition = channel is null ? "" : $$""", "channel": "{{channel}}" """;
        _folder.WithUser($$"""{ "rules": [ { "action": "{{action}}", "tool": "lock-device"{{condition}} } ] }""");
        Assert.Equal(isMatch, Judge("lock-device", null, asked).Rule is not null);
    }

    [Theory]
    [InlineData("get-unlock-pin", PolicyAction.Deny, false)]
    [InlineData("list-devices", null, false)]
    [InlineData("create-tag", PolicyAction.Confirm, true)]
    [InlineData("restart-device", PolicyAction.Confirm, true)]
    [InlineData("erase-device", PolicyAction.Confirm, true)]
    public void The_bridge_gets_no_secrets_and_has_its_changes_confirmed(string operation, PolicyAction? action, bool needsPerson)
    {
        var verdict = Judge(operation, null, Channel.Bridge);
        Assert.Equal((action, needsPerson), (verdict.Action, verdict.NeedsPerson));
        Assert.Null(Judge(operation).Action);
    }

    [Theory]
    [InlineData("""{ "rulez": [] }""")]
    [InlineData("not json")]
    public void A_broken_policy_lets_nothing_but_plain_reads_pass(string json)
    {
        _folder.WithUser(json);
        Assert.Null(Judge("list-devices").Action);
        foreach (var tool in new[] { "get-unlock-pin", "create-tag", "erase-device" })
            Assert.Equal((PolicyAction.Deny, "IruMcp.PolicyBroken"), (Judge(tool).Action, Judge(tool).RefusalId));
    }

    [Fact]
    public void A_read_can_be_denied_and_a_read_only_policy_leaves_reads_alone()
    {
        _folder.WithUser("""{ "readOnly": true, "rules": [ { "action": "Deny", "tool": "list-users" } ] }""");
        Assert.Equal(PolicyAction.Deny, Judge("list-users").Action);
        Assert.Null(Judge("list-devices").Action);
        Assert.Null(Judge("get-unlock-pin").Action);
        Assert.Equal("IruMcp.ReadOnlyPolicy", Judge("create-tag").RefusalId);
    }

    [RootFact]
    public void Limits_of_machine_and_user_both_hold_and_without_one_the_defaults()
    {
        Assert.Equal([25], Limits("erase-device").PerPipeline.Select(limit => limit.Maximum));
        Assert.Equal([500], Limits("restart-device").PerHour.Select(limit => limit.Maximum));
        Assert.Empty(Limits("create-tag").PerPipeline);

        _folder.WithMachine("""{ "rules": [ { "risk": "Destructive", "maximumPerPipeline": 10 } ] }""")
            .WithUser("""{ "rules": [ { "tool": "erase-*", "maximumPerPipeline": 1000 }, { "tool": "create-tag", "maximumPerHour": 3 } ] }""");
        Assert.Equal([10, 1000], Limits("erase-device").PerPipeline.Select(limit => limit.Maximum).Order());
        Assert.Equal([100, 200], Limits("erase-device").PerHour.Select(limit => limit.Maximum));
        Assert.Equal([3], Limits("create-tag").PerHour.Select(limit => limit.Maximum));
        Assert.Equal([100], Limits("restart-device").PerPipeline.Select(limit => limit.Maximum));
    }

    [RootFact]
    public void The_machines_audit_settings_go_before_the_users_one_by_one()
    {
        _folder.WithMachine("""{ "audit": { "path": "/machine" } }""").WithUser("""{ "audit": { "path": "/user", "sink": "System" } }""");
        Assert.Equal(("/machine", AuditSink.System), (_folder.Policy.Audit.Folder, _folder.Policy.Audit.Sink));
    }

    private static string Rule(string tool, string action) => $$"""{ "rules": [ { "action": "{{action}}", "tool": "{{tool}}" } ] }""";

    private Verdict Judge(string tool, Dictionary<string, object?>? arguments = null, Channel channel = Channel.Shell) =>
        Judge(Tool(tool), arguments, channel);

    private Verdict Judge(IruTool tool, Dictionary<string, object?>? arguments = null, Channel channel = Channel.Shell) =>
        _folder.Policy.Judge(Question(tool, arguments, channel));

    private CallLimits Limits(string tool) => _folder.Policy.LimitsOf(Question(Tool(tool), null, Channel.Shell));

    private static PolicyQuestion Question(IruTool tool, Dictionary<string, object?>? arguments, Channel channel) =>
        new(tool, arguments is null ? null : ToolCall.Bind(tool, null, arguments, null, new PageRequest()), "prod", new Uri("https://acme.iru.example/mcp"), channel);

    /// <summary>The documented operation of that id, or the tool that erases devices under a server's own name.</summary>
    private static IruTool Tool(string name) => OperationTable.Operations.Any(operation => operation.Id == name)
        ? ArgumentBinderTests.Tool(name)
        : ToolCatalogue.Unlisted(name, OperationTable.Operations.Single(operation => operation.Id == "erase-device"));
}

/// <summary>As <see cref="RootFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute()
    {
        if (!PolicyFolder.IsRoot)
            Skip = "Needs to run as root: the machine's policy must belong to it.";
    }
}
