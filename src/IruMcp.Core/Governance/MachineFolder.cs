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

    /// <summary>The folder before the file is made in it: on Windows one would inherit from its parent that users may write, and any user can
    /// make it first. An empty one is made anew.</summary>
    /// <param name="below">The folder that is trusted and whose own rights are not looked at; null for the root.</param>
    /// <exception cref="UnauthorizedAccessException">This user may not do that.</exception>
    /// <exception cref="IruException"><c>IruMcp.PolicyNotWritable</c>: what is there would not count as the machine's.</exception>
    public static void Prepare(string file, string? below)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (Directory.Exists(folder) && FileOwnership.WhyNotTrusted(folder, below) is { } why && !TryRemoveEmpty(folder))
            throw PolicyText.NotTrusted(file, why, isWritten: false);
        if (!Directory.Exists(folder))
            Make(folder);
        if (FileOwnership.WhyNotTrusted(folder, below) is { } still)
            throw PolicyText.NotTrusted(file, still, isWritten: false);
    }

    /// <exception cref="IruException"><c>IruMcp.PolicyNotWritable</c>: the file does not count as the machine's all the same.</exception>
    public static void RequireTrusted(string file, string? below)
    {
        if (FileOwnership.WhyNotTrusted(file, below) is { } why)
            throw PolicyText.NotTrusted(file, why, isWritten: true);
    }

    private static bool TryRemoveEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Make(string folder)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            Directory.CreateDirectory(folder);
            SetRights(folder, FolderRights, isFolder: true);
            return;
        }
        // With its rights from the first moment on.
        UseDescriptor(FolderRights, descriptor =>
        {
            var security = new SecurityAttributes { Length = Marshal.SizeOf<SecurityAttributes>(), Descriptor = descriptor };
            if (!CreateDirectoryW(folder, ref security))
                throw Denied();
        });
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

    private static void SetWindowsRights(string path, string rights) => UseDescriptor(rights, descriptor =>
    {
        if (!SetFileSecurityW(path, OwnerAndProtectedList, descriptor))
            throw Denied();
    });

    private static UnauthorizedAccessException Denied() => new(new Win32Exception(Marshal.GetLastWin32Error()).Message);

    private static void UseDescriptor(string rights, Action<IntPtr> use)
    {
        if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, 1, out var descriptor, IntPtr.Zero))
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        try
        {
            use(descriptor);
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Length;
        public IntPtr Descriptor;
        public int IsInherited;
    }

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateDirectoryW(string path, ref SecurityAttributes security);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertStringSecurityDescriptorToSecurityDescriptorW(string rights, int revision, out IntPtr descriptor, IntPtr size);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetFileSecurityW(string path, int parts, IntPtr descriptor);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    private static extern IntPtr LocalFree(IntPtr memory);
}
