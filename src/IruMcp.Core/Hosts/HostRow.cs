using System.Text.RegularExpressions;

namespace IruMcp.Hosts;

internal enum HostFormat
{
    Json,

    /// <summary>JSON whose reader allows comments and trailing commas.</summary>
    JsonWithComments,

    Toml,
}

/// <summary>What an entry is made of.</summary>
internal sealed record EntryContent(Uri Url, string ApiKey, string Profile, KeySource KeySource, string McpRemoteVersion, HostPlatform Platform)
{
    public const string KeyVariable = "IRU_X_API_KEY";
    public const string ProfileVariable = "IRU_X_MCP_PROFILE";
}

/// <summary>One host: everything in which it differs from the others.</summary>
internal sealed record HostRow
{
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>The file's possible places; more than one means that the user has to say which.</summary>
    public required Func<HostEnvironment, IReadOnlyList<string>> Locations { get; init; }

    public required string TopKey { get; init; }

    public required HostFormat Format { get; init; }

    /// <summary>True where the host fails on a byte order mark; an existing one is dropped then.</summary>
    public bool RefusesByteOrderMark { get; init; }

    public required Regex NamePattern { get; init; }

    /// <summary>The rule of <see cref="NamePattern"/> in words.</summary>
    public required string NameRule { get; init; }

    /// <summary>Null where the content can be written; otherwise why not.</summary>
    public Func<EntryContent, string?> Refuses { get; init; } = static _ => null;

    public required Func<EntryContent, IReadOnlyList<EntryChange>> Changes { get; init; }

    /// <summary>What makes the host read its file again.</summary>
    public required Func<HostPlatform, string> RestartNote { get; init; }

    /// <summary>What may keep environment variables from working in this host; null where nothing is known.</summary>
    public string? EnvironmentWarning { get; init; }

    public bool UsesMcpRemote { get; init; }
}
