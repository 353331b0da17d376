using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IruMcp.Files;

/// <summary>Opens files by the system's own call: the framework asks for more rights than adding to a file takes, and follows links.</summary>
internal static class WindowsOpen
{
    private const uint Read = 0x80000000;
    private const uint AddToEnd = 0x4;
    private const uint Delete = 0x10000;
    private const uint Synchronize = 0x100000;
    private const int ShareRead = 1;
    private const int ShareAll = 7;
    private const int OpenExisting = 3;
    private const int OpenOrMake = 4;
    private const int OpenLinkItself = 0x200000;
    private const int Normal = 0x80;
    private const int DiskFile = 1;
    private const int AttributesAndTag = 9;
    private const uint LinkAttribute = 0x400;
    private const uint LeadsElsewhere = 0x20000000;

    public static FileStream ToAppend(string path)
    {
        var handle = Open(path, Read | AddToEnd | Synchronize, ShareRead, OpenOrMake, followsLinks: false);
        return new FileStream(handle, FileAccess.ReadWrite, bufferSize: 1);
    }

    public static FileStream ToRead(string path, bool isOwn) =>
        new(Open(path, Read | Synchronize, ShareAll, OpenExisting, followsLinks: !isOwn), FileAccess.Read, bufferSize: 1);

    /// <summary>Throws where the file could not be replaced at this moment: another program has it open, or this user may not.</summary>
    public static void RequireReplaceable(string path) => Open(path, Delete | Synchronize, ShareAll, OpenExisting, followsLinks: true).Dispose();

    private static SafeFileHandle Open(string path, uint access, int share, int mode, bool followsLinks)
    {
        var handle = CreateFileW(path, access, share, IntPtr.Zero, mode, Normal | (followsLinks ? 0 : OpenLinkItself), IntPtr.Zero);
        if (handle.IsInvalid)
            throw Failure(path, Marshal.GetLastWin32Error());
        if (GetFileType(handle) != DiskFile)
        {
            handle.Dispose();
            throw new NotRegularFileException(path, NotRegularFileException.Special);
        }
        if (followsLinks || !GetFileInformationByHandleEx(handle, AttributesAndTag, out var tag, Marshal.SizeOf<AttributeTag>()) || (tag.Attributes & LinkAttribute) == 0)
            return handle;

        handle.Dispose();
        if ((tag.Tag & LeadsElsewhere) != 0)
            throw new NotRegularFileException(path, NotRegularFileException.Link);
        // Deduplicated and cloud files carry such a mark too, and are read through it.
        return Open(path, access, share, mode, followsLinks: true);
    }

    private static Exception Failure(string path, int error) => error switch
    {
        2 => new FileNotFoundException(null, path),
        3 => new DirectoryNotFoundException(path),
        5 => new UnauthorizedAccessException($"{path}: {new Win32Exception(error).Message}"),
        _ => new IOException($"{path}: {new Win32Exception(error).Message}", unchecked((int)0x80070000) | error),
    };

    [StructLayout(LayoutKind.Sequential)]
    private struct AttributeTag
    {
        public uint Attributes;
        public uint Tag;
    }

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    private static extern SafeFileHandle CreateFileW(string path, uint access, int share, IntPtr security, int mode, int flags, IntPtr template);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    private static extern int GetFileType(SafeFileHandle handle);

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandleEx(SafeFileHandle handle, int kind, out AttributeTag information, int size);
}
