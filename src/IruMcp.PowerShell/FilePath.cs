using System.IO;
using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Turns what a user types as a path into one of the file system.</summary>
internal static class FilePath
{
    private const long LargestConfiguration = 1024 * 1024;

    /// <exception cref="IruException">It belongs to another provider, such as <c>Env:</c>, or to a drive that does not exist: what is left
    /// of it would be taken for a file of the current folder.</exception>
    public static string Of(PSCmdlet cmdlet, string path)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem" && resolved.Length > 0)
                return resolved;
        }
        catch (Exception unknown) when (unknown is SessionStateException or PSInvalidOperationException or NotSupportedException)
        {
            // Said below.
        }
        throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument, $"'{path}' is no path of the file system.");
    }

    /// <summary>The text of a file that should hold an MCP configuration.</summary>
    /// <exception cref="IruException">It cannot be read, or is too large to be one.</exception>
    public static string ReadConfiguration(PSCmdlet cmdlet, string path)
    {
        try
        {
            var file = Of(cmdlet, path);
            if (new FileInfo(file) is { Exists: true, Length: > LargestConfiguration })
                throw new IruException("IruMcp.InvalidConfiguration", IruErrorCategory.InvalidData, $"{file} is too large to be an MCP configuration.");
            return IruMcp.Files.RegularFile.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ItemNotFoundException or NotSupportedException)
        {
            throw new IruException("IruMcp.FileNotReadable", IruErrorCategory.OpenError, $"The file could not be read: {failure.Message}");
        }
    }
}
