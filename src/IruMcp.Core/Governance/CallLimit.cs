using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>How many calls there may be.</summary>
/// <param name="Maximum">So many.</param>
/// <param name="Rule">The rule that says so; null for the default, which is about destructive and disruptive calls together.</param>
internal sealed record CallLimit(int Maximum, PolicyRule? Rule)
{
    /// <summary>The hour of the limits per hour.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>True for calls of this tool, whatever their arguments.</summary>
    public bool Counts(IruTool tool) => Counts(tool.Name, tool.Operation?.Id, tool.Risk);

    public bool Counts(string tool, string? operation, Risk risk) => Rule is null ? risk >= Risk.Disruptive : RuleMatch.IsAbout(Rule, tool, operation, risk);
}

/// <summary>The limits that one call must keep to.</summary>
internal sealed record CallLimits(IReadOnlyList<CallLimit> PerPipeline, IReadOnlyList<CallLimit> PerHour);
