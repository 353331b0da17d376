using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Changes one member of one object in a JSON text and leaves every other character alone.</summary>
internal sealed class JsonSplice(bool commentsAllowed)
{
    public JsonSyntaxNode Parse(string text) => JsonSyntax.Parse(text, commentsAllowed);

    /// <summary>Sets a member of the object at a path that exists; adds it at the end where it is missing.</summary>
    public string Set(string text, IReadOnlyList<string> path, string name, object value)
    {
        var root = Parse(text);
        var container = Descend(root, path);
        var style = JsonStyle.Of(text, root);
        var existing = container.Members.FindLast(member => member.Name == name);
        if (existing is null)
            return Insert(text, container, style, name, value);

        var node = existing.Value;
        if (JsonStyle.Matches(node, value))
            return text;

        // A list or object that stood on one line stays on one line.
        var old = text.Substring(node.Start, node.End - node.Start);
        var staysOnOneLine = !IsMultiline(text, container) || node.Kind is JsonSyntaxKind.Array or JsonSyntaxKind.Object && old.Length > 2 && !HasBreak(old);
        var indent = staysOnOneLine ? null : JsonStyle.IndentOfLine(text, existing.NameStart);
        return text.Substring(0, node.Start) + style.Write(value, indent, IsSpaced(text, container)) + text.Substring(node.End);
    }

    /// <summary>Adds a value at the end of a list that the text's object has.</summary>
    public string AddItem(string text, string listName, object value)
    {
        var root = Parse(text);
        var list = root.Find(listName)!;
        var style = JsonStyle.Of(text, root);
        return Append(text, list, style, list.Items.Count == 0 && !IsMultiline(text, root), (indent, spaced) => style.Write(value, indent, spaced));
    }

    /// <summary>Removes a value from a list together with its line and its comma.</summary>
    public string RemoveItem(string text, JsonSyntaxNode list, int index) => RemoveAt(text, list, index);

    /// <summary>Removes every member of that name together with its line and its comma.</summary>
    public string Remove(string text, IReadOnlyList<string> path, string name)
    {
        while (true)
        {
            var container = Descend(Parse(text), path);
            var index = container.Members.FindIndex(member => member.Name == name);
            if (index < 0)
                return text;

            text = RemoveAt(text, container, index);
        }
    }

    private static string RemoveAt(string text, JsonSyntaxNode container, int index)
    {
        var parts = PartsOf(container);
        var (start, partEnd) = parts[index];
        var isFirst = index == 0;
        var isLast = index == parts.Count - 1;
        var commaBehind = CommaAfter(text, partEnd, isLast ? container.End - 1 : parts[index + 1].Start);
        var end = commaBehind >= 0 ? commaBehind + 1 : partEnd;
        if (isFirst && isLast && IsWhiteSpace(text, container.Start + 1, start) && IsWhiteSpace(text, end, container.End - 1))
            return text.Remove(container.Start + 1, container.End - container.Start - 2);

        if (isFirst && !isLast && JsonStyle.IndentOf(text, start) is null)
        {
            // On one line: what follows moves up to the brace.
            while (end < text.Length && text[end] is ' ' or '\t')
                end++;
        }
        else
        {
            while (char.IsWhiteSpace(text[start - 1]))
                start--;
        }

        var result = text.Remove(start, end - start);
        if (!isLast || isFirst || commaBehind >= 0)
            return result;

        var commaBefore = CommaAfter(text, parts[index - 1].End, parts[index].Start);
        return result.Remove(commaBefore, 1);
    }

    private static string Insert(string text, JsonSyntaxNode container, JsonStyle style, string name, object value) =>
        Append(text, container, style, isOneLine: false, (indent, spaced) => style.WriteMember(name, value, indent, spaced));

    /// <summary>Puts a part at the end of an object or list, in the layout of the others.</summary>
    private static string Append(string text, JsonSyntaxNode container, JsonStyle style, bool isOneLine, Func<string?, bool, string> write)
    {
        var close = container.End - 1;
        var contentEnd = close;
        while (char.IsWhiteSpace(text[contentEnd - 1]))
            contentEnd--;

        var parts = PartsOf(container);
        var hasTrailingComma = parts.Count > 0 && CommaAfter(text, parts[parts.Count - 1].End, close) >= 0;
        // Whoever ends lists with a comma does so behind the new part too.
        var comma = hasTrailingComma ? "," : string.Empty;
        var tail = text.Substring(contentEnd);
        if (isOneLine || parts.Count > 0 && !IsMultiline(text, container))
        {
            var spaced = IsSpaced(text, container);
            var separator = (hasTrailingComma || parts.Count == 0 ? string.Empty : ",") + (spaced && parts.Count > 0 ? " " : string.Empty);
            return text.Substring(0, contentEnd) + separator + write(null, spaced) + comma + tail;
        }

        var parentIndent = JsonStyle.IndentOfLine(text, container.Start);
        var indent = (parts.Count == 0 ? null : JsonStyle.IndentOf(text, parts[parts.Count - 1].Start)) ?? parentIndent + style.Unit;
        var addition = style.NewLine + indent + write(indent, true) + comma;
        if (!HasBreak(text.Substring(contentEnd, close - contentEnd)))
            tail = style.NewLine + parentIndent + text.Substring(close);

        var head = text.Substring(0, contentEnd);
        if (parts.Count > 0 && !hasTrailingComma)
            head = head.Insert(parts[parts.Count - 1].End, ",");

        return head + addition + tail;
    }

    /// <summary>The members of an object, or the values of a list, from start to end.</summary>
    private static List<(int Start, int End)> PartsOf(JsonSyntaxNode container) => container.Kind == JsonSyntaxKind.Array
        ? container.Items.ConvertAll(item => (item.Start, item.End))
        : container.Members.ConvertAll(member => (member.NameStart, member.Value.End));

    private static JsonSyntaxNode Descend(JsonSyntaxNode node, IReadOnlyList<string> path)
    {
        foreach (var name in path)
            node = node.Find(name) ?? throw new ArgumentException("The path does not exist.", nameof(path));

        return node;
    }

    private static bool IsMultiline(string text, JsonSyntaxNode container)
    {
        var parts = PartsOf(container);
        return parts.Count == 0
            || HasBreak(text.Substring(container.Start, parts[0].Start - container.Start))
            || HasBreak(text.Substring(parts[parts.Count - 1].End, container.End - parts[parts.Count - 1].End));
    }

    // Whether the file writes `"a": 1` or `"a":1`.
    private static bool IsSpaced(string text, JsonSyntaxNode container) => container.Kind == JsonSyntaxKind.Array
        ? container.Items.Count < 2 || char.IsWhiteSpace(text[container.Items[1].Start - 1])
        : container.Members.Count == 0 || char.IsWhiteSpace(text[container.Members[0].Value.Start - 1]);

    private static bool IsWhiteSpace(string text, int from, int to) => text.Substring(from, to - from).Trim().Length == 0;

    private static bool HasBreak(string text) => text.IndexOf('\n') >= 0;

    /// <summary>The first comma between two places, comments passed over; -1 where there is none.</summary>
    private static int CommaAfter(string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] == ',')
                return i;

            if (text[i] == '/' && i + 1 < to)
            {
                var isLine = text[i + 1] == '/';
                var end = text.IndexOf(isLine ? "\n" : "*/", i + 2, StringComparison.Ordinal);
                i = end < 0 ? to : isLine ? end : end + 1;
            }
        }

        return -1;
    }
}
