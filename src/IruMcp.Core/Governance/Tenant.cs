namespace IruMcp.Governance;

/// <summary>One text for all spellings of an address that lead to the same server.</summary>
internal static class Tenant
{
    /// <summary>The host as name services know it: a dot behind it and letters of another width or case make no other host.</summary>
    public static string HostOf(Uri endpoint) => endpoint.HostNameType == UriHostNameType.Dns
        ? endpoint.IdnHost.TrimEnd('.').ToLowerInvariant()
        : endpoint.Host;

    /// <summary>The host, and the port where it is not the usual one.</summary>
    public static string Of(Uri endpoint) => endpoint.IsDefaultPort ? HostOf(endpoint) : $"{HostOf(endpoint)}:{endpoint.Port}";
}
