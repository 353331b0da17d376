using System.Runtime.InteropServices;

namespace IruMcp.Hosts;

public enum HostPlatform
{
    Windows,
    MacOS,
    Linux,
}

/// <summary>What a host's file location depends on. Given from outside, so that each platform's answer can be tested on any.</summary>
public sealed record HostEnvironment
{
    public required HostPlatform Platform { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string Home { get; init; }

    /// <summary>Windows: the roaming application data folder.</summary>
    public string AppData { get; init; } = string.Empty;

    /// <summary>Windows: the local application data folder.</summary>
    public string LocalAppData { get; init; } = string.Empty;

    /// <summary>The folder of the project, for <see cref="HostScope.Project"/>; null where there is none.</summary>
    public string? ProjectFolder { get; init; }

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> GetVariable { get; init; } = static _ => null;

    public Func<string, bool> DirectoryExists { get; init; } = static _ => false;

    public Func<string, bool> FileExists { get; init; } = static _ => false;

    /// <summary>The full paths of the folders in a folder whose names match a wildcard; none where the folder is missing.</summary>
    public Func<string, string, IReadOnlyList<string>> FindDirectories { get; init; } = static (_, _) => [];

    /// <summary>The full paths of the running programs of a name, without its extension; those that cannot be looked at are left out.</summary>
    public Func<string, IReadOnlyList<string>> RunningPrograms { get; init; } = static _ => [];

    /// <summary>The environment of this process.</summary>
    public static HostEnvironment Current => new()
    {
        Platform = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? HostPlatform.Windows
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? HostPlatform.MacOS
            : HostPlatform.Linux,
        Home = FolderOf(Environment.SpecialFolder.UserProfile, "USERPROFILE"),
        AppData = FolderOf(Environment.SpecialFolder.ApplicationData, "APPDATA"),
        LocalAppData = FolderOf(Environment.SpecialFolder.LocalApplicationData, "LOCALAPPDATA"),
        GetVariable = Environment.GetEnvironmentVariable,
        DirectoryExists = Directory.Exists,
        FileExists = File.Exists,
        FindDirectories = FindIn,
        RunningPrograms = RunningProcesses.PathsOf,
    };

    /// <summary>The same computer as another of its users has it; that user's environment variables are not known.</summary>
    /// <param name="home">The home folder of that user.</param>
    public HostEnvironment ForUser(string home) => this with
    {
        Home = home,
        AppData = Platform == HostPlatform.Windows ? Combine(home, "AppData", "Roaming") : string.Empty,
        LocalAppData = Platform == HostPlatform.Windows ? Combine(home, "AppData", "Local") : string.Empty,
        ProjectFolder = null,
        GetVariable = static _ => null,
    };

    /// <summary>The module's own folder for what may be deleted at any time; null where this user has no folder of any kind.</summary>
    internal string? CacheFolder
    {
        get
        {
            switch (Platform)
            {
                case HostPlatform.Windows:
                    return LocalAppData.Length == 0 ? null : Combine(LocalAppData, "IruMcp");
                case HostPlatform.MacOS:
                    return Home.Length == 0 ? null : Combine(Home, "Library", "Caches", "IruMcp");
                default:
                    if (GetVariable("XDG_CACHE_HOME") is { } cache && IsAbsolute(cache))
                        return Combine(cache.TrimEnd('/'), "irumcp");
                    return Home.Length == 0 ? null : Combine(Home, ".cache", "irumcp");
            }
        }
    }

    internal StringComparer PathComparer => Platform == HostPlatform.Linux ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    internal string Combine(params string[] parts) => string.Join(Platform == HostPlatform.Windows ? "\\" : "/", parts);

    internal string? FolderOfFile(string path)
    {
        var end = path.LastIndexOf(Platform == HostPlatform.Windows ? '\\' : '/');
        return end > 0 ? path.Substring(0, end) : null;
    }

    internal bool IsAbsolute(string path) => Platform == HostPlatform.Windows
        ? path.StartsWith("\\\\", StringComparison.Ordinal) || path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/'
        : path.StartsWith("/", StringComparison.Ordinal);

    // A folder that does not exist yet still has a name. On Windows most clients ask the variable first, and .NET never does; elsewhere .NET asks HOME.
    private static string FolderOf(Environment.SpecialFolder folder, string variable) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Environment.GetEnvironmentVariable(variable) is { Length: > 3 } path && path[1] == ':'
            ? path.TrimEnd('/', '\\')
            : Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

    private static IReadOnlyList<string> FindIn(string parent, string pattern)
    {
        try
        {
            return Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
