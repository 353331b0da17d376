namespace IruMcp.Files;

/// <summary>What is at a path cannot be used as a file of this user's: a link, a pipe, a device, a folder, or somebody else's file.</summary>
internal sealed class NotRegularFileException(string path, string what) : IOException($"{path} {what}")
{
    public const string Link = "is a link, which is not followed";
    public const string Special = "is not a regular file";
    public const string Shared = "has a second name (a hard link)";
    public const string Foreign = "belongs to another user";
}
