namespace IruMcp.Hosts;

/// <summary>What an export would do.</summary>
/// <param name="File">The change of the host's file.</param>
public sealed record HostExportPlan(HostFileChange File)
{
    public string Path => File.Path;

    /// <summary>True where the file already is as it would be written.</summary>
    public bool IsUnchanged => File.IsUnchanged;

    /// <summary>The host's name in the catalogue.</summary>
    public required string Host { get; init; }

    public required string EntryName { get; init; }

    /// <summary>True where an entry of that name is updated, false where one is added.</summary>
    public required bool IsUpdate { get; init; }

    /// <summary>What the entry says, at most the last four characters of the key and of the profile among it. Keys of the entry that are the
    /// user's own are kept, and not shown.</summary>
    public required string MaskedEntryText { get; init; }

    /// <summary>What to do next.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What may go wrong.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Makes the change.</summary>
    /// <exception cref="IruException">As for <see cref="HostFileChange.Apply"/>.</exception>
    public void Apply() => File.Apply();
}
