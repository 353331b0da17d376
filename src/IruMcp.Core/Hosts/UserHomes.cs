using System.Globalization;

namespace IruMcp.Hosts;

/// <summary>The home folders of the people who use this computer.</summary>
public static class UserHomes
{
    private const int FirstOrdinaryUser = 1000;

    private static readonly string[] NoPeople = ["Public", "Default", "Default User", "All Users", "Shared", "Guest", ".localized", "lost+found", "linuxbrew"];

    /// <summary>The folders that exist. On Linux those of the accounts that people have and whatever else is in /home; on macOS and Windows
    /// those beside the shared one.</summary>
    /// <param name="environment">Where this runs.</param>
    /// <param name="accounts">The text of /etc/passwd; null to read it.</param>
    public static IReadOnlyList<string> Find(HostEnvironment environment, string? accounts = null)
    {
        if (environment is null)
            throw new ArgumentNullException(nameof(environment));

        var homes = new List<string>();
        switch (environment.Platform)
        {
            case HostPlatform.Windows:
                homes.AddRange(In(environment, environment.FolderOfFile(environment.GetVariable("PUBLIC") ?? @"C:\Users\Public") ?? @"C:\Users"));
                break;
            case HostPlatform.MacOS:
                homes.AddRange(In(environment, "/Users"));
                break;
            default:
                homes.AddRange(OfAccounts(accounts ?? ReadAccounts()));
                homes.AddRange(In(environment, "/home"));
                break;
        }

        if (environment.Home.Length > 0)
            homes.Add(environment.Home);

        return [.. homes.Distinct(StringComparer.Ordinal).Where(environment.DirectoryExists)];
    }

    private static IEnumerable<string> In(HostEnvironment environment, string folder) =>
        environment.FindDirectories(folder, "*").Where(home => !NoPeople.Any(name => home.EndsWith(
            (environment.Platform == HostPlatform.Windows ? "\\" : "/") + name, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> OfAccounts(string accounts) =>
        accounts.Split('\n')
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 7 && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user) && (user == 0 || user >= FirstOrdinaryUser) && fields[5].StartsWith("/", StringComparison.Ordinal) && fields[5] != "/")
            .Select(fields => fields[5].TrimEnd('/'));

    private static string ReadAccounts()
    {
        try
        {
            return File.Exists("/etc/passwd") ? File.ReadAllText("/etc/passwd") : string.Empty;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
