using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

public sealed class PolicyReaderTests
{
    private const string Whole = """
        {
          "$schema": "https://example.org/policy.schema.json",
          "readOnly": true,
          "rules": [
            {
              "action": "Deny", "tool": ["erase-*", "wipe?"], "operation": "erase-device", "risk": ["destructive", "Disruptive"],
              "argument": { "blueprint_id": ["a", "b"], "count": 3, "all": true }, "connection": "*.iru.dev", "channel": "Bridge",
              "maximumPerPipeline": 5, "maximumPerHour": 0, "reason": "Ask us"
            }
          ],
          "audit": { "path": "/var/log/iru", "sink": "System", "maximumMegabytes": 5, "keptFiles": 3 }
        }
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var source = Read(Whole);
        Assert.Empty(source.Problems);
        Assert.True(source.IsReadOnly);
        var rule = Assert.Single(source.Rules);
        Assert.Equal(PolicyAction.Deny, rule.Action);
        Assert.Equal(["erase-*", "wipe?"], rule.Tool);
        Assert.Equal(["erase-device"], rule.Operation);
        Assert.Equal([Risk.Destructive, Risk.Disruptive], rule.Risk);
        Assert.Equal(["a", "b"], rule.Argument["blueprint_id"]);
        Assert.Equal(["3"], rule.Argument["count"]);
        Assert.Equal(["true"], rule.Argument["all"]);
        Assert.Equal(("*.iru.dev", Channel.Bridge, 5, 0, "Ask us", 1), (rule.Connection, rule.Channel, rule.MaximumPerPipeline, rule.MaximumPerHour, rule.Reason, rule.Index));
        Assert.Equal(new AuditRules("/var/log/iru", AuditSink.System, 5, 3), source.Audit);
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var source = Read(Whole);
        var again = PolicyReader.Read(PolicyScope.User, "file", PolicyWriter.Write(source));
        Assert.Empty(again.Problems);
        Assert.Equal(PolicyWriter.Write(source), PolicyWriter.Write(again));
        Assert.Equal(source.Audit, again.Audit);
        Assert.Equal(source.Rules[0].ToString(), again.Rules[0].ToString());
    }

    [Theory]
    [InlineData("", "line 1, column 1", "JSON")]
    [InlineData("{ \"rules\": [ }", "line 1, column 14", "JSON")]
    [InlineData("[]", "line 1, column 1", "braces")]
    [InlineData("{ \"rule\": [] }", "line 1, column 3", "'rule' is no field")]
    [InlineData("{\n  \"rules\": [ { \"tool\": \"x\", \"Action\": \"Deny\" } ] }", "line 2, column 29", "'Action' is no field")]
    [InlineData("{ \"rules\": {} }", "line 1, column 12", "list of rules")]
    [InlineData("{ \"rules\": [ 1 ] }", "line 1, column 14", "braces")]
    [InlineData("{ \"rules\": [ { \"action\": \"Deny\" } ] }", "line 1, column 14", "needs a tool")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\" } ] }", "line 1, column 14", "needs an action")]
    [InlineData("{ \"rules\": [ { \"tool\": \"\", \"action\": \"Deny\" } ] }", "line 1, column 24", "empty")]
    [InlineData("{ \"rules\": [ { \"tool\": [], \"action\": \"Deny\" } ] }", "line 1, column 24", "empty")]
    [InlineData("{ \"rules\": [ { \"tool\": \"[e]rase\", \"action\": \"Deny\" } ] }", "line 1, column 24", "only * and ?")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\", \"action\": \"Forbid\" } ] }", "line 1, column 39", "one of Allow, Confirm, Deny")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\", \"action\": \"2\" } ] }", "line 1, column 39", "one of Allow, Confirm, Deny")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\", \"action\": \"Deny\", \"action\": \"Allow\" } ] }", "line 1, column 47", "twice")]
    [InlineData("{ \"rules\": [ { \"risk\": \"High\", \"action\": \"Deny\" } ] }", "line 1, column 24", "one of Read")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\", \"maximumPerHour\": -1 } ] }", "line 1, column 47", "whole number")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\", \"maximumPerHour\": 1.5 } ] }", "line 1, column 47", "whole number")]
    [InlineData("{ \"rules\": [ { \"tool\": \"x\", \"action\": \"Deny\", \"argument\": {} } ] }", "line 1, column 59", "empty")]
    [InlineData("{ \"readOnly\": \"yes\" }", "line 1, column 15", "true or false")]
    [InlineData("{ \"audit\": { \"path\": \"here\" } }", "line 1, column 22", "full path")]
    [InlineData("{ \"audit\": { \"file\": \"/x\" } }", "line 1, column 14", "'file' is no field")]
    public void What_is_not_known_is_a_problem_with_its_place(string json, string place, string message)
    {
        var problem = Read(json).Problems[0];
        Assert.Equal(place, problem.Place);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem_and_other_bytes_are()
    {
        Assert.Empty(PolicyReader.Read(PolicyScope.User, "file", [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']).Problems);
        Assert.Single(PolicyReader.Read(PolicyScope.User, "file", [0xFF, 0xFE, (byte)'{', 0]).Problems);
    }

    private static PolicySource Read(string json) => PolicyReader.Read(PolicyScope.User, "file", System.Text.Encoding.UTF8.GetBytes(json));
}
