namespace IruMcp.Exports;

/// <summary>Files as an export needs them: a new one is for its user only, since it holds a tenant's data.</summary>
internal static class ExportFile
{
    public static FileStream Create(string path) => Open(path, FileMode.Create);

    public static FileStream OpenOrCreate(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Renames a file in its folder; one of the new name is replaced at one stroke.</summary>
    public static void Move(string from, string to)
    {
#if NET
        File.Move(from, to, overwrite: true);
#else
        if (File.Exists(to))
            File.Replace(from, to, destinationBackupFileName: null);
        else
            File.Move(from, to);
#endif
    }

    // For this process alone: two exports into one file would mix their rows.
    private static FileStream Open(string path, FileMode mode)
    {
#if NET
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
#endif
    }
}
