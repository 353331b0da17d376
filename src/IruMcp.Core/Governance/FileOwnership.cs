using IruMcp.Hosts;

namespace IruMcp.Governance;

/// <summary>Tells whether only administrators can have written a file.</summary>
internal static class FileOwnership
{
#if NET
    private const int GroupWrite = 0x10;
    private const int OthersWrite = 0x02;
    private const int MostLinks = 10;

    /// <summary>macOS' administrators.</summary>
    private const uint AdminGroup = 80;
#endif

    /// <summary>Null where the file and its folders belong to administrators and nobody else can write them; else what is wrong, as a sentence.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="below">The folder that is trusted and whose own rights are not looked at; null for the root.</param>
    public static string? WhyNotTrusted(string path, string? below)
    {
        if (System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Windows))
            return WindowsOwnership.WhyNotTrusted(path, below);
#if NET
        return WhyNotTrusted(path, below, MostLinks);
#else
        return PolicyText.OwnerUnknown(path);
#endif
    }

#if NET
    private static string? WhyNotTrusted(string path, string? below, int linksLeft)
    {
        for (var current = Path.GetFullPath(path); current is not null && current != below; current = Path.GetDirectoryName(current))
        {
            if (UnixFile.StatusOf(current) is not { } status)
                return PolicyText.OwnerUnknown(current);
            if (status.Owner != 0)
                return PolicyText.WrongOwner(current, "root");
            if (status.IsLink)
            {
                if (linksLeft == 0 || File.ResolveLinkTarget(current, returnFinalTarget: false) is not { } target)
                    return PolicyText.OwnerUnknown(current);
                if (WhyNotTrusted(target.FullName, below, linksLeft - 1) is { } why)
                    return why;
                continue;
            }
            var isGroupTrusted = status.Group == 0 || OperatingSystem.IsMacOS() && status.Group == AdminGroup;
            if ((status.Mode & OthersWrite) != 0 || (status.Mode & GroupWrite) != 0 && !isGroupTrusted)
                return PolicyText.WritableByOthers(current);
        }
        return null;
    }
#endif
}
