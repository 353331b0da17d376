namespace IruMcp.Hosts;

/// <summary>A checked change of a host's file, not yet made.</summary>
public sealed class HostExportPlan
{
    private readonly Func<ConfigurationFile, byte[]> _edit;
    private readonly ConfigurationFile _file;
    private readonly byte[] _content;

    internal HostExportPlan(ConfigurationFile file, byte[] content, Func<ConfigurationFile, byte[]> edit)
    {
        _file = file;
        _content = content;
        _edit = edit;
    }

    public string Path => _file.Path;

    /// <summary>Whether the file existed when the plan was made.</summary>
    public bool Exists => _file.Exists;

    /// <summary>The host's name in the catalogue.</summary>
    public required string Host { get; init; }

    public required string EntryName { get; init; }

    /// <summary>True where an entry of that name is updated, false where one is added.</summary>
    public required bool IsUpdate { get; init; }

    /// <summary>True where the file already is as it would be written.</summary>
    public bool IsUnchanged => _file.Exists && _content.SequenceEqual(_file.Bytes);

    /// <summary>What the entry says, at most the last four characters of the key and of the profile among it. Keys of the entry that are the
    /// user's own are kept, and not shown.</summary>
    public required string MaskedEntryText { get; init; }

    /// <summary>What to do next.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What may go wrong.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Makes the change, at one stroke. Where the file has changed since the plan was made, it is read and edited
    /// anew, once.</summary>
    /// <exception cref="IruException"><c>IruMcp.FileNotWritable</c>, <c>IruMcp.FileChanged</c>, and those of
    /// <see cref="HostConfiguration.Plan"/>; the file is then as it was.</exception>
    public void Apply()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var current = ConfigurationFile.Read(Path);
            var content = IsAsPlanned(current) ? _content : _edit(current);
            if (current.Exists && content.SequenceEqual(current.Bytes))
                return;

            if (AtomicWriter.TryReplace(current, content))
                return;
        }

        throw HostText.FileChanged(Path);
    }

    private bool IsAsPlanned(ConfigurationFile current) =>
        current.Exists == _file.Exists && current.Target == _file.Target && current.Bytes.SequenceEqual(_file.Bytes);
}
