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
        var last = list.Items.Count > 0 ? list.Items[list.Items.Count - 1] : null;
        var contentEnd = list.End - 1;
        while (char.IsWhiteSpace(text[contentEnd - 1]))
            contentEnd--;

        var parentIndent = JsonStyle.IndentOfLine(text, list.Start);
        var indent = (last is null ? null : JsonStyle.IndentOf(text, last.Start)) ?? parentIndent + style.Unit;
        var isMultiline = HasBreak(text.Substring(list.Start, list.End - list.Start)) || last is null && IsMultiline(text, root);
        var addition = isMultiline ? style.NewLine + indent + style.Write(value, indent, spaced: true) : style.Write(value, indent: null, IsSpaced(text, root));
        var needsComma = last is not null && CommaAfter(text, last.End, list.End - 1) < 0;
        var tail = text.Substring(contentEnd);
        if (isMultiline && !HasBreak(text.Substring(contentEnd, list.End - 1 - contentEnd)))
            tail = style.NewLine + parentIndent + text.Substring(list.End - 1);

        var head = text.Substring(0, contentEnd);
        return (needsComma ? head.Insert(last!.End, ",") : head) + addition + tail;
    }

    /// <summary>Removes a value from a list of several.</summary>
    public string RemoveItem(string text, JsonSyntaxNode list, int index)
    {
        var isLast = index == list.Items.Count - 1;
        var (start, end) = isLast
            ? (list.Items[index - 1].End, list.Items[index].End)
            : (list.Items[index].Start, list.Items[index + 1].Start);
        return text.Remove(start, end - start);
    }

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
        var member = container.Members[index];
        var start = member.NameStart;
        var isFirst = index == 0;
        var isLast = index == container.Members.Count - 1;
        var commaBehind = CommaAfter(text, member.Value.End, isLast ? container.End - 1 : container.Members[index + 1].NameStart);
        var end = commaBehind >= 0 ? commaBehind + 1 : member.Value.End;
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

        if (isFirst && isLast && IsWhiteSpace(text, container.Start + 1, member.NameStart) && IsWhiteSpace(text, end, container.End - 1))
            return text.Remove(container.Start + 1, container.End - container.Start - 2);

        var result = text.Remove(start, end - start);
        if (!isLast || isFirst || commaBehind >= 0)
            return result;

        var commaBefore = CommaAfter(text, container.Members[index - 1].Value.End, member.NameStart);
        return result.Remove(commaBefore, 1);
    }

    private static string Insert(string text, JsonSyntaxNode container, JsonStyle style, string name, object value)
    {
        var close = container.End - 1;
        var contentEnd = close;
        while (char.IsWhiteSpace(text[contentEnd - 1]))
            contentEnd--;

        var last = container.Members.Count > 0 ? container.Members[container.Members.Count - 1] : null;
        var hasTrailingComma = last is not null && CommaAfter(text, last.Value.End, close) >= 0;
        var tail = text.Substring(contentEnd);
        if (last is not null && !IsMultiline(text, container))
        {
            var spaced = IsSpaced(text, container);
            var separator = (hasTrailingComma ? string.Empty : ",") + (spaced ? " " : string.Empty);
            return text.Substring(0, contentEnd) + separator + style.WriteMember(name, value, indent: null, spaced) + tail;
        }

        var parentIndent = JsonStyle.IndentOfLine(text, container.Start);
        var indent = (last is null ? null : JsonStyle.IndentOf(text, last.NameStart)) ?? parentIndent + style.Unit;
        var addition = style.NewLine + indent + style.WriteMember(name, value, indent, spaced: true);
        if (!HasBreak(text.Substring(contentEnd, close - contentEnd)))
            tail = style.NewLine + parentIndent + text.Substring(close);

        var head = text.Substring(0, contentEnd);
        if (last is not null && !hasTrailingComma)
            head = head.Insert(last.Value.End, ",");

        return head + addition + tail;
    }

    private static JsonSyntaxNode Descend(JsonSyntaxNode node, IReadOnlyList<string> path)
    {
        foreach (var name in path)
            node = node.Find(name) ?? throw new ArgumentException("The path does not exist.", nameof(path));

        return node;
    }

    private static bool IsMultiline(string text, JsonSyntaxNode container)
    {
        if (container.Members.Count == 0)
            return true;

        var lastEnd = container.Members[container.Members.Count - 1].Value.End;
        return HasBreak(text.Substring(container.Start, container.Members[0].NameStart - container.Start))
            || HasBreak(text.Substring(lastEnd, container.End - lastEnd));
    }

    // Whether the file writes `"a": 1` or `"a":1`.
    private static bool IsSpaced(string text, JsonSyntaxNode container) =>
        container.Members.Count == 0 || char.IsWhiteSpace(text[container.Members[0].Value.Start - 1]);

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
