using System.Globalization;
using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Edits the entry of a server in a JSON file.</summary>
internal sealed class JsonEntryEditor(bool commentsAllowed) : IEntryEditor
{
    private readonly JsonSplice _splice = new(commentsAllowed);

    public bool Contains(string text, IReadOnlyList<string> container, string name) => FindEntry(text, container, name) is not null;

    public string Apply(string text, IReadOnlyList<string> container, string name, IReadOnlyList<EntryChange> changes)
    {
        var entry = FindEntry(text, container, name);
        if (entry is { Kind: JsonSyntaxKind.Object })
            return Update(text, [.. container, name], changes);

        // An empty file is as good as none.
        if (IsNothing(text))
            text = "{}\n";

        var complete = NewEntry(changes);
        // Only the first key may have to be made: servers deeper down are updated where they are.
        return Check(_splice.Parse(text).Find(container[0]) is { Kind: JsonSyntaxKind.Object }
            ? _splice.Set(text, container, name, complete)
            : _splice.Set(text, [], container[0], new List<KeyValuePair<string, object>> { new(name, complete) }));
    }

    public string Remove(string text, IReadOnlyList<string> container, string name) =>
        FindEntry(text, container, name) is null ? text : Check(_splice.Remove(text, container, name));

    public IReadOnlyList<EntryView> Servers(string text, string topKey, string? projectsKey = null)
    {
        var found = new List<EntryView>();
        if (IsNothing(text))
            return found;

        var root = ParseFile(text);
        if (root.Kind != JsonSyntaxKind.Object)
            throw new HostFileException(HostText.RootNotObject);

        AddServers(root.Find(topKey), [topKey], found);
        foreach (var project in (projectsKey is null ? null : root.Find(projectsKey))?.Members ?? [])
            AddServers(project.Value.Find(topKey), [projectsKey!, project.Name, topKey], found);

        return found;
    }

    /// <summary>The text with the inputs, or without those that nothing asks for.</summary>
    public string WithInputs(string text, IReadOnlyList<IReadOnlyList<KeyValuePair<string, object>>> inputs, bool areWanted) =>
        Check(areWanted ? JsonInputs.Add(text, _splice, inputs) : IsNothing(text) ? text : JsonInputs.RemoveUnused(text, _splice, inputs));

    public string Quote(string text) => JsonStyle.Quote(text);

    private static void AddServers(JsonSyntaxNode? container, string[] path, List<EntryView> found)
    {
        foreach (var member in container?.Members ?? [])
        {
            var leaves = new List<EntryLeaf>();
            AddLeaves(member.Value, [], leaves);
            found.Add(new EntryView(path, member.Name, leaves));
        }
    }

    private static void AddLeaves(JsonSyntaxNode node, string[] path, List<EntryLeaf> leaves)
    {
        foreach (var member in node.Members)
            AddLeaves(member.Value, [.. path, member.Name], leaves);

        for (var i = 0; i < node.Items.Count; i++)
            AddLeaves(node.Items[i], [.. path, i.ToString(CultureInfo.InvariantCulture)], leaves);

        if (path.Length > 0 && node.Kind is not (JsonSyntaxKind.Object or JsonSyntaxKind.Array or JsonSyntaxKind.Null))
            leaves.Add(new EntryLeaf(path, node.Text ?? string.Empty, node.Start, node.End, node.Kind == JsonSyntaxKind.String));
    }

    private static List<KeyValuePair<string, object>> NewEntry(IReadOnlyList<EntryChange> changes)
    {
        var members = new List<KeyValuePair<string, object>>();
        foreach (var change in changes)
        {
            object? value = change switch
            {
                SetText set => set.Value,
                SetFlag set => set.Value,
                SetOnce set => set.Value,
                SetIfMissing set => set.Value,
                SetList set => set.Values,
                SetMap { Pairs.Count: > 0 } set => MapValue(set),
                _ => null,
            };
            if (value is not null)
                members.Add(new(change.Key, value));
        }

        return members;
    }

    private static List<KeyValuePair<string, object>> MapValue(SetMap map) =>
        map.Pairs.Select(pair => new KeyValuePair<string, object>(pair.Key, pair.Value)).ToList();

    private string Update(string text, string[] entryPath, IReadOnlyList<EntryChange> changes)
    {
        foreach (var change in changes)
        {
            text = change switch
            {
                SetText set => _splice.Set(text, entryPath, set.Key, set.Value),
                SetFlag set => _splice.Set(text, entryPath, set.Key, set.Value),
                SetIfMissing set when EntryAt(text, entryPath).Find(set.Key) is null => _splice.Set(text, entryPath, set.Key, set.Value),
                SetList set => _splice.Set(text, entryPath, set.Key, set.Values),
                SetMap set => UpdateMap(text, entryPath, set),
                Hosts.Remove => _splice.Remove(text, entryPath, change.Key),
                _ => text,
            };
        }

        return Check(text);
    }

    private JsonSyntaxNode EntryAt(string text, string[] entryPath) => entryPath.Aggregate(_splice.Parse(text), (node, key) => node.Find(key)!);

    private string UpdateMap(string text, string[] entryPath, SetMap map)
    {
        if (EntryAt(text, entryPath).Find(map.Key) is not { Kind: JsonSyntaxKind.Object } existing)
        {
            return map.Pairs.Count > 0
                ? _splice.Set(text, entryPath, map.Key, MapValue(map))
                : _splice.Remove(text, entryPath, map.Key);
        }

        string[] mapPath = [.. entryPath, map.Key];
        var names = existing.Members.ConvertAll(member => member.Name);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in map.Pairs)
        {
            // Of several spellings the first is taken over, the others go.
            var name = names.Find(candidate => string.Equals(candidate, pair.Key, map.Comparison)) ?? pair.Key;
            kept.Add(name);
            text = _splice.Set(text, mapPath, name, pair.Value);
        }

        var dropped = names.FindAll(name => map.IsOwn(name) && !kept.Contains(name));
        foreach (var name in dropped)
            text = _splice.Remove(text, mapPath, name);

        return kept.Count == 0 && dropped.Count > 0 && dropped.Count == names.Count ? _splice.Remove(text, entryPath, map.Key) : text;
    }

    private JsonSyntaxNode? FindEntry(string text, IReadOnlyList<string> container, string name)
    {
        if (IsNothing(text))
            return null;

        var node = ParseFile(text);
        if (node.Kind != JsonSyntaxKind.Object)
            throw new HostFileException(HostText.RootNotObject);

        foreach (var key in container)
        {
            RefuseDuplicate(text, node, key);
            var inner = node.Find(key);
            if (inner is null or { Kind: JsonSyntaxKind.Null })
                return null;

            node = inner.Kind == JsonSyntaxKind.Object ? inner : throw new HostFileException(HostText.TopKeyNotObject(key));
        }

        RefuseDuplicate(text, node, name);
        var entry = node.Find(name);
        foreach (var member in entry?.Members ?? [])
            RefuseDuplicate(text, entry!, member.Name);

        return entry;
    }

    private JsonSyntaxNode ParseFile(string text)
    {
        try
        {
            return _splice.Parse(text);
        }
        catch (SyntaxException error)
        {
            var at = TextPosition.At(text, error.Offset);
            throw new HostFileException(
                !commentsAllowed && error.Offset < text.Length && text[error.Offset] == '/' ? HostText.CommentInStrictFile(at) : HostText.NotJson(at));
        }
    }

    private static bool IsNothing(string text) => text.Trim() is "" or "null";

    private static void RefuseDuplicate(string text, JsonSyntaxNode container, string name)
    {
        var found = container.Members.FindAll(member => member.Name == name);
        if (found.Count > 1)
            throw new HostFileException(HostText.Duplicate(TextPosition.At(text, found[1].NameStart)));
    }

    // A splice that made the file unreadable must never reach the disk.
    private string Check(string text)
    {
        try
        {
            if (!IsNothing(text))
                _splice.Parse(text);

            return text;
        }
        catch (SyntaxException)
        {
            throw new HostFileException(HostText.CannotSplice);
        }
    }
}
