using IruMcp.Hosts;

namespace IruMcp.Governance;

/// <summary>The names of the audit's files. Each user of each machine has files of their own, so that a folder can be shared.</summary>
internal static class AuditPlace
{
    public const string Prefix = "irumcp-";
    public const string Extension = ".jsonl";

    /// <summary>All that the name of a file may be made of, on any system.</summary>
    private static bool IsPlain(char letter) => letter is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or '-';

    /// <summary>The folder where no policy names one; null where this user has no folder of any kind.</summary>
    public static string? DefaultFolder(HostEnvironment environment)
    {
        switch (environment.Platform)
        {
            case HostPlatform.Windows:
                return environment.LocalAppData.Length == 0 ? null : environment.Combine(environment.LocalAppData, "IruMcp", "Audit");
            case HostPlatform.MacOS:
                return environment.Home.Length == 0 ? null : environment.Combine(environment.Home, "Library", "Logs", "IruMcp");
            default:
                if (environment.GetVariable("XDG_STATE_HOME") is { } state && environment.IsAbsolute(state))
                    return environment.Combine(state.TrimEnd('/'), "irumcp");
                return environment.Home.Length == 0 ? null : environment.Combine(environment.Home, ".local", "state", "irumcp");
        }
    }

    public static string FileName(string host, string user) => $"{Prefix}{Plain(host)}-{Plain(user)}{Extension}";

    /// <summary>The name under which a full file is kept; names sort by time, which is told as finely as it is known: two may be full within
    /// a millisecond.</summary>
    public static string FullFileName(string file, DateTime now) =>
        FormattableString.Invariant($"{file.Substring(0, file.Length - Extension.Length)}.{now:yyyyMMdd'T'HHmmssfffffff}-{Guid.NewGuid().ToString("N").Substring(0, 4)}{Extension}");

    /// <summary>The full files of a series, oldest first.</summary>
    public static IReadOnlyList<string> FullFiles(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var begin = Path.GetFileNameWithoutExtension(file) + ".";
        return !Directory.Exists(folder) ? [] : Directory.GetFiles(folder, begin + "*" + Extension)
            .Where(path => Path.GetFileName(path).StartsWith(begin, StringComparison.Ordinal))
            .OrderBy(path => path, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>The files of a folder that are being written, each standing for its full ones as well.</summary>
    public static IReadOnlyList<string> Series(string folder) => Directory.GetFiles(folder, Prefix + "*" + Extension)
        .Select(path => Path.Combine(folder, Path.GetFileName(path).Split('.')[0] + Extension))
        .Distinct(StringComparer.Ordinal)
        .OrderBy(path => path, StringComparer.Ordinal)
        .ToList();

    private static string Plain(string name)
    {
        var plain = new string(name.Select(letter => IsPlain(letter) ? letter : '_').ToArray());
        return plain.Length == 0 ? "_" : plain;
    }
}
