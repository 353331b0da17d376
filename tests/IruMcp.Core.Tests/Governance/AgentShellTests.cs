using IruMcp.Core.Tests.Tools;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

/// <summary>What holds in a shell that an AI agent drives.</summary>
public sealed class AgentShellTests : IDisposable
{
    private readonly PolicyFolder _policy = new();

    public void Dispose() => _policy.Dispose();

    [Theory]
    [InlineData("CLAUDECODE", "1", true)]
    [InlineData("GEMINI_CLI", "1", true)]
    [InlineData("CURSOR_AGENT", "yes", true)]
    [InlineData("IRUMCP_CHANNEL", "agent", true)]
    [InlineData("IRUMCP_CHANNEL", "Shell", false)]
    [InlineData("CLAUDECODE", "", false)]
    [InlineData("CLAUDECODE", "0", false)]
    [InlineData("PATH", "/bin", false)]
    public void An_agent_shows_in_the_environment(string name, string value, bool isAgent) =>
        Assert.Equal(isAgent ? name : null, AgentShell.Sign(asked => asked == name ? value : null));

    [Fact]
    public void Another_channel_does_not_hide_a_known_agent() =>
        Assert.Equal("CLAUDECODE", AgentShell.Sign(asked => asked switch { "CLAUDECODE" => "1", "IRUMCP_CHANNEL" => "Shell", _ => null }));

    [Theory]
    [InlineData("list-devices", null, false)]
    [InlineData("get-unlock-pin", PolicyAction.Deny, false)]
    [InlineData("create-tag", PolicyAction.Confirm, true)]
    [InlineData("erase-device", PolicyAction.Confirm, true)]
    public void The_bridges_rules_apply(string operation, PolicyAction? action, bool needsPerson)
    {
        var verdict = Judge(operation);
        Assert.Equal((action, needsPerson), (verdict.Action, verdict.NeedsPerson));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "channel": "Shell" """)]
    [InlineData(""", "channel": "Bridge" """)]
    [InlineData(""", "channel": "Agent" """)]
    public void What_a_user_allows_is_no_consent(string channel)
    {
        _policy.WithUser($$"""{ "rules": [ { "action": "Allow", "tool": "*"{{channel}} } ] }""");
        Assert.True(Judge("erase-device").NeedsPerson);
        Assert.Equal(PolicyAction.Deny, Judge("get-unlock-pin").Action);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "channel": "Shell" """)]
    [InlineData(""", "channel": "Bridge" """)]
    [InlineData(""", "channel": "Agent" """)]
    public void What_a_user_denies_is_denied(string channel)
    {
        _policy.WithUser($$"""{ "rules": [ { "action": "Deny", "tool": "restart-*"{{channel}} } ] }""");
        Assert.Equal(PolicyAction.Deny, Judge("restart-device").Action);
    }

    [RootTheory]
    [InlineData("", false)]
    [InlineData(""", "channel": "Bridge" """, true)]
    [InlineData(""", "channel": "Agent" """, true)]
    public void The_machines_allow_counts_where_it_names_the_channel(string channel, bool isAllowed)
    {
        _policy.WithMachine($$"""{ "rules": [ { "action": "Allow", "tool": "restart-*"{{channel}} } ] }""");
        Assert.Equal(isAllowed ? PolicyAction.Allow : PolicyAction.Confirm, Judge("restart-device").Action);
    }

    [Theory]
    [InlineData(ApprovalKind.Switch)]
    [InlineData(ApprovalKind.Preference)]
    [InlineData(ApprovalKind.Policy)]
    [InlineData(ApprovalKind.Default)]
    public void Nothing_but_a_persons_answer_lets_a_change_out(ApprovalKind kind)
    {
        var question = Question("restart-device");
        question.Call!.Approve(kind, "test");
        Assert.Equal("IruMcp.ConfirmationRequired", Assert.Throws<IruException>(() => CallGate.CheckApproved(question, _policy.Policy.Judge(question))).Id);
        question.Call.Approve(ApprovalKind.Asked, "asked");
        CallGate.CheckApproved(question, _policy.Policy.Judge(question));
    }

    private Verdict Judge(string operation) => _policy.Policy.Judge(Question(operation));

    private static PolicyQuestion Question(string operation)
    {
        var tool = ArgumentBinderTests.Tool(operation);
        var given = tool.Parameters.Where(parameter => parameter.IsRequired).ToDictionary(parameter => parameter.Name, parameter => (object?)"3f0c6d3e-8d2e-4d9b-9a7b-1f0d3a9a7c11");
        var call = ToolCall.Bind(tool, null, new Dictionary<string, object?>(), given, new PageRequest());
        return new PolicyQuestion(tool, call, "acme", new Uri("https://acme.example/mcp"), Channel.Agent);
    }
}
