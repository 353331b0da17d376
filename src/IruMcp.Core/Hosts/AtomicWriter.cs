using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using IruMcp.Files;

namespace IruMcp.Hosts;

/// <summary>Replaces a file's content at one stroke: a temporary file beside it, then a rename. Owner, group, mode or
/// access list stay; on any failure nothing has changed and nothing is left behind.</summary>
internal static class AtomicWriter
{
    private const string TemporaryPrefix = ".iru-";
    private const string TemporarySuffix = ".tmp";

    private static readonly Regex TemporaryName = new(@"^\.iru-[0-9a-f]{12}\.tmp\z", RegexOptions.CultureInvariant);

    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(1);

    /// <summary>Writes, unless the file is no longer what was read.</summary>
    /// <returns>False where somebody else has changed the file meanwhile; nothing was written then.</returns>
    /// <exception cref="IruException"><c>IruMcp.FileNotWritable</c>.</exception>
    public static bool TryReplace(ConfigurationFile file, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file.Target))!;
        string? madeFolder = null;
        string? temporary = null;
        try
        {
            RefuseReadOnly(file);
            MakeFolder(folder, ref madeFolder);
            RemoveLeftovers(folder);
            // Short, whatever the target is called: a longer name could be too long.
            temporary = Path.Combine(folder, TemporaryPrefix + Guid.NewGuid().ToString("N").Substring(0, 12) + TemporarySuffix);
            WriteNew(temporary, content);
            CopyOwnerAndMode(file, temporary, folder);
            using (FileTurn.Take(file.Target))
            {
                if (file.HasChanged())
                    return false;
                SharingWait.Replace(() => Swap(file, temporary));
            }
            temporary = null;
            madeFolder = null;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw HostText.NotWritable(file.Path, HostFileText.Describe(error));
        }
        finally
        {
            CleanUp(temporary, madeFolder, folder);
        }
    }

    private static void RefuseReadOnly(ConfigurationFile file)
    {
        if (!file.Exists)
            return;

        // A rename does not ask the file's own permissions, so they are asked here.
        var isReadOnly = (File.GetAttributes(file.Target) & FileAttributes.ReadOnly) != 0;
#if NET
        // The framework calls a file read-only that merely somebody else owns.
        if (!OperatingSystem.IsWindows())
            isReadOnly = (File.GetUnixFileMode(file.Target) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;
#endif
        if (isReadOnly)
            throw HostText.NotWritable(file.Path, HostFileText.ReadOnly);
    }

    /// <summary>Makes a missing folder, for its user alone, and notes the topmost one that had to be made.</summary>
    private static void MakeFolder(string folder, ref string? topmost)
    {
        var missing = new Stack<string>();
        for (var current = folder; !string.IsNullOrEmpty(current) && !Directory.Exists(current); current = Path.GetDirectoryName(current))
            missing.Push(current);

        foreach (var current in missing)
        {
            topmost ??= current;
#if NET
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(current, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                GiveToOwnerOf(Path.GetDirectoryName(current)!, current);
                continue;
            }
#endif
            Directory.CreateDirectory(current);
        }
    }

    /// <summary>Removes what a process left behind that was killed while it wrote: a key may be in it.</summary>
    private static void RemoveLeftovers(string folder)
    {
        foreach (var leftover in Directory.GetFiles(folder, TemporaryPrefix + "*" + TemporarySuffix))
        {
            if (!TemporaryName.IsMatch(Path.GetFileName(leftover)))
                continue;

            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(leftover) > LongestWrite)
                    File.Delete(leftover);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody else's; the next write tries again.
            }
        }
    }

    private static void WriteNew(string path, byte[] content)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var stream = new FileStream(path, options);
#else
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
#endif
        stream.Write(content, 0, content.Length);
        stream.Flush(flushToDisk: true);
    }

    private static void CopyOwnerAndMode(ConfigurationFile file, string temporary, string folder)
    {
#if NET
        if (OperatingSystem.IsWindows())
            return;

        if (!file.Exists)
        {
            GiveToOwnerOf(folder, temporary);
            return;
        }

        if (UnixFile.StatusOf(file.Target) is { } wanted && UnixFile.StatusOf(temporary) is { } actual
            && (wanted.Owner != actual.Owner || wanted.Group != actual.Group)
            && !UnixFile.TryChangeOwner(temporary, wanted.Owner, wanted.Group))
            throw HostText.NotWritable(file.Path, HostFileText.OwnerWouldChange);

        File.SetUnixFileMode(temporary, File.GetUnixFileMode(file.Target));
#endif
    }

#if NET
    // What an administrator makes in a user's folder is of no use to the user unless it is the user's.
    private static void GiveToOwnerOf(string folder, string made)
    {
        if (UnixFile.EffectiveUser == 0 && UnixFile.StatusOf(folder) is { Owner: not 0 } status)
            UnixFile.TryChangeOwner(made, status.Owner, status.Group);
    }
#endif

    private static void Swap(ConfigurationFile file, string temporary)
    {
        if (!file.Exists)
            File.Move(temporary, file.Target);
        else if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            // Unlike a move, this keeps the access list.
            File.Replace(temporary, file.Target, destinationBackupFileName: null);
        else
#if NET
            File.Move(temporary, file.Target, overwrite: true);
#else
            File.Replace(temporary, file.Target, destinationBackupFileName: null);
#endif
    }

    private static void CleanUp(string? temporary, string? madeFolder, string folder)
    {
        try
        {
            if (temporary is not null)
                File.Delete(temporary);

            if (madeFolder is null)
                return;

            // From the inside out, and only what is empty.
            for (var current = folder; ; current = Path.GetDirectoryName(current)!)
            {
                if (Directory.Exists(current))
                    Directory.Delete(current);

                if (current == madeFolder)
                    return;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
        }
    }
}
