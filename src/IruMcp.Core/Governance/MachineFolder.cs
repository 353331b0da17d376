using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IruMcp.Governance;

/// <summary>Makes the machine's policy what it must be to count: written by administrators, read by all.</summary>
internal static class MachineFolder
{
    private const int OwnerAndProtectedList = unchecked((int)0x80000000) | 0x1 | 0x4;

    /// <summary>Owner: administrators. Full access for them and the system, reading for users, nothing inherited.</summary>
    private const string FolderRights = "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FRFX;;;BU)";
    private const string FileRights = "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;BU)";

    /// <summary>The folder before the file is made in it: on Windows one would inherit from its parent that users may write.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not do that.</exception>
    public static void Prepare(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        SetRights(folder, FolderRights, isFolder: true);
    }

    public static void MakeReadable(string file) => SetRights(file, FileRights, isFolder: false);

    private static void SetRights(string path, string windowsRights, bool isFolder)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            SetWindowsRights(path, windowsRights);
#if NET
        else
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
                | (isFolder ? UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : 0));
#endif
    }

    private static void SetWindowsRights(string path, string rights)
    {
        if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, 1, out var descriptor, IntPtr.Zero))
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        try
        {
            if (!SetFileSecurityW(path, OwnerAndProtectedList, descriptor))
                throw new UnauthorizedAccessException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertStringSecurityDescriptorToSecurityDescriptorW(string rights, int revision, out IntPtr descriptor, IntPtr size);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetFileSecurityW(string path, int parts, IntPtr descriptor);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    private static extern IntPtr LocalFree(IntPtr memory);
}
