using System.Text;
using IruMcp.Hosts;

namespace IruMcp.Bridge;

/// <summary>Keeps answers that are too large for a conversation in files that only this user can read.</summary>
internal sealed class ResultFiles
{
    /// <summary>Older files are deleted when a bridge starts.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const long MostBytes = 1024L * 1024 * 1024;
    private const string Prefix = "iru-";
    private const int LongestToolName = 60;

    private readonly string? _folder;

    public ResultFiles(string? folder) => _folder = folder ?? DefaultFolder(HostEnvironment.Current);

    /// <summary>Null where this user has no folder of any kind.</summary>
    public static string? DefaultFolder(HostEnvironment environment) =>
        environment.CacheFolder is { } folder ? environment.Combine(folder, environment.Platform == HostPlatform.Linux ? "results" : "Results") : null;

    /// <summary>A new file.</summary>
    /// <param name="tool">The tool whose answer it takes.</param>
    /// <param name="extension">With its dot.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public FileStream Create(string tool, string extension)
    {
        if (_folder is null)
            throw new IOException(BridgeText.NoResultFolder);
        var name = new string([.. tool.Take(LongestToolName).Select(letter => letter < 128 && char.IsLetterOrDigit(letter) ? letter : '-')]);
        var path = Path.Combine(_folder, FormattableString.Invariant($"{Prefix}{name}-{DateTime.Now:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N").Substring(0, 8)}{extension}"));
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.Read,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        Directory.CreateDirectory(_folder);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Deletes what is old, and the oldest of what is too much in all. What cannot be deleted stays.</summary>
    public void CleanUp(DateTime now)
    {
        try
        {
            if (_folder is null || !Directory.Exists(_folder))
                return;
            var files = new DirectoryInfo(_folder).GetFiles(Prefix + "*")
                .Where(file => file.Extension is ".ndjson" or ".txt")
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .ToList();
            long bytes = 0;
            foreach (var file in files)
            {
                bytes += file.Length;
                if (now.ToUniversalTime() - file.LastWriteTimeUtc > Kept || bytes > MostBytes)
                    file.Delete();
            }
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // In use, or not ours to delete; the next bridge tries again.
        }
    }

    /// <summary>UTF-8 without a byte order mark, lines ending in LF.</summary>
    public static StreamWriter WriterOf(Stream file) => new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
}
