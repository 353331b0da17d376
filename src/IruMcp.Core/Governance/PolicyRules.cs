namespace IruMcp.Governance;

/// <summary>What makes a rule a whole one.</summary>
internal static class PolicyRules
{
    public static readonly string[] Fields =
        ["tool", "operation", "risk", "argument", "connection", "channel", "action", "class", "fingerprint", "maximumPerPipeline", "maximumPerHour", "reason"];

    /// <summary>What a rule lacks, as a sentence; null for nothing.</summary>
    public static string? WhatIsMissing(PolicyRule rule)
    {
        if (rule.Tool.Count == 0 && rule.Operation.Count == 0 && rule.Risk.Count == 0)
            return PolicyText.NoCondition;
        if (rule.Class is not null && (rule.Action is not null || rule.Tool.Count == 0 || rule.Argument.Count > 0))
            return PolicyText.ClassAlone;
        if (rule.Class < Tools.Risk.Destructive && rule.Fingerprint is null)
            return PolicyText.NoFingerprint;
        if (rule.Class is null && rule.Action is null && rule.MaximumPerPipeline is null && rule.MaximumPerHour is null)
            return PolicyText.SaysNothing;
        return null;
    }

    /// <summary>What is wrong with a pattern, as a sentence; null for nothing.</summary>
    public static string? WhatIsWrongWith(string pattern, string name)
    {
        if (string.IsNullOrWhiteSpace(pattern))
            return PolicyText.EmptyCondition(name);
        return name is "tool" or "operation" && pattern.IndexOfAny(['[', ']', '`']) >= 0 ? PolicyText.OnlyStars(name, pattern) : null;
    }

    /// <summary>True where two rules of one policy match the same calls, so that one replaces the other.</summary>
    public static bool HaveSameConditions(PolicyRule one, PolicyRule other) =>
        SameSet(one.Tool, other.Tool) && SameSet(one.Operation, other.Operation) && SameSet(one.Risk.Select(Name), other.Risk.Select(Name))
        && Same(one.Connection, other.Connection) && one.Channel == other.Channel && one.Class is null == other.Class is null
        && one.Argument.Count == other.Argument.Count
        && one.Argument.All(argument => other.Argument.Any(same => Same(same.Key, argument.Key) && SameSet(same.Value, argument.Value)));

    private static string Name(Tools.Risk risk) => risk.ToString();

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool SameSet(IEnumerable<string> one, IEnumerable<string> other) =>
        new HashSet<string>(one, StringComparer.OrdinalIgnoreCase).SetEquals(other);
}
