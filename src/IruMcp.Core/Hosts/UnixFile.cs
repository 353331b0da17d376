#if NET
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IruMcp.Hosts;

/// <summary>Who owns a file and what it is: the framework does not tell.</summary>
internal readonly record struct UnixFileStatus(uint Owner, uint Group, int Mode, uint Links, ulong Inode)
{
    private const int TypeMask = 0xF000;

    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;
}

internal static class UnixFile
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int StatusSize = 512;

    public static uint EffectiveUser => geteuid();

    /// <summary>The status of a path itself, links not followed; null where it cannot be had.</summary>
    public static UnixFileStatus? StatusOf(string path)
    {
        var buffer = new byte[StatusSize];
        try
        {
            if (OperatingSystem.IsLinux())
                return statx(CurrentFolder, path, DoNotFollow, BasicFields, buffer) == 0 ? OfLinux(buffer) : null;
            if (!OperatingSystem.IsMacOS())
                return null;
            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? lstat64(path, buffer) : lstat(path, buffer);
            return result == 0 ? OfMac(buffer) : null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The status of an open file; null where it cannot be had.</summary>
    public static UnixFileStatus? StatusOf(SafeFileHandle handle)
    {
        var descriptor = (int)handle.DangerousGetHandle();
        var buffer = new byte[StatusSize];
        try
        {
            if (OperatingSystem.IsLinux())
                return statx(descriptor, "", EmptyPath, BasicFields, buffer) == 0 ? OfLinux(buffer) : null;
            if (!OperatingSystem.IsMacOS())
                return null;
            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? fstat64(descriptor, buffer) : fstat(descriptor, buffer);
            return result == 0 ? OfMac(buffer) : null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    // statx has one layout on every processor.
    private static UnixFileStatus OfLinux(byte[] status) => new(
        BitConverter.ToUInt32(status, 20), BitConverter.ToUInt32(status, 24), BitConverter.ToUInt16(status, 28), BitConverter.ToUInt32(status, 16), BitConverter.ToUInt64(status, 32));

    // The layout with inodes of 64 bits.
    private static UnixFileStatus OfMac(byte[] status) => new(
        BitConverter.ToUInt32(status, 16), BitConverter.ToUInt32(status, 20), BitConverter.ToUInt16(status, 4), BitConverter.ToUInt16(status, 6), BitConverter.ToUInt64(status, 8));

    /// <summary>Gives a file away; false where the system does not allow it.</summary>
    public static bool TryChangeOwner(string path, uint owner, uint group) => chown(path, owner, group) == 0;

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int lstat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] status);

    [DllImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true)]
    private static extern int lstat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int fstat(int descriptor, byte[] status);

    [DllImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static extern int fstat64(int descriptor, byte[] status);
}
#endif
