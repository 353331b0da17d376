namespace IruMcp.Hosts;

/// <summary>Links: one's own are written through, so that the link stays and its target changes.</summary>
internal static class FileLinks
{
    /// <summary>The file behind a path.</summary>
    /// <exception cref="IruException">The link leads nowhere, or following it would be unsafe.</exception>
    public static string Resolve(string path)
    {
#if NET
        RefuseForeignLinks(path);
        var link = new FileInfo(path);
        if (link.LinkTarget is null)
            return path;

        var target = link.ResolveLinkTarget(returnFinalTarget: true)!;
        if (!target.Exists && !Directory.Exists(target.FullName))
            throw HostText.NotWritable(path, HostFileText.DanglingLink(target.FullName));

        RefuseForeignLinks(target.FullName);
        return target.FullName;
#else
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
            throw HostText.NotWritable(path, HostFileText.LinkUnsupported);

        return path;
#endif
    }

    public static void RefuseSpecialFile(string path, string target)
    {
#if NET
        // Reading a pipe would wait forever.
        if (!OperatingSystem.IsWindows() && UnixFile.StatusOf(target) is { IsRegular: false })
            throw HostText.NotWritable(path, HostFileText.NotRegular);
#else
        if (File.Exists(target) && (File.GetAttributes(target) & FileAttributes.Device) != 0)
            throw HostText.NotWritable(path, HostFileText.NotRegular);
#endif
    }

#if NET
    // With administrator rights a link laid by somebody else could lead a write to any file.
    private static void RefuseForeignLinks(string path)
    {
        if (OperatingSystem.IsWindows() || UnixFile.EffectiveUser != 0)
            return;

        for (var current = Path.GetFullPath(path); !string.IsNullOrEmpty(current); current = Path.GetDirectoryName(current))
        {
            if (UnixFile.StatusOf(current) is { IsLink: true, Owner: not 0 })
                throw HostText.NotWritable(path, HostFileText.ForeignLink);
        }
    }
#endif
}
