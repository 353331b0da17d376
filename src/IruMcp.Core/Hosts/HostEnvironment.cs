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

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> GetVariable { get; init; } = static _ => null;

    public Func<string, bool> DirectoryExists { get; init; } = static _ => false;

    /// <summary>The full paths of the folders in a folder whose names match a wildcard; none where the folder is missing.</summary>
    public Func<string, string, IReadOnlyList<string>> FindDirectories { get; init; } = static (_, _) => [];

    /// <summary>The environment of this process.</summary>
    public static HostEnvironment Current => new()
    {
        Platform = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? HostPlatform.Windows
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? HostPlatform.MacOS
            : HostPlatform.Linux,
        Home = FolderOf(Environment.SpecialFolder.UserProfile),
        AppData = FolderOf(Environment.SpecialFolder.ApplicationData),
        LocalAppData = FolderOf(Environment.SpecialFolder.LocalApplicationData),
        GetVariable = Environment.GetEnvironmentVariable,
        DirectoryExists = Directory.Exists,
        FindDirectories = static (parent, pattern) => Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [],
    };

    internal string Combine(params string[] parts) => string.Join(Platform == HostPlatform.Windows ? "\\" : "/", parts);

    internal bool IsAbsolute(string path) => Platform == HostPlatform.Windows
        ? path.StartsWith("\\\\", StringComparison.Ordinal) || path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/'
        : path.StartsWith("/", StringComparison.Ordinal);

    // A folder that does not exist yet still has a name.
    private static string FolderOf(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
