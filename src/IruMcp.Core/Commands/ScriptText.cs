using System.Text;
using IruMcp.Governance;

namespace IruMcp.Commands;

/// <summary>Puts text that comes from a server into a script in places where it can be nothing but text.</summary>
internal static class ScriptText
{
    // PowerShell takes each of these for an apostrophe.
    private const string Apostrophes = "'\u2018\u2019\u201a\u201b";

    /// <summary>True where a literal can hold the text unchanged. No line ends: a file's may be rewritten on its way.</summary>
    public static bool CanBeLiteral(string text) => !text.Any(char.IsControl) && IsWellFormed(text);

    /// <summary>A literal in apostrophes, in which PowerShell replaces nothing.</summary>
    /// <exception cref="ArgumentException">The text has control characters; see <see cref="CanBeLiteral"/>.</exception>
    public static string Literal(string text)
    {
        if (!CanBeLiteral(text))
            throw new ArgumentException("A literal of a script holds no control characters.", nameof(text));
        var literal = new StringBuilder("'", text.Length + 2);
        foreach (var character in text)
            literal.Append(character, Apostrophes.IndexOf(character) >= 0 ? 2 : 1);
        return literal.Append('\'').ToString();
    }

    /// <summary>Literals with commas between them.</summary>
    public static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(Literal));

    /// <summary>One line for a block comment: it can neither end the comment nor begin a keyword of comment-based help.</summary>
    public static string CommentLine(string text)
    {
        var line = new StringBuilder(text.Length);
        var isWellFormed = IsWellFormed(text);
        foreach (var character in text)
        {
            var plain = char.IsControl(character) || char.IsWhiteSpace(character) || Redactor.Steers(character) || char.IsSurrogate(character) && !isWellFormed ? ' ' : character;
            if (plain == ' ' && (line.Length == 0 || line[line.Length - 1] == ' '))
                continue;
            if (plain == '>' && line.Length > 0 && line[line.Length - 1] == '#')
                line.Append(' ');
            line.Append(plain);
        }
        var words = line.ToString().TrimEnd();
        return words.StartsWith(".", StringComparison.Ordinal) || words.StartsWith("#", StringComparison.Ordinal) ? "- " + words : words;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        return true;
    }
}
