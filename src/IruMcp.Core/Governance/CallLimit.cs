using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>How many calls there may be.</summary>
/// <param name="Maximum">So many.</param>
/// <param name="Rule">The rule that says so; null for a default.</param>
internal sealed record CallLimit(int Maximum, PolicyRule? Rule)
{
    /// <summary>The hour of the limits per hour.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>The call that must keep to it; null for any that the rule is about.</summary>
    public CallKind? Of { get; init; }

    /// <summary>True for the limit over all operations.</summary>
    public bool IsOverAll { get; init; }

    /// <summary>The rules that give calls an hourly limit of their own, which the defaults do not count.</summary>
    public IReadOnlyList<PolicyRule> OwnLimits { get; init; } = [];

    public bool Counts(CallKind call)
    {
        if (Rule is not null)
            return RuleMatch.IsAbout(Rule, call.Tool, call.Operation, call.Risk)
                && (Of is not { } one || DefaultLimits.EmergencyOf(one) == DefaultLimits.EmergencyOf(call));
        if (OwnLimits.Any(rule => RuleMatch.IsAbout(rule, call.Tool, call.Operation, call.Risk)))
            return false;
        return IsOverAll
            ? call.Risk == Risk.Destructive && DefaultLimits.EmergencyOf(call) is null
            : Of is { } same && call.Operation == same.Operation && call.Risk >= same.Risk;
    }
}

/// <summary>The limits that one call must keep to.</summary>
internal sealed record CallLimits(IReadOnlyList<CallLimit> PerPipeline, IReadOnlyList<CallLimit> PerHour)
{
    /// <summary>The rules in force, for the command that changes a limit.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];
}

/// <summary>What of a limit per hour is used up.</summary>
/// <param name="Sent">How many calls count.</param>
/// <param name="FreeAt">When there are few enough for another one, in UTC; null where one is possible now, or never.</param>
internal readonly record struct HourUse(int Sent, DateTime? FreeAt);
