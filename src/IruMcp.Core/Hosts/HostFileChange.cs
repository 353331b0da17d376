namespace IruMcp.Hosts;

/// <summary>A checked change of a host's file, not yet made.</summary>
public sealed class HostFileChange
{
    private readonly Func<ConfigurationFile, byte[]> _edit;
    private readonly Func<IruException?> _blocker;
    private readonly ConfigurationFile _file;
    private readonly byte[] _content;

    internal HostFileChange(ConfigurationFile file, Func<ConfigurationFile, byte[]> edit, Func<IruException?>? blocker = null)
    {
        _file = file;
        _content = edit(file);
        _edit = edit;
        _blocker = blocker ?? (static () => null);
    }

    public string Path => _file.Path;

    /// <summary>Whether the file existed when the change was planned.</summary>
    public bool Exists => _file.Exists;

    /// <summary>True where the file already is as it would be written.</summary>
    public bool IsUnchanged => _file.Exists && _content.SequenceEqual(_file.Bytes);

    internal ConfigurationFile File => _file;

    /// <summary>Makes the change, at one stroke. Where the file has changed since it was planned, it is read and edited
    /// anew, once.</summary>
    /// <exception cref="IruException"><c>IruMcp.FileNotWritable</c>, <c>IruMcp.FileChanged</c>, <c>IruMcp.ClientRunning</c>, and those of
    /// the planning; the file is then as it was.</exception>
    public void Apply()
    {
        if (_blocker() is { } reason)
            throw reason;

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
