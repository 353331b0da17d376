using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Wildcard patterns that match the same text in every culture: by default PowerShell compares letters as the user's culture does, and
/// in Turkish <c>i</c> is not the lower case of <c>I</c>.</summary>
internal static class Wildcards
{
    public static WildcardPattern Of(string pattern) => new(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    public static bool Matches(string pattern, string text) => Of(pattern).IsMatch(text);
}
