using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>The lines of one server in a TOML text, whether they stand under its header, under that of a sub-table, or
/// elsewhere with dotted keys. Each edit gives a new text.</summary>
internal sealed class TomlLines
{
    private static readonly Regex BareKey = new("^[A-Za-z0-9_-]+$", RegexOptions.CultureInvariant);

    private readonly string _text;
    private readonly string[] _path;
    private readonly TomlDocument _document;
    private readonly string _newLine;

    public TomlLines(string text, string[] path)
    {
        _text = text;
        _path = path;
        _document = TomlDocument.Parse(text);
        _newLine = NewLineOf(text);
    }

    public static bool IsPrefix(string[] shorter, string[] longer) =>
        shorter.Length <= longer.Length && !shorter.Where((part, index) => !string.Equals(part, longer[index], StringComparison.Ordinal)).Any();

    public static string Header(string[] path) => "[" + DottedKey(path) + "]";

    public static string InlineTable(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        "{ " + string.Join(", ", pairs.Select(pair => $"{Quote(pair.Key)} = {Quote(pair.Value)}")) + " }";

    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                result.Append('\\').Append(character);
            else if (character is < ' ' or '\x7f')
                result.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
            else
                result.Append(character);
        }

        return result.Append('"').ToString();
    }

    /// <summary>The text with a new table at its end.</summary>
    public static string Append(string text, string[] path, IReadOnlyList<string> lines)
    {
        var newLine = NewLineOf(text);
        var block = Header(path) + newLine + string.Join(newLine, lines);
        if (text.Trim().Length == 0)
            return text + block + newLine;

        // A file without a final line break gets none. One empty line comes always, so that a removal knows which to take away.
        var endsWithBreak = text.EndsWith("\n", StringComparison.Ordinal);
        return text + (endsWithBreak ? newLine : newLine + newLine) + block + (endsWithBreak ? newLine : string.Empty);
    }

    /// <summary>The text without any line of a server, and without the empty line before each of its tables.</summary>
    public static string WithoutEntry(string text, string[] path)
    {
        while (true)
        {
            var lines = new TomlLines(text, path);
            if (lines._document.Tables.FirstOrDefault(table => table.Path.Length > 0 && IsPrefix(path, table.Path)) is { } own)
                text = lines.WithoutTable(own);
            else if (lines.FirstDottedPair() is { } pair)
                text = lines.WithoutLines(pair.LineStart, pair.LineEnd);
            else
                return text;
        }
    }

    /// <summary>The pair of the server with exactly that key.</summary>
    public TomlPair? Find(params string[] key) =>
        _document.Tables.SelectMany(table => table.Pairs.Where(pair => Same(Full(table, pair), [.. _path, .. key]))).FirstOrDefault();

    public bool HasTable(string key) => _document.Tables.Any(table => Same(table.Path, [.. _path, key]));

    /// <summary>The names right under a key that is a table, or that dotted keys make one.</summary>
    public List<string> NamesUnder(string key)
    {
        string[] map = [.. _path, key];
        return _document.Tables
            .SelectMany(table => table.Pairs.Select(pair => Full(table, pair)))
            .Where(full => full.Length == map.Length + 1 && IsPrefix(map, full))
            .Select(full => full[map.Length])
            .ToList();
    }

    /// <summary>Sets a key of the server itself.</summary>
    public string Set(string key, string value)
    {
        if (Find(key) is { } existing)
            return Replace(existing, value);

        string[] full = [.. _path, key];
        var direct = _document.Tables.LastOrDefault(table => Same(table.Path, _path))
            ?? _document.Tables.LastOrDefault(table => table.Path.Length < _path.Length && table.Pairs.Exists(pair => IsPrefix(_path, Full(table, pair))));
        if (direct is not null)
            return InsertLine(direct, full, value);

        // Only sub-tables so far: the server's own header goes before the first of them.
        var first = _document.Tables.First(table => IsPrefix(_path, table.Path));
        return _text.Insert(first.Start, Header(_path) + _newLine + DottedKey([key]) + " = " + value + _newLine + _newLine);
    }

    /// <summary>Sets a name in a map of the server that exists in one of TOML's ways.</summary>
    public string SetIn(string key, string name, string value)
    {
        if (Find(key) is { Value.Kind: TomlKind.InlineTable } inline)
        {
            var table = inline.Value;
            var existing = table.Pairs.Find(pair => Same(pair.Key, [name]));
            if (existing is not null)
                return Replace(existing, value);

            var member = Quote(name) + " = " + value;
            return table.Pairs.Count > 0
                ? _text.Insert(table.Pairs[table.Pairs.Count - 1].Value.End, ", " + member)
                : _text.Remove(table.Start, table.End - table.Start).Insert(table.Start, "{ " + member + " }");
        }

        if (Find(key, name) is { } pair)
            return Replace(pair, value);

        string[] map = [.. _path, key];
        var home = _document.Tables.LastOrDefault(table => Same(table.Path, map))
            ?? _document.Tables.Last(table => table.Pairs.Exists(other => IsPrefix(map, Full(table, other))));
        return InsertLine(home, [.. map, name], value);
    }

    /// <summary>Removes a name from a map of the server.</summary>
    public string RemoveIn(string key, string name)
    {
        if (Find(key) is { Value.Kind: TomlKind.InlineTable } inline)
            return RemoveFromInline(inline.Value, name);

        return Find(key, name) is { } pair ? WithoutLines(pair.LineStart, pair.LineEnd) : _text;
    }

    /// <summary>Removes the first line, or the first header, of a key; null where nothing of it is left.</summary>
    public string? RemoveFirst(string key)
    {
        string[] full = [.. _path, key];
        foreach (var table in _document.Tables)
        {
            foreach (var pair in table.Pairs)
            {
                if (IsPrefix(full, Full(table, pair)))
                    return WithoutLines(pair.LineStart, pair.LineEnd);
            }

            if (IsPrefix(full, table.Path))
                return WithoutLines(table.Start, table.HeaderEnd);
        }

        return null;
    }

    private static string[] Full(TomlTable table, TomlPair pair) => [.. table.Path, .. pair.Key];

    private static bool Same(string[] one, string[] other) => one.Length == other.Length && IsPrefix(one, other);

    private static string DottedKey(string[] key) => string.Join(".", key.Select(part => BareKey.IsMatch(part) ? part : Quote(part)));

    private static string NewLineOf(string text)
    {
        var firstBreak = text.IndexOf('\n');
        return firstBreak > 0 && text[firstBreak - 1] == '\r' ? "\r\n" : "\n";
    }

    private TomlPair? FirstDottedPair() =>
        _document.Tables.SelectMany(table => table.Pairs.Where(pair => IsPrefix(_path, Full(table, pair)))).FirstOrDefault();

    private string WithoutTable(TomlTable table)
    {
        var end = table.Pairs.Count > 0 ? table.Pairs[table.Pairs.Count - 1].LineEnd : table.HeaderEnd;
        var head = _text.Substring(0, table.Start);
        var gap = head.EndsWith("\r\n\r\n", StringComparison.Ordinal) || head.EndsWith("\n\r\n", StringComparison.Ordinal) ? 2
            : head.EndsWith("\n\n", StringComparison.Ordinal) ? 1 : 0;
        return WithoutLines(head.Trim().Length > 0 ? table.Start - gap : table.Start, end);
    }

    private string Replace(TomlPair pair, string value)
    {
        // The same text in another notation stays as the user wrote it.
        if (pair.Value.Kind == TomlKind.String && Quote(pair.Value.Text!) == value)
            return _text;

        return _text.Substring(0, pair.Value.Start) + value + _text.Substring(pair.Value.End);
    }

    private string WithoutLines(int start, int end)
    {
        // A file that had no final line break gets none by losing its last line.
        var head = _text.Substring(0, start);
        return end == _text.Length && _text[end - 1] != '\n' ? head.TrimEnd('\r', '\n') : head + _text.Substring(end);
    }

    private string InsertLine(TomlTable table, string[] full, string value)
    {
        var own = table.Pairs.FindLast(pair => IsPrefix(_path, Full(table, pair)));
        var at = own?.LineEnd ?? table.HeaderEnd;
        var indent = JsonStyle.IndentOfLine(_text, own?.LineStart ?? table.Start);
        var line = indent + DottedKey([.. full.Skip(table.Path.Length)]) + " = " + value;

        // At the end of a file without a final line break, the line keeps it so.
        return at > 0 && _text[at - 1] != '\n'
            ? _text.Insert(at, _newLine + line)
            : _text.Insert(at, line + _newLine);
    }

    private string RemoveFromInline(TomlValue table, string name)
    {
        var index = table.Pairs.FindIndex(pair => Same(pair.Key, [name]));
        if (index < 0)
            return _text;

        var start = index > 0 ? table.Pairs[index - 1].Value.End : table.Pairs[0].KeyStart;
        var end = index > 0 || table.Pairs.Count == 1 ? table.Pairs[index].Value.End : table.Pairs[1].KeyStart;
        return _text.Remove(start, end - start);
    }
}
