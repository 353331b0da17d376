using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Turns what a user types as a path into one of the file system.</summary>
internal static class FilePath
{
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
}
