using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>What to write, and where.</summary>
public sealed record HostExportRequest
{
    /// <summary>The name the entry gets unless another is asked for.</summary>
    public const string DefaultEntryName = "iru";

    /// <summary>One of <see cref="HostCatalogue.Names"/>.</summary>
    public required string Host { get; init; }

    public required KeySource KeySource { get; init; }

    public HostScope Scope { get; init; }

    /// <summary>The file; null for the host's own. A relative path is resolved by the caller, who knows its current folder.</summary>
    public string? Path { get; init; }

    public string EntryName { get; init; } = DefaultEntryName;

    /// <summary>Needed where the key is written.</summary>
    public McpConfiguration? Configuration { get; init; }

    /// <summary>The server's address, where <see cref="Configuration"/> is not given: enough for <see cref="KeySource.Environment"/>.</summary>
    public Uri? Url { get; init; }

    /// <summary>Needed for <see cref="KeySource.Bridge"/>.</summary>
    public BridgeRequest? Bridge { get; init; }

    /// <summary>Used by hosts that need mcp-remote; a version number or a tag.</summary>
    public string McpRemoteVersion { get; init; } = McpRemote.DefaultVersion;

    /// <summary>Whether an entry of that name may be updated.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether to write although the host runs that may write back its own older copy.</summary>
    public bool IgnoreRunning { get; init; }

    /// <summary>Where this runs; that of the process unless given.</summary>
    public HostEnvironment? Environment { get; init; }
}
