using IruMcp.Simulator.Faults;
using IruMcp.Simulator.Hosting;

namespace IruMcp.Simulator.Protocol;

/// <summary>Lets through so many tool calls in each second, as gateways do: by the second of the clock, not spread over it.</summary>
internal sealed class RateGate
{
    private readonly Lock _gate = new();
    private long _second;
    private int _count;

    /// <summary>What to answer instead; null where the call is let through.</summary>
    public FaultRule? Check(SimulatorOptions options)
    {
        int most = options.CallsPerSecond;
        if (most == 0)
            return null;
        lock (_gate)
        {
            long second = DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond;
            _count = second == _second ? _count + 1 : 1;
            _second = second;
            return _count <= most ? null : new FaultRule(options.TellsLimitAsText ? FaultNames.RateLimitText : "429");
        }
    }
}
