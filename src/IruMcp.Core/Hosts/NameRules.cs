using System.Text.RegularExpressions;

namespace IruMcp.Hosts;

/// <summary>Which names hosts take for a server.</summary>
internal static class NameRules
{
    public static readonly Regex Printable = new(@"^[^\s\p{C}](?:[^\p{C}]{0,62}[^\s\p{C}])?\z", RegexOptions.CultureInvariant);

    public static readonly Regex Codex = new(@"^[a-zA-Z0-9_:@/.-]+\z", RegexOptions.CultureInvariant);

    public static readonly Regex Word = new(@"^[a-zA-Z0-9_-]{1,64}\z", RegexOptions.CultureInvariant);

    public static readonly Regex LetterFirst = new(@"^[a-zA-Z][a-zA-Z0-9_-]{0,63}\z", RegexOptions.CultureInvariant);

    public static readonly Regex WithoutUnderscore = new(@"^[a-zA-Z0-9-]{1,64}\z", RegexOptions.CultureInvariant);
}
