namespace IruMcp.Files;

/// <summary>Opens files without waiting for what is none: a pipe or a device is refused, and a link where it would lead elsewhere. What was
/// opened is looked at, and not the path, which may change meanwhile.</summary>
internal static class RegularFile
{
#if !NET
    // This build is made for Windows PowerShell; elsewhere it only runs in tests.
    private static readonly bool IsWindows = System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Windows);

#endif
    /// <summary>Opens this user's own file to read it and to add to its end, and makes it where it is missing. Readers are let in, other writers are not.</summary>
    /// <exception cref="NotRegularFileException">Something else is at the path. Links are not followed.</exception>
    /// <exception cref="IOException">It cannot be opened; see <see cref="SharingWait.IsHeld"/> for one that another process writes.</exception>
    public static FileStream OpenToAppend(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
            return UnixOpen.ToAppend(path);
#else
        if (!IsWindows)
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
#endif
        return WindowsOpen.ToAppend(path);
    }

    /// <summary>Opens a file to read it, whoever else has it open.</summary>
    /// <param name="isOwn">True refuses links and, on Unix, a file that belongs to others than this user and root.</param>
    /// <exception cref="NotRegularFileException">Something else is at the path.</exception>
    public static FileStream OpenToRead(string path, bool isOwn = false)
    {
#if NET
        if (!OperatingSystem.IsWindows())
            return UnixOpen.ToRead(path, isOwn);
#else
        if (!IsWindows)
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
#endif
        return WindowsOpen.ToRead(path, isOwn);
    }

    /// <summary>The whole content, after a short wait for programs that let nobody read.</summary>
    /// <exception cref="NotRegularFileException">Something else is at the path.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using var stream = SharingWait.Run(() => OpenToRead(path));
        using var content = new MemoryStream((int)Math.Min(stream.Length, int.MaxValue));
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The whole content as text; without a byte order mark it is UTF-8.</summary>
    public static string ReadAllText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path)), System.Text.Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
