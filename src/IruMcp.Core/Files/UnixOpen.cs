#if NET
using System.ComponentModel;
using System.Runtime.InteropServices;
using IruMcp.Hosts;
using Microsoft.Win32.SafeHandles;

namespace IruMcp.Files;

/// <summary>Opens files by the system's own call: the framework follows links and waits for the other end of a pipe.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal static class UnixOpen
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int NotPermitted = 1;
    private const int Missing = 2;
    private const int NoOtherEnd = 6;
    private const int NoAccess = 13;
    private const int IsFolder = 21;
    private const int ReadOnlySystem = 30;

    private static readonly bool IsMac = OperatingSystem.IsMacOS();
    private static readonly int TooManyLinks = IsMac ? 62 : 40;
    private static readonly int Append = IsMac ? 0x8 : 0x400;
    private static readonly int DoNotWait = IsMac ? 0x4 : 0x800;
    private static readonly int CloseOnExec = IsMac ? 0x1000000 : 0x80000;

    /// <summary>The processors of Arm and PowerPC have a number of their own for it on Linux.</summary>
    private static readonly int DoNotFollow = IsMac ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Armv6 or Architecture.Ppc64le ? 0x8000 : 0x20000;

    public static FileStream ToAppend(string path)
    {
        while (true)
        {
            MakeIfMissing(path);
            var handle = Open(path, ReadWrite | Append | DoNotFollow);
            if (handle is null)
                continue;
            try
            {
                var status = Require(handle, path, isOwn: true);
                UnixLock.Take(handle);
                // Renamed or replaced before it was locked: a line in it would not be found.
                if (UnixFile.StatusOf(path) is { } current && current.Inode == status.Inode)
                    return new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
            handle.Dispose();
        }
    }

    public static FileStream ToRead(string path, bool isOwn)
    {
        var handle = Open(path, isOwn ? ReadOnly | DoNotFollow : ReadOnly)
            ?? throw (Directory.Exists(Path.GetDirectoryName(path)) ? new FileNotFoundException(null, path) : new DirectoryNotFoundException(path));
        try
        {
            Require(handle, path, isOwn);
            return new FileStream(handle, FileAccess.Read, bufferSize: 1);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The framework makes a new file with O_EXCL, which follows no link either.</summary>
    private static void MakeIfMissing(string path)
    {
        if (UnixFile.StatusOf(path) is not null)
            return;
        try
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (IOException) when (UnixFile.StatusOf(path) is not null)
        {
            // Another process was quicker.
        }
    }

    /// <summary>Null if the file does not exist.</summary>
    private static SafeFileHandle? Open(string path, int flags)
    {
        var descriptor = open(path, flags | DoNotWait | CloseOnExec);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        if (error == Missing)
            return null;
        if (error == TooManyLinks)
            throw new NotRegularFileException(path, NotRegularFileException.Link);
        if (error is NoOtherEnd or IsFolder)
            throw new NotRegularFileException(path, NotRegularFileException.Special);
        var message = $"{path}: {new Win32Exception(error).Message}";
        throw error is NotPermitted or NoAccess or ReadOnlySystem ? new UnauthorizedAccessException(message) : new IOException(message, error);
    }

    private static UnixFileStatus Require(SafeFileHandle handle, string path, bool isOwn)
    {
        if (UnixFile.StatusOf(handle) is not { IsRegular: true } status)
            throw new NotRegularFileException(path, NotRegularFileException.Special);
        if (isOwn && status.Owner != 0 && status.Owner != UnixFile.EffectiveUser)
            throw new NotRegularFileException(path, NotRegularFileException.Foreign);
        return isOwn && status.Links > 1 ? throw new NotRegularFileException(path, NotRegularFileException.Shared) : status;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}

/// <summary>Locks a file against other writers of this module until its handle is closed. Readers are not asked.</summary>
internal static class UnixLock
{
    private const int SetOwnLock = 37;
    private const short WriteLock = 1;
    private const int ExclusiveNow = 2 | 4;
    private const int WouldBlock = 11;
    private const int NoAccess = 13;
    private const int Invalid = 22;

    /// <exception cref="IOException">Another process has it; see <see cref="SharingWait.IsHeld"/>.</exception>
    public static void Take(SafeFileHandle handle)
    {
        var descriptor = (int)handle.DangerousGetHandle();
        // flock, which the framework uses, would also meet every reader of the framework's.
        if (OperatingSystem.IsLinux())
        {
            var region = new Region { Type = WriteLock };
            if (fcntl(descriptor, SetOwnLock, ref region) == 0)
                return;
            if (Marshal.GetLastPInvokeError() is WouldBlock or NoAccess)
                throw Held();
            if (Marshal.GetLastPInvokeError() is not Invalid)
                throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }
        if (flock(descriptor, ExclusiveNow) != 0)
            throw Held();
    }

    private static IOException Held() => new("Another process writes the file.", WouldBlock);

    /// <summary>struct flock of 64-bit Linux: from the start to the end of the file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Region
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int descriptor, int command, ref Region region);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int descriptor, int operation);
}
#endif
