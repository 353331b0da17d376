using System.Text;
using IruMcp.Files;

namespace IruMcp.Hosts;

/// <summary>A host's file as it was read, links resolved.</summary>
/// <param name="Path">The path that the user or the host's rule gives.</param>
/// <param name="Target">The file itself, where the path is a link.</param>
/// <param name="Exists">False for a file that has to be made.</param>
/// <param name="Bytes">The content; empty for a file that does not exist.</param>
internal sealed record ConfigurationFile(string Path, string Target, bool Exists, byte[] Bytes)
{
    private const int LargestFile = 64 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public bool HasByteOrderMark => Bytes.Length >= 3 && Bytes.Take(3).SequenceEqual(ByteOrderMark);

    /// <summary>The content without a byte order mark.</summary>
    /// <exception cref="IruException"><c>IruMcp.InvalidHostFile</c>: the bytes are not UTF-8.</exception>
    public string Text
    {
        get
        {
            if (Bytes.Length >= 2 && (Bytes[0], Bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
                throw HostText.InvalidFile(Path, HostFileText.Utf16);

            try
            {
                var start = HasByteOrderMark ? ByteOrderMark.Length : 0;
                return StrictUtf8.GetString(Bytes, start, Bytes.Length - start);
            }
            catch (DecoderFallbackException)
            {
                throw HostText.InvalidFile(Path, HostFileText.NotUtf8);
            }
        }
    }

    public static byte[] Encode(string text, bool withByteOrderMark) =>
        withByteOrderMark ? [.. ByteOrderMark, .. StrictUtf8.GetBytes(text)] : StrictUtf8.GetBytes(text);

    /// <exception cref="IruException"><c>IruMcp.FileNotWritable</c>: no file can be there, or it cannot be read.</exception>
    public static ConfigurationFile Read(string path)
    {
        try
        {
            if (path.IndexOf('\0') >= 0)
                throw HostText.NotWritable("The file", HostFileText.InvalidPath);

            var target = FileLinks.Resolve(path);
            if (Directory.Exists(target))
                throw HostText.NotWritable(path, HostFileText.IsDirectory);

            FileLinks.RefuseSpecialFile(path, target);
            if (!File.Exists(target))
                return new ConfigurationFile(path, target, Exists: false, []);

            if (new FileInfo(target).Length > LargestFile)
                throw HostText.InvalidFile(path, HostFileText.TooLarge);

            return new ConfigurationFile(path, target, Exists: true, RegularFile.ReadAllBytes(target));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw HostText.NotWritable(path, HostFileText.Describe(error));
        }
    }

    /// <summary>True where the file on disk is no longer what was read.</summary>
    public bool HasChanged()
    {
        if (!File.Exists(Target))
            return Exists;

        return !Exists || !RegularFile.ReadAllBytes(Target).SequenceEqual(Bytes);
    }
}
