using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>How many calls of one operation there may be where no rule of the policy says it. Each operation counts by itself, so that
/// routine work never uses up what an emergency needs; all unknown tools count together.</summary>
internal static class DefaultLimits
{
    /// <summary>How many destructive calls there may be in an hour over all operations, without those of <see cref="EmergencyOf"/>.</summary>
    public const int OverAllPerHour = 200;

    /// <summary>What is done to a stolen device.</summary>
    private static readonly string[] Emergencies = ["lock-device", "enable-lost-mode"];

    /// <summary>One call takes away what many devices depend on.</summary>
    private static readonly string[] OneByOne = ["delete-blueprint", "delete-ade-integration"];

    /// <summary>The operation for an emergency that a call is of, which is always counted by itself; null for any other.</summary>
    public static string? EmergencyOf(CallKind call) => Emergencies.Contains(call.Operation) ? call.Operation : null;

    /// <summary>Null for no limit.</summary>
    public static int? PerPipeline(CallKind call) => Of(call)?.PerPipeline;

    /// <summary>Null for no limit.</summary>
    public static int? PerHour(CallKind call) => Of(call)?.PerHour;

    private static (int PerPipeline, int PerHour)? Of(CallKind call) => call.Risk switch
    {
        _ when OneByOne.Contains(call.Operation) => (1, 5),
        Risk.Destructive => (25, 100),
        Risk.Disruptive => (100, 500),
        _ => null,
    };
}
