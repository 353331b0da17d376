namespace IruMcp.Hosts;

/// <summary>What can be wrong with a path, as the end of a sentence.</summary>
internal static class HostFileText
{
    public const string Utf16 = "it is UTF-16 text, which the program that owns it does not read; save it as UTF-8";
    public const string NotUtf8 = "it is not UTF-8 text";
    public const string TooLarge = "it is larger than 64 MiB, which no configuration is";
    public const string InvalidPath = "the path is not a valid one";
    public const string IsDirectory = "it is a folder, not a file";
    public const string NotRegular = "it is not an ordinary file";
    public const string ReadOnly = "the file is marked read-only";
    public const string ForeignLink = "the path leads through a link that another user owns, which is not followed with administrator rights";
    public const string LinkUnsupported = "it is a link, which Windows PowerShell cannot follow safely; give the file that it points to";
    public const string OwnerWouldChange = "the file belongs to another user or group and would not any longer after the change";

    public static string DanglingLink(string target) => $"it is a link to {target}, which does not exist";

    public static string Describe(Exception error) => error switch
    {
        PathTooLongException => "the path is too long",
        DirectoryNotFoundException => "a folder of the path does not exist or is not a folder",
        UnauthorizedAccessException => "access was denied",
        ArgumentException or NotSupportedException => InvalidPath,
        // The system's sentence names paths, and nothing of the content.
        _ => "the system says: " + error.Message.TrimEnd('.'),
    };
}
