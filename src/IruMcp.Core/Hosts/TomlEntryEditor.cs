using System.Globalization;
using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Edits the entry of a server in a TOML file. It works line by line on tables and dotted keys; a server that
/// stands in an inline table is refused, since TOML 1.0 has no room there for an edit that reads well.</summary>
internal sealed class TomlEntryEditor : IEntryEditor
{
    public bool Contains(string text, IReadOnlyList<string> container, string name)
    {
        var document = ParseFile(text);
        string[] path = [.. container, name];
        foreach (var table in document.Tables)
        {
            if (table.IsArrayItem && (IsPrefix(table.Path, path) || IsPrefix(path, table.Path)))
                throw new HostFileException(HostText.ArrayOfTables(PositionOf(text, table.Start)));

            foreach (var pair in table.Pairs)
            {
                string[] full = [.. table.Path, .. pair.Key];
                if (IsPrefix(full, path))
                {
                    throw new HostFileException(pair.Value.Kind == TomlKind.InlineTable
                        ? HostText.InlineTable(PositionOf(text, pair.KeyStart), TomlLines.Header(path))
                        : HostText.TopKeyNotObject(string.Join(".", full)));
                }
            }
        }

        return document.Tables.Any(table => IsPrefix(path, table.Path) || table.Pairs.Exists(pair => IsPrefix(path, [.. table.Path, .. pair.Key])));
    }

    public string Apply(string text, IReadOnlyList<string> container, string name, IReadOnlyList<EntryChange> changes)
    {
        string[] path = [.. container, name];
        if (!Contains(text, container, name))
            return Check(TomlLines.Append(text, path, NewLines(changes)));

        // Additions first: they find their place by lines that a removal may take away.
        foreach (var change in changes.OrderBy(change => change is SetText or SetList ? 0 : 1))
        {
            text = change switch
            {
                SetText set => new TomlLines(text, path).Set(set.Key, TomlLines.Quote(set.Value)),
                SetFlag set => new TomlLines(text, path).Set(set.Key, Literal(set.Value)),
                SetIfMissing set when new TomlLines(text, path).Find(set.Key) is null => new TomlLines(text, path).Set(set.Key, Literal(set.Value)),
                SetList set => new TomlLines(text, path).Set(set.Key, Literal(set.Values)),
                SetMap set => UpdateMap(text, path, set),
                Hosts.Remove => RemoveAll(text, path, change.Key),
                _ => text,
            };
        }

        return Check(text);
    }

    public string Remove(string text, IReadOnlyList<string> container, string name) =>
        Contains(text, container, name) ? Check(TomlLines.WithoutEntry(text, [.. container, name])) : text;

    public IReadOnlyList<EntryView> Servers(string text, string topKey, string? projectsKey = null)
    {
        var found = new List<(string Name, List<EntryLeaf> Leaves)>();
        foreach (var table in ParseFile(text).Tables)
        {
            foreach (var pair in table.Pairs)
                AddLeaves([.. table.Path, .. pair.Key], pair.Value, topKey, found);
        }

        return [.. found.Select(server => new EntryView([topKey], server.Name, server.Leaves))];
    }

    public string Quote(string text) => TomlLines.Quote(text);

    private static void AddLeaves(string[] path, TomlValue value, string topKey, List<(string Name, List<EntryLeaf> Leaves)> found)
    {
        foreach (var pair in value.Pairs)
            AddLeaves([.. path, .. pair.Key], pair.Value, topKey, found);

        for (var i = 0; i < value.Items.Count; i++)
            AddLeaves([.. path, i.ToString(CultureInfo.InvariantCulture)], value.Items[i], topKey, found);

        if (path.Length < 3 || path[0] != topKey || value.Kind is TomlKind.Array or TomlKind.InlineTable)
            return;

        if (!found.Exists(server => server.Name == path[1]))
            found.Add((path[1], []));

        found.Find(server => server.Name == path[1]).Leaves.Add(
            new EntryLeaf([.. path.Skip(2)], value.Text ?? string.Empty, value.Start, value.End, value.Kind == TomlKind.String));
    }

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => "[" + string.Join(", ", list.Select(TomlLines.Quote)) + "]",
        _ => throw new ArgumentException("Not a value of an entry.", nameof(value)),
    };

    private static List<string> NewLines(IReadOnlyList<EntryChange> changes)
    {
        var lines = new List<string>();
        foreach (var change in changes)
        {
            var value = change switch
            {
                SetText set => TomlLines.Quote(set.Value),
                SetFlag set => Literal(set.Value),
                SetOnce set => Literal(set.Value),
                SetIfMissing set => Literal(set.Value),
                SetList set => Literal(set.Values),
                SetMap { Pairs.Count: > 0 } set => TomlLines.InlineTable(set.Pairs),
                _ => null,
            };
            if (value is not null)
                lines.Add($"{change.Key} = {value}");
        }

        return lines;
    }

    private static string UpdateMap(string text, string[] path, SetMap map)
    {
        var lines = new TomlLines(text, path);
        var inline = lines.Find(map.Key);
        if (inline is { Value.Kind: not TomlKind.InlineTable })
        {
            // Not a map at all: of no use to the host either.
            return map.Pairs.Count > 0 ? lines.Set(map.Key, TomlLines.InlineTable(map.Pairs)) : lines.RemoveFirst(map.Key)!;
        }

        var names = inline is not null ? inline.Value.Pairs.ConvertAll(pair => string.Join(".", pair.Key)) : lines.NamesUnder(map.Key);
        if (names.Count == 0 && inline is null && !lines.HasTable(map.Key))
            return map.Pairs.Count > 0 ? lines.Set(map.Key, TomlLines.InlineTable(map.Pairs)) : text;

        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in map.Pairs)
        {
            var name = names.Find(candidate => string.Equals(candidate, pair.Key, map.Comparison)) ?? pair.Key;
            kept.Add(name);
            text = new TomlLines(text, path).SetIn(map.Key, name, TomlLines.Quote(pair.Value));
        }

        var dropped = names.FindAll(name => map.IsOwn(name) && !kept.Contains(name));
        foreach (var name in dropped)
            text = new TomlLines(text, path).RemoveIn(map.Key, name);

        return kept.Count == 0 && dropped.Count == names.Count ? RemoveAll(text, path, map.Key) : text;
    }

    private static string RemoveAll(string text, string[] path, string key)
    {
        while (new TomlLines(text, path).RemoveFirst(key) is { } shorter)
            text = shorter;

        return text;
    }

    private static TomlDocument ParseFile(string text)
    {
        try
        {
            return TomlDocument.Parse(text);
        }
        catch (SyntaxException error)
        {
            throw new HostFileException(HostText.NotToml(TextPosition.At(text, error.Offset)));
        }
    }

    private static string Check(string text)
    {
        try
        {
            TomlDocument.Parse(text);
            return text;
        }
        catch (SyntaxException)
        {
            throw new HostFileException(HostText.CannotSplice);
        }
    }

    private static TextPosition PositionOf(string text, int offset) => TextPosition.At(text, offset);

    private static bool IsPrefix(string[] shorter, string[] longer) => TomlLines.IsPrefix(shorter, longer);
}
