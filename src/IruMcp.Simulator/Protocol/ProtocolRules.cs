using IruMcp.Simulator.Hosting;

namespace IruMcp.Simulator.Protocol;

/// <summary>Which versions of the protocol are spoken.</summary>
internal static class ProtocolRules
{
    /// <summary>The first version without sessions and without a handshake.</summary>
    public const string PerRequestVersion = "2026-07-28";

    /// <summary>Every version up to the one that the switch names.</summary>
    public static IEnumerable<string> Supported(SimulatorOptions options) =>
        CommandLine.ProtocolVersions.Where(v => string.CompareOrdinal(v, options.Protocol) <= 0);

    /// <summary>The version asked for where it is spoken in a handshake, else the newest that is.</summary>
    public static string Negotiate(string? asked, SimulatorOptions options)
    {
        string[] withHandshake = [.. Supported(options).Where(v => v != PerRequestVersion)];
        return asked is not null && withHandshake.Contains(asked) ? asked : withHandshake[^1];
    }
}
