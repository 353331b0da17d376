using System.Globalization;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>What is said when a limit is reached.</summary>
internal static class LimitText
{
    public const string BlastRadius = "IruMcp.BlastRadius";

    public static IruException PipelineLimit(ToolCall call, CallLimit limit, int sent, CallLimits limits) => new(
        BlastRadius, IruErrorCategory.LimitsExceeded,
        $"One pipeline may send {limit.Maximum} {Calls(limit.Maximum, What(limit))}, and {sent} {WereSent(sent)}.",
        "Check what was piped. " + (limit.Maximum > 0 ? "The next call is possible at once, in a new pipeline. " : "") + HowToRaise(call, limit, limits.Rules, isHour: false))
    { Tool = call.Tool.Name, HoldsForAll = true };

    public static IruException HourLimit(ToolCall call, CallLimit limit, HourUse use, CallLimits limits) => new(
        BlastRadius, IruErrorCategory.LimitsExceeded,
        $"This user may send {limit.Maximum} {Calls(limit.Maximum, What(limit))} to this tenant in an hour, and {use.Sent} {WereSent(use.Sent)} in the last hour."
            + (use.FreeAt is { } time ? $" The next call is possible at {Time(time)}." : ""),
        HowToRaise(call, limit, limits.Rules, isHour: true))
    { Tool = call.Tool.Name, HoldsForAll = true };

    /// <summary>What a run that only shows what it would do says of calls that would be too many.</summary>
    public static string OnlySoMany(string tool, int wouldBeSent, int all, IruException limit) =>
        $"Only {wouldBeSent} of these {all} calls of '{tool}' would be sent. {limit.Message}";

    private static string What(CallLimit limit) => limit switch
    {
        { Rule: { } rule } => $"of {PolicyText.Conditions(rule)}",
        { IsOverAll: true } => "that are Destructive, over all operations,",
        { Of.Operation: { } operation } => $"of {operation}",
        _ => "of unknown tools",
    };

    private static string Calls(int count, string what) => $"{(count == 1 ? "call" : "calls")} {what}".TrimEnd();

    private static string WereSent(int sent) => sent == 1 ? "was sent" : "were sent";

    /// <summary>The second after it, by the user's clock.</summary>
    private static string Time(DateTime utc) =>
        utc.AddSeconds(1).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string HowToRaise(ToolCall call, CallLimit limit, IReadOnlyList<PolicyRule> rules, bool isHour)
    {
        if (limit.Rule is { Scope: PolicyScope.Machine } rule)
            return $"Only an administrator of this machine can change the limit ({PolicyText.Number(rule)}).";
        var kind = CallKind.Of(call.Tool, call.Risk);
        var standard = isHour ? DefaultLimits.PerHour(kind) : DefaultLimits.PerPipeline(kind);
        var maximum = (int)Math.Min(int.MaxValue, 2L * Math.Max(1, limit.IsOverAll ? standard ?? limit.Maximum : limit.Maximum));
        return RuleCommand.ForLimit(call.Tool, rules, isHour ? null : maximum, isHour ? maximum : null) is { } command
            ? $"To raise the limit for this {(call.Tool.Operation is null ? "tool" : "operation")} alone: {command}"
            : "Get-IruMcpPolicy shows the rules.";
    }
}
