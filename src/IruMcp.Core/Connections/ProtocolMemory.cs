using System.Collections.Concurrent;

namespace IruMcp.Connections;

/// <summary>Which protocol version worked last for an origin, so that the next connection of this process saves the probe.</summary>
internal static class ProtocolMemory
{
    private static readonly ConcurrentDictionary<string, string> VersionByOrigin = new(StringComparer.OrdinalIgnoreCase);

    public static string? Recall(Uri endpoint) => VersionByOrigin.TryGetValue(OriginOf(endpoint), out var version) ? version : null;

    public static void Remember(Uri endpoint, string? version)
    {
        if (version is not null)
            VersionByOrigin[OriginOf(endpoint)] = version;
    }

    public static void Forget(Uri endpoint) => VersionByOrigin.TryRemove(OriginOf(endpoint), out _);

    private static string OriginOf(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);
}
