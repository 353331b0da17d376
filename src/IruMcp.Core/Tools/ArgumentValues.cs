using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>The arguments of one call while they are being gathered: each in one place, at most once, in the form to send.</summary>
/// <param name="tool">The tool to call.</param>
/// <param name="identifiers">The arguments that say what the call is about.</param>
/// <param name="allowsEmpty">True where null and the empty text are values as the caller means them, as in the JSON of an AI client.</param>
internal sealed class ArgumentValues(IruTool tool, IReadOnlyList<Identifier> identifiers, bool allowsEmpty)
{
    private readonly ValueConverter _converter = new(tool, allowsEmpty);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _givenObjects = new(StringComparer.Ordinal);

    public bool Has(ToolParameter parameter) => _entries.ContainsKey(Key(parameter.Path));

    public void Add(ToolParameter parameter, object? value)
    {
        var own = identifiers.FirstOrDefault(identifier => identifier.Parameter == parameter);
        if (own is not null)
            IdentifierCheck.RequireGiven(tool, own, value);
        RefuseEmpty(parameter, value);
        var (node, flat) = _converter.Convert(parameter, value);
        RefuseEmpty(parameter, flat);
        if (own is not null)
            IdentifierCheck.RequireSafe(tool, own, flat);
        Add(parameter.Path, DisplayName(parameter), node, flat);
    }

    /// <summary>One of the tool's own parameters, by its name.</summary>
    public void AddByName(string name, object? value)
    {
        if (Named(tool.Parameters, name) is { } parameter)
            Add(parameter, value);
        else
            AddOther([name], value, tool.AllowsOtherArguments);
    }

    /// <summary>The user's own collection: names, paths such as <c>body.asset_tag</c>, or the enclosing objects themselves.</summary>
    public void AddArguments(IReadOnlyDictionary<string, object?> arguments)
    {
        foreach (var argument in arguments)
            if (Wrapper(argument.Key) is { } wrapper && ValueConverter.Members(argument.Value) is { } members)
                AddMembers(wrapper, members);
            else if (ByPath(argument.Key) is { } parameter)
                Add(parameter, argument.Value);
            else
                AddByName(argument.Key, argument.Value);
    }

    /// <summary>Takes the present value of an optional argument away: null where the schema allows it, an empty list for a list, else the empty
    /// text.</summary>
    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c>: the argument does not exist, cannot be cleared, or also has a value.</exception>
    public void Clear(string name)
    {
        var parameter = ByPath(name) ?? Named(tool.Parameters, name);
        if (parameter is null || !IsClearable(parameter))
            throw ArgumentErrors.NotClearable(tool, name, [.. Clearable(tool).Select(other => other.Name)]);
        if (Has(parameter))
            throw ArgumentErrors.ClearedAndGiven(tool, DisplayName(parameter));
        object? empty = parameter.IsNullable ? null : parameter.IsArray ? new List<object?>() : "";
        Add(parameter.Path, DisplayName(parameter), parameter.IsNullable ? null : parameter.IsArray ? new JsonArray() : JsonValue.Create(""), empty);
    }

    /// <summary>The arguments that a call of the tool can clear.</summary>
    public static IEnumerable<ToolParameter> Clearable(IruTool tool)
    {
        var values = new ArgumentValues(tool, tool.IdentifyingArguments, allowsEmpty: false);
        return tool.Parameters.Where(values.IsClearable);
    }

    private bool IsClearable(ToolParameter parameter) =>
        !tool.IsRead && !parameter.IsRequired && identifiers.All(identifier => identifier.Parameter != parameter)
        && (parameter.IsNullable || parameter.IsArray || parameter is { Kind: ParameterKind.String, IsAnyShape: false, AllowedValues.Count: 0 });

    public BoundArguments ToBound()
    {
        var missing = All().Where(parameter => parameter.IsRequired && !Has(parameter)).Select(DisplayName).ToList();
        if (missing.Count > 0)
            throw ArgumentErrors.Missing(tool, missing);
        var json = new JsonObject();
        foreach (var entry in _entries.Values)
            Place(json, entry);
        foreach (var name in tool.RequiredObjects.Concat(_givenObjects))
            if (!json.ContainsKey(name))
                json[name] = new JsonObject();
        return new BoundArguments
        {
            Json = json,
            Flat = _entries.Values.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            IdentifierText = IdentifierText(),
            Identifiers = [.. identifiers
                .Where(identifier => tool.Operation is not null && Has(identifier.Parameter))
                .Select(identifier => new KeyValuePair<string, string>(
                    identifier.ApiName, _entries[Key(identifier.Parameter.Path)].Value?.ToString() ?? ""))],
            IdentifierNames = [.. identifiers.Select(identifier => identifier.Parameter.Name)],
            Secrets = _converter.Secrets,
        };
    }

    /// <summary>An empty filter means everything to a server, and an empty value of a change would clear it: a misspelled property, an unset
    /// variable and an empty cell look the same as a wish to clear.</summary>
    private void RefuseEmpty(ToolParameter parameter, object? value)
    {
        if (tool.IsRead && !parameter.IsRequired && IsEmpty(value))
            throw ArgumentErrors.EmptyFilter(tool, DisplayName(parameter));
        if (!allowsEmpty && ValueConverter.IsEmpty(value))
            throw ArgumentErrors.Empty(tool, DisplayName(parameter));
    }

    private void AddMembers(string wrapper, IEnumerable<KeyValuePair<string, object?>> members)
    {
        if (!_givenObjects.Add(wrapper))
            throw ArgumentErrors.GivenTwice(tool, wrapper);
        var inside = All().Where(parameter => parameter.Path.Count > 1 && parameter.Path[0] == wrapper).ToList();
        foreach (var member in members)
            if (Named(inside, member.Key) is { } parameter)
                Add(parameter, member.Value);
            else
                AddOther([wrapper, member.Key], member.Value, tool.OpenObjects.Contains(wrapper));
    }

    private void AddOther(IReadOnlyList<string> path, object? value, bool isAllowed)
    {
        if (!isAllowed)
            throw ArgumentErrors.Unknown(tool, string.Join(".", path));
        if (!allowsEmpty && ValueConverter.IsEmpty(value))
            throw ArgumentErrors.Empty(tool, string.Join(".", path));
        var (node, flat) = _converter.Natural(path[path.Count - 1], value);
        Add(path, string.Join(".", path), node, flat);
    }

    private void Add(IReadOnlyList<string> path, string name, JsonNode? node, object? flat)
    {
        var key = Key(path);
        if (_entries.ContainsKey(key))
            throw ArgumentErrors.GivenTwice(tool, name);
        _entries.Add(key, new Entry(path, name, node, flat));
    }

    private ToolParameter? ByPath(string name) =>
        name.Contains('.') ? Named(All(), name, parameter => string.Join(".", parameter.Path)) : null;

    private IEnumerable<ToolParameter> All() => tool.Parameters.Concat(tool.HiddenParameters);

    private string? Wrapper(string name)
    {
        var wrappers = All().Where(parameter => parameter.Path.Count > 1).Select(parameter => parameter.Path[0]).Distinct(StringComparer.Ordinal);
        return wrappers.FirstOrDefault(wrapper => string.Equals(wrapper, name, StringComparison.OrdinalIgnoreCase));
    }

    private string DisplayName(ToolParameter parameter) =>
        tool.HiddenParameters.Contains(parameter) ? string.Join(".", parameter.Path) : parameter.Name;

    private string? IdentifierText()
    {
        var texts = identifiers
            .Select(identifier => _entries.TryGetValue(Key(identifier.Parameter.Path), out var entry) ? entry.Value?.ToString() : null)
            .Where(text => text is not null).ToList();
        return texts.Count == 0 ? null : string.Join(" / ", texts);
    }

    private static void Place(JsonObject json, Entry entry)
    {
        var parent = json;
        for (var i = 0; i < entry.Path.Count - 1; i++)
        {
            if (parent[entry.Path[i]] is not JsonObject child)
                parent[entry.Path[i]] = child = [];
            parent = child;
        }

        // A call is sent once, but a node can have only one parent, and a caller may ask for the arguments twice.
        parent[entry.Path[entry.Path.Count - 1]] = entry.Node?.DeepClone();
    }

    private static ToolParameter? Named(
        IEnumerable<ToolParameter> parameters, string name, Func<ToolParameter, string>? nameOf = null)
    {
        nameOf ??= parameter => parameter.Name;
        ToolParameter? similar = null;
        foreach (var parameter in parameters)
            if (string.Equals(nameOf(parameter), name, StringComparison.Ordinal))
                return parameter;
            else if (similar is null && string.Equals(nameOf(parameter), name, StringComparison.OrdinalIgnoreCase))
                similar = parameter;
        return similar;
    }

    /// <summary>What a server would take for no filter at all, so that an empty cell of a list of serial numbers meant the whole fleet.</summary>
    private static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        System.Collections.IDictionary => false,
        System.Collections.ICollection items => items.Count == 0,
        _ => false,
    };

    private static string Key(IReadOnlyList<string> path) => string.Join("\n", path);

    private sealed record Entry(IReadOnlyList<string> Path, string Name, JsonNode? Node, object? Value);
}
