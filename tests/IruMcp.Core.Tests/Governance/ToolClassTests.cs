using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

/// <summary>What a person says that a tool is.</summary>
public sealed class ToolClassTests
{
    private static readonly Uri Endpoint = new("https://connect.iru.dev/mcp");

    [Fact]
    public void A_rule_gives_an_unknown_tool_a_class_while_its_fingerprint_holds()
    {
        var tool = Tool("sync_directory", "Brings the directory up to date.");
        var policy = Policy(User($$"""{"tool":"sync_directory","class":"Write","fingerprint":"{{ToolFingerprint.Of(tool)}}"}"""));
        Assert.Equal((Risk.Write, false, true), Facts(Apply(policy, tool)));
        Assert.Empty(Lapsed(policy, tool));

        var changed = Tool("sync_directory", "Brings the directory up to date and erases what is left.");
        Assert.Equal((Risk.Destructive, true, false), Facts(Apply(policy, changed)));
        Assert.Contains("sync_directory", Assert.Single(Lapsed(policy, changed)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_raises_any_tool_and_never_lapses_but_lowers_no_tool_that_is_proved()
    {
        var read = Tool("get_widget", "Gets a widget.");
        Assert.Equal(Risk.Destructive, Apply(Policy(User("""{"tool":"get_*","class":"Destructive"}""")), read).Risk);
        Assert.Equal(Risk.Sensitive, Apply(Policy(User($$"""{"tool":"get_*","class":"Sensitive","fingerprint":"x"}""")), read).Risk);
        var secret = Tool("get_password", "Gets a password.");
        Assert.Equal(Risk.Sensitive, Apply(Policy(User($$"""{"tool":"get_password","class":"Read","fingerprint":"{{ToolFingerprint.Of(secret)}}"}""")), secret).Risk);
    }

    [Fact]
    public void A_rule_of_the_user_gets_around_no_rule_of_the_machine()
    {
        var tool = Tool("sync_directory", "Brings the directory up to date.");
        var lowering = User($$"""{"tool":"sync_directory","class":"Read","fingerprint":"{{ToolFingerprint.Of(tool)}}"}""");
        foreach (var action in new[] { "Deny", "Confirm" })
        {
            var policy = Policy(Source(PolicyScope.Machine, $$"""{"rules":[{"risk":"Destructive","action":"{{action}}"}]}"""), lowering);
            Assert.Equal(action, Judge(policy, tool).Action.ToString());
            Assert.True(Judge(policy, tool).IsMachine);
        }
        Assert.Equal(PolicyAction.Deny, Judge(Policy(Source(PolicyScope.Machine, """{"readOnly":true}"""), lowering), tool).Action);
        Assert.Null(Judge(Policy(lowering), tool).Action);
    }

    [Theory]
    [InlineData("""{"tool":"x","class":"Read"}""")]
    [InlineData("""{"tool":"x","class":"Harmless","fingerprint":"0"}""")]
    [InlineData("""{"risk":"Destructive","class":"Read","fingerprint":"0"}""")]
    [InlineData("""{"tool":"x","class":"Read","fingerprint":"0","action":"Allow"}""")]
    public void A_rule_that_is_not_whole_is_a_problem(string rule) => Assert.NotEmpty(User(rule).Problems);

    [Fact]
    public void A_fingerprint_depends_on_what_a_tool_takes_and_not_on_how_its_schema_is_written()
    {
        var flat = Fingerprint("""{"type":"object","properties":{"id":{"type":"string"},"kind":{"enum":["a","b"],"type":"string"}},"required":["id"]}""");
        Assert.Equal(flat, Fingerprint("""{"required":["id"],"$defs":{"K":{"type":"string","enum":["b","a"],"title":"Kind"}},"properties":{"kind":{"$ref":"#/$defs/K"},"id":{"type":"string","description":"An id."}},"type":"object"}"""));
        Assert.NotEqual(flat, Fingerprint("""{"type":"object","properties":{"id":{"type":"string"},"kind":{"enum":["a","b","c"],"type":"string"}},"required":["id"]}"""));
        Assert.NotEqual(flat, Fingerprint("""{"type":"object","properties":{"id":{"type":"string"},"kind":{"enum":["a","b"],"type":"string","default":"a"}},"required":["id"]}"""));
        Assert.NotEqual(flat, Fingerprint("""{"type":"object","properties":{"id":{"type":"string"},"kind":{"enum":["a","b"],"type":"string"}},"required":["id","kind"]}"""));
    }

    private static (Risk, bool, bool) Facts(IruTool tool) => (tool.Risk, tool.IsUnknown, tool.IsClassedByPolicy);

    private static IruTool Apply(Policy policy, IruTool tool) => ToolClasses.Apply(policy, tool, "test", Endpoint, Channel.Shell);

    private static List<string> Lapsed(Policy policy, IruTool tool) => [.. ToolClasses.Lapsed(policy, tool.Catalogue!, "test", Endpoint, Channel.Shell)];

    private static Verdict Judge(Policy policy, IruTool tool) => policy.Judge(new PolicyQuestion(Apply(policy, tool), null, "test", Endpoint, Channel.Shell));

    private static Policy Policy(params PolicySource[] sources) => new(sources);

    private static PolicySource User(string rule) => Source(PolicyScope.User, $$"""{"rules":[{{rule}}]}""");

    private static PolicySource Source(PolicyScope scope, string text) => PolicyReader.Read(scope, scope + ".json", text);

    private static string Fingerprint(string schema) => ToolFingerprint.Of(Tool("some_tool", "Does something.", schema));

    private static IruTool Tool(string name, string description, string schema = """{"type":"object"}""") =>
        ToolCatalogue.Build([new ListedTool(name, null, description, schema, null, null)]).Tools[0];
}
