namespace IruMcp.Hosts;

/// <summary>Reads and changes a server's entry in the text of a host's file.</summary>
internal interface IEntryEditor
{
    /// <summary>True where the text, which is the host's file, has that entry under the keys that lead to it.</summary>
    /// <exception cref="HostFileException">The text cannot be edited safely.</exception>
    bool Contains(string text, IReadOnlyList<string> container, string name);

    /// <summary>The text with the entry in it, everything else as it was.</summary>
    /// <exception cref="HostFileException">The text cannot be edited safely.</exception>
    string Apply(string text, IReadOnlyList<string> container, string name, IReadOnlyList<EntryChange> changes);

    /// <summary>The text without the entry, everything else as it was.</summary>
    /// <exception cref="HostFileException">The text cannot be edited safely.</exception>
    string Remove(string text, IReadOnlyList<string> container, string name);

    /// <summary>All servers under a key, also those that could not be edited.</summary>
    /// <param name="text">The host's file.</param>
    /// <param name="topKey">The key under which the servers stand.</param>
    /// <param name="projectsKey">A key of whose objects each may have servers of its own.</param>
    /// <exception cref="HostFileException">The text is not what it should be.</exception>
    IReadOnlyList<EntryView> Servers(string text, string topKey, string? projectsKey = null);

    /// <summary>A text as this dialect writes it.</summary>
    string Quote(string text);
}

/// <summary>A host's file is not as it has to be for an edit; the message says what and where, without an excerpt.</summary>
internal sealed class HostFileException(string message) : Exception(message);
