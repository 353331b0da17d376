namespace IruMcp.Hosts;

/// <summary>Something about a client's file that should not stay so.</summary>
/// <param name="Id">A word that stays the same.</param>
/// <param name="Message">What it is. It may name a file, never a key.</param>
/// <param name="Fix">How to fix it.</param>
public sealed record HostFinding(string Id, string Message, string Fix);

/// <summary>One file of a client, and one entry of Iru's in it where there is one.</summary>
public sealed record HostClient
{
    /// <summary>The client's name in the catalogue.</summary>
    public required string Host { get; init; }

    public required string DisplayName { get; init; }

    public required HostScope Scope { get; init; }

    /// <summary>The file that the client reads.</summary>
    public required string Path { get; init; }

    /// <summary>The home folder of the user whose client it is.</summary>
    public required string Home { get; init; }

    public bool FileExists { get; init; }

    /// <summary>The name of Iru's entry; null where the file has none.</summary>
    public string? EntryName { get; init; }

    /// <summary>How the client gets the key; null where there is no entry, or none that sends a key.</summary>
    public KeySource? KeySource { get; init; }

    /// <summary>The address in the entry; null for a bridge, which has none.</summary>
    public string? Url { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>How many tools of all servers together the client takes; null where no limit is known.</summary>
    public int? ToolLimit { get; init; }

    /// <summary>The saved configuration that the entry is about; null where that is not known.</summary>
    public string? ConfigurationName { get; init; }

    /// <summary>Whether the entry agrees with that configuration; null where that is not known.</summary>
    public bool? MatchesConfiguration { get; init; }

    public IReadOnlyList<HostFinding> Findings { get; init; } = [];
}
