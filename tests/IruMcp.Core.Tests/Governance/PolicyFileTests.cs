using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

public sealed class PolicyFileTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PolicyFile File => new(PolicyScope.User, _folder.User);

    [Fact]
    public void A_rule_replaces_the_one_with_the_same_conditions_and_is_added_otherwise()
    {
        File.Set(Rule("erase-*", PolicyAction.Deny));
        File.Set(Rule("lock-*", PolicyAction.Confirm));
        Assert.StartsWith("Replace the rule:", File.DescribeSet(Rule("ERASE-*", PolicyAction.Allow)), StringComparison.Ordinal);
        File.Set(Rule("ERASE-*", PolicyAction.Allow));
        File.Set(Rule("erase-*", PolicyAction.Deny) with { Channel = Channel.Bridge });
        Assert.Equal([PolicyAction.Allow, PolicyAction.Confirm, PolicyAction.Deny], File.Rules.Select(rule => rule.Action!.Value));
        File.Remove(File.Rules[1]);
        Assert.Equal(2, File.Rules.Count);
    }

    [Fact]
    public void Settings_and_rules_leave_each_other_alone()
    {
        File.SetSettings(true, "/var/log/iru", true);
        File.Set(Rule("erase-*", PolicyAction.Deny));
        File.SetSettings(null, "", null);
        var source = Assert.Single(_folder.Policy.Sources, source => source.Scope == PolicyScope.User);
        Assert.True(source.IsReadOnly);
        Assert.Single(source.Rules);
        Assert.Equal(new AuditRules(null, AuditSink.System), source.Audit);
    }

    [Fact]
    public void A_broken_file_is_left_as_it_is()
    {
        _folder.WithUser("{ \"rulez\": 1 }");
        Assert.Equal("IruMcp.PolicyBroken", Assert.Throws<IruException>(() => File.Set(Rule("x", PolicyAction.Deny))).Id);
        Assert.Equal("{ \"rulez\": 1 }", System.IO.File.ReadAllText(_folder.User));
    }

    [Theory]
    [InlineData("", PolicyAction.Deny)]
    [InlineData("[a]*", PolicyAction.Deny)]
    [InlineData("x", null)]
    public void A_rule_that_is_no_whole_one_is_not_written(string tool, PolicyAction? action)
    {
        var rule = new PolicyRule { Tool = tool.Length == 0 ? [] : [tool], Action = action };
        Assert.Equal("IruMcp.InvalidRule", Assert.Throws<IruException>(() => File.Set(rule)).Id);
        Assert.False(System.IO.File.Exists(_folder.User));
    }

    [Fact]
    public async Task Many_who_change_it_at_once_lose_no_rule()
    {
        File.Set(Rule("first", PolicyAction.Deny));
        for (var round = 0; round < 10; round++)
            await ChangeAtOnceAsync(round);
    }

    private async Task ChangeAtOnceAsync(int round)
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() =>
            Record.Exception(() => File.Set(Rule($"tool-{round}-{number}", PolicyAction.Deny))) is null ? number : -1)));
        Assert.Empty(written.Where(number => number >= 0).Select(number => $"tool-{round}-{number}").Except(File.Rules.SelectMany(rule => rule.Tool)));
        Assert.Contains("first", File.Rules.SelectMany(rule => rule.Tool));
    }

    private static PolicyRule Rule(string tool, PolicyAction action) => new() { Tool = [tool], Risk = [Risk.Destructive], Action = action };
}
