using System.Globalization;
using System.Text;
using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>How a JSON file is laid out, taken from the file, and writing new values in that way.</summary>
internal sealed record JsonStyle(string NewLine, string Unit)
{
    private const string DefaultUnit = "  ";

    public static JsonStyle Of(string text, JsonSyntaxNode root)
    {
        var firstBreak = text.IndexOf('\n');
        var newLine = firstBreak > 0 && text[firstBreak - 1] == '\r' ? "\r\n" : "\n";
        var unit = root.Members.Count > 0 ? IndentOf(text, root.Members[0].NameStart) : null;
        return new JsonStyle(newLine, string.IsNullOrEmpty(unit) ? DefaultUnit : unit!);
    }

    /// <summary>The white space before the first visible character of the line on which this place is.</summary>
    public static string IndentOfLine(string text, int offset)
    {
        var lineStart = LineStart(text, offset);
        var end = lineStart;
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;

        return text.Substring(lineStart, end - lineStart);
    }

    /// <summary>The white space before this place, or null where something else stands before it on its line.</summary>
    public static string? IndentOf(string text, int offset)
    {
        var lineStart = LineStart(text, offset);
        var before = text.Substring(lineStart, offset - lineStart);
        return lineStart > 0 && before.Trim(' ', '\t').Length == 0 ? before : null;
    }

    /// <summary>Writes a value: a text, a flag, a number, a list of texts, or a list of named values.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">The indentation of the line on which it begins; null to keep it on one line.</param>
    /// <param name="spaced">On one line: whether spaces stand after colons and commas.</param>
    public string Write(object value, string? indent, bool spaced) => value switch
    {
        string text => Quote(text),
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => Enclose('[', ']', list.Select(Quote).ToList(), indent, spaced),
        IReadOnlyList<object> values => Enclose('[', ']', values.Select(item => Write(item, indent is null ? null : indent + Unit, spaced)).ToList(), indent, spaced),
        IReadOnlyList<KeyValuePair<string, object>> members => Enclose(
            '{', '}', members.Select(member => WriteMember(member.Key, member.Value, indent is null ? null : indent + Unit, spaced)).ToList(), indent, spaced),
        _ => throw new ArgumentException("Not a value of an entry.", nameof(value)),
    };

    public string WriteMember(string name, object value, string? indent, bool spaced) =>
        Quote(name) + (spaced || indent is not null ? ": " : ":") + Write(value, indent, spaced);

    public static bool Matches(JsonSyntaxNode node, object value) => value switch
    {
        string text => node.Kind == JsonSyntaxKind.String && node.Text == text,
        bool flag => node.Kind == (flag ? JsonSyntaxKind.True : JsonSyntaxKind.False),
        IReadOnlyList<string> list => node.Kind == JsonSyntaxKind.Array && node.Items.Count == list.Count
            && node.Items.Zip(list, (item, text) => Matches(item, text)).All(same => same),
        _ => false,
    };

    private static int LineStart(string text, int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;

    private string Enclose(char open, char close, List<string> parts, string? indent, bool spaced)
    {
        if (parts.Count == 0)
            return $"{open}{close}";

        if (indent is null)
            return open + string.Join(spaced ? ", " : ",", parts) + close;

        var inner = NewLine + indent + Unit;
        return open + inner + string.Join("," + inner, parts) + NewLine + indent + close;
    }

    // By hand, since the framework's writer escapes far more than JSON asks for.
    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                result.Append('\\').Append(character);
            else if (character < ' ' || char.IsSurrogate(character) || character == '\x7f')
                result.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                result.Append(character);
        }

        return result.Append('"').ToString();
    }
}
