using System.Diagnostics;
using System.Runtime.InteropServices;
using IruMcp.Files;

namespace IruMcp.Governance;

/// <summary>Appends lines to a file that several processes write: it is opened for one writer alone, for one line. (Plain appending
/// loses and tears lines among processes.) Readers are let in at any time. Full files are set aside under a name of their own, where this user
/// may rename them; a place that can only be added to is left growing.</summary>
internal sealed class AuditFile(string path, long maximumBytes, int keptFiles)
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Longer than any number of writers would need; a file that is held for so long is held by something else.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestWaitForFolder = TimeSpan.FromSeconds(2);

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private readonly object _gate = new();
    private bool _cannotBeSetAside;

    public string Path { get; } = path;

    /// <summary>Writes a line, and what a crash left torn before it is ended first.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="toDisk">True returns only when the line would survive a power cut.</param>
    /// <param name="mayAppend">Asked while no other process can write; false leaves the file as it is. Null for no question.</param>
    /// <returns>False where <paramref name="mayAppend"/> said so.</returns>
    /// <exception cref="IOException">It cannot be written, or was held by others all the time.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public bool Append(byte[] line, bool toDisk, Func<Stream, bool>? mayAppend = null)
    {
        lock (_gate)
        {
            using var stream = OpenForLine();
            if (mayAppend is not null && !mayAppend(stream))
                return false;
            Write(stream, line, toDisk);
            return true;
        }
    }

    /// <summary>The file's content up to now; null where there is no file. Taken in one go, so that no writer waits for a reader.</summary>
    public static byte[]? Snapshot(string path)
    {
        using var stream = OpenToRead(path);
        if (stream is null)
            return null;
        var content = new byte[stream.Length];
        var length = 0;
        int read;
        while (length < content.Length && (read = stream.Read(content, length, content.Length - length)) > 0)
            length += read;
        Array.Resize(ref content, length);
        return content;
    }

    /// <summary>The file as it is now, for as long as it takes to look; null where there is none.</summary>
    /// <param name="isOwn">True refuses links and files of other users, whose lines count for nothing.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileStream? OpenToRead(string path, bool isOwn = false)
    {
        try
        {
            return SharingWait.Run(() => RegularFile.OpenToRead(path, isOwn));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private FileStream OpenForLine()
    {
        var waited = Stopwatch.StartNew();
        var mayBeFull = _cannotBeSetAside;
        while (true)
        {
            try
            {
                var stream = RegularFile.OpenToAppend(Path);
                if (mayBeFull || stream.Length < maximumBytes)
                    return stream;
                mayBeFull = !TrySetAside(stream);
            }
            catch (IOException missing) when ((missing is DirectoryNotFoundException or FileNotFoundException) && waited.Elapsed < LongestWaitForFolder)
            {
                // Another process may be making it at this moment: that it is there now is no reason to give up.
                MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
                SharingWait.Pause();
            }
            catch (IOException held) when (SharingWait.IsHeld(held) && waited.Elapsed < LongestWait)
            {
                SharingWait.Pause();
            }
            catch (UnauthorizedAccessException) when (IsWindows && waited.Elapsed < TimeSpan.FromSeconds(1))
            {
                // What somebody else is just renaming looks like that for a moment.
                SharingWait.Pause();
            }
        }
    }

    private static void MakeFolder(string folder)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(folder);
    }

    private static void Write(FileStream stream, byte[] line, bool toDisk)
    {
        var start = stream.Length;
        var isTorn = start > 0 && LastByte(stream) != LineEnd;
        var bytes = new byte[line.Length + (isTorn ? 2 : 1)];
        if (isTorn)
            bytes[0] = LineEnd;
        Buffer.BlockCopy(line, 0, bytes, isTorn ? 1 : 0, line.Length);
        bytes[bytes.Length - 1] = LineEnd;
        stream.Position = start;
        try
        {
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(toDisk);
        }
        catch (IOException)
        {
            TryTakeBack(stream, start);
            throw;
        }
    }

    private static int LastByte(FileStream stream)
    {
        stream.Position = stream.Length - 1;
        return stream.ReadByte();
    }

    private static void TryTakeBack(FileStream stream, long length)
    {
        try
        {
            stream.SetLength(length);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The half line stays; the next writer begins a new one.
        }
    }

    /// <summary>Only the file that the name still stands for is set aside: another process may have been quicker.</summary>
    /// <returns>False where it stays, and is written on.</returns>
    private bool TrySetAside(FileStream stream)
    {
        using (stream)
        {
            var current = new FileInfo(Path);
            if (!IsFull(current, stream))
                return true;
            try
            {
                Rename(System.IO.Path.Combine(current.DirectoryName!, AuditPlace.FullFileName(current.Name, DateTime.UtcNow)));
            }
            catch (FileNotFoundException)
            {
                return true;
            }
            catch (IOException held) when (SharingWait.IsHeld(held))
            {
                return false;
            }
            catch (UnauthorizedAccessException)
            {
                _cannotBeSetAside = true;
                return false;
            }
        }
        DeleteOldest();
        return true;
    }

    // With "overwrite" the framework renames in one step. Without it the file has two names for a moment.
    private void Rename(string full) =>
#if NET
        File.Move(Path, full, overwrite: true);
#else
        File.Move(Path, full);
#endif

    /// <summary>Windows renames no file that somebody has open, so it is closed first. Elsewhere the lock holds until the file has its new name, and
    /// what was opened may have been set aside meanwhile: renaming its successor would take that from a writer who is just counting in it.</summary>
    private bool IsFull(FileInfo current, FileStream stream)
    {
#if NET
        if (!IsWindows)
            return current.Exists && current.Length == stream.Length && current.LastWriteTimeUtc == File.GetLastWriteTimeUtc(stream.SafeFileHandle);
#endif
        stream.Dispose();
        return current.Exists && current.Length >= maximumBytes;
    }

    private void DeleteOldest()
    {
        var full = AuditPlace.FullFiles(Path);
        foreach (var old in full.Take(full.Count - keptFiles))
            try
            {
                File.Delete(old);
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // Being read, or protected on purpose; the next rotation tries again.
            }
    }
}
