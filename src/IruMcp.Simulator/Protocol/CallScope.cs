using IruMcp.Simulator.Faults;

namespace IruMcp.Simulator.Protocol;

/// <summary>What belongs to one HTTP request and must reach the tool through code that does not know of it.</summary>
public sealed class CallScope
{
    private static readonly AsyncLocal<CallScope?> Ambient = new();

    public static CallScope? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public FaultRule? Fault { get; init; }

    /// <summary>Whether the tool's effect happened.</summary>
    public bool Executed { get; set; }

    /// <summary>Whether the tool's answer says isError; null where no tool was called.</summary>
    public bool? IsError { get; set; }
}
