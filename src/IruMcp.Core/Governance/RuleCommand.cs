using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The command line that sets a rule of the user's policy.</summary>
internal static class RuleCommand
{
    /// <summary>Sets a limit for one operation alone; keeps what the rule for it says besides. Null where no pattern names the tool alone.</summary>
    public static string? ForLimit(IruTool tool, IReadOnlyList<PolicyRule> rules, int? perPipeline, int? perHour)
    {
        var wanted = tool.Operation is { } operation ? new PolicyRule { Operation = [operation.Id] } : new PolicyRule { Tool = [tool.Name] };
        if (tool.Operation is null && (tool.Name.IndexOfAny(['*', '?']) >= 0 || PolicyRules.WhatIsWrongWith(tool.Name, "tool") is not null))
            return null;
        var rule = rules.FirstOrDefault(other => other.Scope == PolicyScope.User && PolicyRules.HaveSameConditions(other, wanted)) ?? wanted;
        return Text(rule with { MaximumPerPipeline = perPipeline ?? rule.MaximumPerPipeline, MaximumPerHour = perHour ?? rule.MaximumPerHour });
    }

    private static string Text(PolicyRule rule)
    {
        var parts = new List<string> { "Set-IruMcpPolicy" };
        Add("-Operation", rule.Operation.Count > 0 ? string.Join(", ", rule.Operation.Select(Quoted)) : null);
        Add("-Tool", rule.Tool.Count > 0 ? string.Join(", ", rule.Tool.Select(Quoted)) : null);
        Add("-Action", rule.Action?.ToString());
        Add("-MaximumPerPipeline", rule.MaximumPerPipeline?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("-MaximumPerHour", rule.MaximumPerHour?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("-Reason", rule.Reason is { } reason ? $"'{reason.Replace("'", "''")}'" : null);
        return string.Join(" ", parts);

        void Add(string parameter, string? value)
        {
            if (value is not null)
                parts.Add($"{parameter} {value}");
        }
    }

    /// <summary>A bare word where PowerShell reads it as one.</summary>
    private static string Quoted(string value) =>
        value.All(character => char.IsLetterOrDigit(character) && character < 128 || character is '-' or '_') && char.IsLetter(value[0]) ? value : $"'{value.Replace("'", "''")}'";
}
