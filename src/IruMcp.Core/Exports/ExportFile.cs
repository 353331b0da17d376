using System.Runtime.InteropServices;
using IruMcp.Files;

namespace IruMcp.Exports;

/// <summary>Files as an export needs them: a new one is for its user only, since it holds a tenant's data.</summary>
internal static class ExportFile
{
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    public static FileStream Create(string path) => Open(path, FileMode.Create);

    public static FileStream OpenOrCreate(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Renames a file in its folder; one of the new name is replaced at one stroke. Waits briefly for programs that have it open.</summary>
    public static void Move(string from, string to) => SharingWait.Replace(() =>
    {
#if NET
        File.Move(from, to, overwrite: true);
#else
        if (File.Exists(to))
            File.Replace(from, to, destinationBackupFileName: null);
        else
            File.Move(from, to);
#endif
    });

    /// <summary>True where a file could not be replaced at this moment, since another program has it open. Only Windows has that.</summary>
    public static bool IsHeldOpen(string path)
    {
        if (!IsWindows || !File.Exists(path))
            return false;
        try
        {
            return SharingWait.Run(() =>
            {
                WindowsOpen.RequireReplaceable(path);
                return false;
            });
        }
        catch (IOException held) when (SharingWait.IsHeld(held))
        {
            return true;
        }
    }

    // For one writer: two exports into one file would mix their rows. Readers are let in, which elsewhere than on Windows needs nothing.
    private static FileStream Open(string path, FileMode mode)
    {
#if NET
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = IsWindows ? FileShare.Read : FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read);
#endif
    }
}
