using System.Globalization;
using System.Text.RegularExpressions;

namespace IruMcp.Hosts;

/// <summary>The npm package that bridges stdio to a remote server, for hosts that speak stdio only.</summary>
public static class McpRemote
{
    /// <summary>The version written unless the caller names another.</summary>
    public const string DefaultVersion = "0.15.1";

    // CVE-2025-6514: command injection by the server's answer, in 0.0.5 and every later version before 0.1.16.
    private static readonly (int Major, int Minor, int Patch) FirstAffected = (0, 0, 5);
    private static readonly (int Major, int Minor, int Patch) FirstFixed = (0, 1, 16);

    private static readonly Regex VersionOrTag = new("^[0-9A-Za-z][0-9A-Za-z.+-]{0,63}$", RegexOptions.CultureInvariant);

    private static readonly Regex Exact = new(
        @"^v?(?<major>\d{1,9})\.(?<minor>\d{1,9})\.(?<patch>\d{1,9})(?<pre>-[0-9A-Za-z.-]+)?(?:\+.*)?$", RegexOptions.CultureInvariant);

    /// <summary>True for a version, or a tag such as <c>latest</c>, that is safe to stand in a command line.</summary>
    public static bool IsValid(string version) => version is not null && VersionOrTag.IsMatch(version);

    /// <summary>True where the version is one of those with CVE-2025-6514.</summary>
    public static bool IsVulnerable(string version)
    {
        var match = Exact.Match(version);
        if (!match.Success)
            return false;

        var number = (Part(match, "major"), Part(match, "minor"), Part(match, "patch"));
        var isBeforeFix = number.CompareTo(FirstFixed) < 0 || number == FirstFixed && match.Groups["pre"].Success;
        return isBeforeFix && number.CompareTo(FirstAffected) >= 0;
    }

    private static int Part(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
}
