using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The class of a tool as the policy's rules say it.</summary>
internal static class ToolClasses
{
    /// <summary>The tool with the class that the rules give it: an unknown one any class, any other a graver one. What raises goes before what lowers.</summary>
    public static IruTool Apply(Policy policy, IruTool tool, string connectionName, Uri endpoint, Channel channel)
    {
        var question = new PolicyQuestion(tool, null, connectionName, endpoint, channel);
        var rules = policy.Problems.Count > 0 ? [] : policy.Rules.Where(rule => rule.Class is not null && RuleMatch.Matches(rule, question)).ToList();
        if (rules.Count == 0)
            return tool;
        var raising = rules.Where(rule => rule.Class > tool.Risk || rule.Class == Risk.Destructive).OrderByDescending(rule => rule.Class).FirstOrDefault();
        if (raising is not null)
            return tool.ClassedAs(raising.Class!.Value, PolicyText.ClassedBy(raising), isLoweredByUser: false);
        if (!tool.IsUnknown)
            return tool;

        // Of several rules the machine's counts, and of one scope's the gravest.
        var fingerprint = ToolFingerprint.Of(tool);
        return rules.Where(rule => rule.Fingerprint == fingerprint).OrderByDescending(rule => rule.Scope).ThenByDescending(rule => rule.Class).FirstOrDefault() is { } lowering
            ? tool.ClassedAs(lowering.Class!.Value, PolicyText.ClassedBy(lowering), lowering.Scope == PolicyScope.User)
            : tool;
    }

    /// <summary>The rules that no longer count, since their tool has changed, as sentences.</summary>
    public static IEnumerable<string> Lapsed(Policy policy, ToolCatalogue tools, string connectionName, Uri endpoint, Channel channel) =>
        from rule in policy.Rules
        where rule.Class < Risk.Destructive
        from tool in tools.Tools
        where tool.IsUnknown && RuleMatch.Matches(rule, new PolicyQuestion(tool, null, connectionName, endpoint, channel)) && ToolFingerprint.Of(tool) != rule.Fingerprint
        select PolicyText.Lapsed(rule, tool.Name);
}
