using System.Runtime.InteropServices;

namespace IruMcp.Governance;

/// <summary>Reads owner and access list of a file on Windows. The framework's own classes are not in netstandard2.0.</summary>
internal static class WindowsOwnership
{
    private const int FileObject = 1;
    private const int OwnerAndList = 0x1 | 0x4;
    private const int EntryCountOffset = 4;
    private const int ListHeader = 8;
    private const int EntrySidOffset = 8;
    private const byte AllowKind = 0;
    private const byte InheritOnly = 0x08;

    /// <summary>Write or append data, write attributes, delete (also of children), change rights or owner, generic write and all.</summary>
    private const uint AnyWrite = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000;

    /// <summary>The system, the administrators, the installer of Windows.</summary>
    private static readonly string[] Trusted =
        ["S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"];

    public static string? WhyNotTrusted(string path, string? below)
    {
        for (var current = Path.GetFullPath(path); current is not null && !IsSame(current, below); current = Path.GetDirectoryName(current))
            if ((File.GetAttributes(current) & FileAttributes.ReparsePoint) != 0)
                return PolicyText.IsLink(current);
            else if (WhyNotTrusted(current) is { } why)
                return why;
        return null;
    }

    private static string? WhyNotTrusted(string path)
    {
        if (GetNamedSecurityInfoW(path, FileObject, OwnerAndList, out var owner, IntPtr.Zero, out var list, IntPtr.Zero, out var descriptor) != 0)
            return PolicyText.OwnerUnknown(path);
        try
        {
            if (SidOf(owner) is not { } ownerSid || !Trusted.Contains(ownerSid))
                return PolicyText.WrongOwner(path, "the administrators");

            // No list at all lets everybody do everything.
            return list == IntPtr.Zero || AnybodyElseWrites(list) ? PolicyText.WritableByOthers(path) : null;
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    private static bool AnybodyElseWrites(IntPtr list)
    {
        var count = (ushort)Marshal.ReadInt16(list, EntryCountOffset);
        var entry = list + ListHeader;
        for (var i = 0; i < count; i++)
        {
            var kind = Marshal.ReadByte(entry);
            var flags = Marshal.ReadByte(entry, 1);
            var size = (ushort)Marshal.ReadInt16(entry, 2);
            var rights = unchecked((uint)Marshal.ReadInt32(entry, 4));

            // Entries of other kinds deny, audit, or allow under conditions; one of the last counts as if it allowed.
            var mayAllow = kind == AllowKind || kind is 5 or 9 or 11;
            if (mayAllow && (flags & InheritOnly) == 0 && (rights & AnyWrite) != 0
                && (kind is 5 or 11 || SidOf(entry + EntrySidOffset) is not { } sid || !Trusted.Contains(sid)))
                return true;
            entry += size;
        }
        return false;
    }

    private static string? SidOf(IntPtr sid)
    {
        if (sid == IntPtr.Zero || !ConvertSidToStringSidW(sid, out var text))
            return null;
        try
        {
            return Marshal.PtrToStringUni(text);
        }
        finally
        {
            LocalFree(text);
        }
    }

    private static bool IsSame(string path, string? other) => string.Equals(path.TrimEnd('\\'), other?.TrimEnd('\\'), StringComparison.OrdinalIgnoreCase);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    private static extern int GetNamedSecurityInfoW(
        string name, int kind, int parts, out IntPtr owner, IntPtr group, out IntPtr list, IntPtr auditList, out IntPtr descriptor);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertSidToStringSidW(IntPtr sid, out IntPtr text);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    private static extern IntPtr LocalFree(IntPtr memory);
}
