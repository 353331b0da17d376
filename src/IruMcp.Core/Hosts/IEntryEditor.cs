namespace IruMcp.Hosts;

/// <summary>Puts a server's entry into the text of a host's file.</summary>
internal interface IEntryEditor
{
    /// <summary>True where the text, which is the host's file, has that entry.</summary>
    /// <exception cref="HostFileException">The text cannot be edited safely.</exception>
    bool Contains(string text, string topKey, string name);

    /// <summary>True where the entry is switched off.</summary>
    bool IsDisabled(string text, string topKey, string name);

    /// <summary>The text with the entry in it, everything else as it was.</summary>
    /// <exception cref="HostFileException">The text cannot be edited safely.</exception>
    string Apply(string text, string topKey, string name, IReadOnlyList<EntryChange> changes);
}

/// <summary>A host's file is not as it has to be for an edit; the message says what and where, without an excerpt.</summary>
internal sealed class HostFileException(string message) : Exception(message);
