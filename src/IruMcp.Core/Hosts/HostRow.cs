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
internal sealed record EntryContent(Uri? Url, string ApiKey, string Profile, KeySource KeySource, string McpRemoteVersion, HostPlatform Platform)
{
    public const string KeyVariable = "IRU_X_API_KEY";
    public const string ProfileVariable = "IRU_X_MCP_PROFILE";
    public const string KeyInput = "iru-api-key";
    public const string ProfileInput = "iru-mcp-profile";

    /// <summary>What the client starts, for <see cref="KeySource.Bridge"/>.</summary>
    public BridgeCommand? Bridge { get; init; }
}

/// <summary>A program that must not run while its file changes.</summary>
/// <param name="ProcessNames">What its process may be called.</param>
/// <param name="Path">What its path looks like, since other programs may have the same name.</param>
internal sealed record ExclusiveProgram(IReadOnlyList<string> ProcessNames, Regex Path);

/// <summary>One host: everything in which it differs from the others.</summary>
internal sealed record HostRow
{
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>The user's files that the host may read, the most likely first; none where the host does not run on this platform.</summary>
    public required Func<HostEnvironment, IReadOnlyList<string>> Locations { get; init; }

    /// <summary>True where several locations mean several installations, of which the user has to say which one is meant. Otherwise the
    /// first that exists is taken.</summary>
    public bool LocationsAreAlternatives { get; init; }

    /// <summary>Further files in which the host may have left an entry, such as those of an installation that is gone. They are read, and
    /// a key in them is replaced; no new entry goes into them.</summary>
    public Func<HostEnvironment, IReadOnlyList<string>> Remnants { get; init; } = static _ => [];

    /// <summary>The file in a project's folder, with slashes; null where the host has none.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>Files or folders of which one exists where the host is installed; null for the folders of its files.</summary>
    public Func<HostEnvironment, IReadOnlyList<string>>? Traces { get; init; }

    public required string TopKey { get; init; }

    /// <summary>A key under which the file has further servers, one object for each project; null for none.</summary>
    public string? ProjectsKey { get; init; }

    public HostFormat Format { get; init; } = HostFormat.Json;

    /// <summary>True where the host fails on a byte order mark; an existing one is dropped then.</summary>
    public bool RefusesByteOrderMark { get; init; }

    public Regex NamePattern { get; init; } = NameRules.Printable;

    /// <summary>The rule of <see cref="NamePattern"/> in words.</summary>
    public string NameRule { get; init; } = HostText.PrintableNameRule;

    /// <summary>How many tools of all servers together the host takes; null where no limit is known.</summary>
    public int? ToolLimit { get; init; }

    /// <summary>Parts of the names by which the host may introduce itself to a server, in lower case; none where nobody asks.</summary>
    public IReadOnlyList<string> ProtocolNames { get; init; } = [];

    /// <summary>How the host writes an environment variable in a header; null where it has no way to.</summary>
    public Func<string, string>? Variable { get; init; }

    /// <summary>True where the host asks for the values named in <c>inputs</c>.</summary>
    public bool HasInputs { get; init; }

    /// <summary>The entry of a server with an address, or of what the host starts to reach it.</summary>
    public required Func<EntryContent, IReadOnlyList<EntryChange>> Remote { get; init; }

    /// <summary>The entry of a server that the host starts.</summary>
    public required Func<EntryContent, IReadOnlyList<EntryChange>> Local { get; init; }

    /// <summary>What keeps the host from using an entry as it stands; null where nothing does.</summary>
    public Func<EntryView, string?> Defect { get; init; } = static _ => null;

    /// <summary>Null where the content can be written; otherwise why not.</summary>
    public Func<EntryContent, string?> Refuses { get; init; } = static _ => null;

    /// <summary>What makes the host read its file again.</summary>
    public required Func<HostPlatform, string> RestartNote { get; init; }

    /// <summary>Null where the host may run while its file changes.</summary>
    public ExclusiveProgram? MustNotRun { get; init; }

    /// <summary>What may keep environment variables from working in this host; null where nothing is known.</summary>
    public string? EnvironmentWarning { get; init; }

    public bool UsesMcpRemote { get; init; }

    /// <summary>True for a program that is started in a terminal, and so sees what its shell exports.</summary>
    public bool RunsInTerminal { get; init; }

    public IReadOnlyList<EntryChange> Changes(EntryContent content) => content.KeySource == KeySource.Bridge ? Local(content) : Remote(content);
}
