using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>Turns a value of .NET into what a tool's schema takes, without loss or not at all: for every way in which a value can be given.
/// Each result comes twice: as the JSON to send, and as a plain value for messages, the record and paging.</summary>
/// <param name="tool">The tool to call.</param>
/// <param name="allowsEmpty">True where null and the empty text are values as the caller means them, as in the JSON of an AI client.</param>
internal sealed class ValueConverter(IruTool tool, bool allowsEmpty)
{
    // Deep enough for any argument, and an end to collections that contain themselves.
    private const int DeepestNesting = 32;

    private readonly List<Secret> _secrets = [];

    /// <summary>The secrets among the values that have been converted.</summary>
    public IReadOnlyList<Secret> Secrets => _secrets;

    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c>.</exception>
    public (JsonNode? Node, object? Flat) Convert(ToolParameter parameter, object? value) => Convert(parameter, value, null, 0);

    /// <summary>A value whose shape nothing is known about, as its type says.</summary>
    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c> for a value that JSON cannot hold.</exception>
    public (JsonNode? Node, object? Flat) Natural(string name, object? value) =>
        Natural(value, 0) ?? throw ArgumentErrors.NotJson(tool, name);

    /// <summary>The members of a dictionary or an object of any kind; null for everything else.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Members(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> members => members,
        GivenObject given => given.Members,
        DataObject data => data.Members,
        IDictionary dictionary => [.. dictionary.Cast<DictionaryEntry>().Select(entry =>
            new KeyValuePair<string, object?>(System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value))],
        _ => null,
    };

    private (JsonNode? Node, object? Flat) Convert(ToolParameter parameter, object? value, MemberSchema? schema, int depth)
    {
        if (value is null)
            return parameter.IsNullable ? (null, null) : throw ArgumentErrors.NullNotAllowed(tool, parameter);
        if (!parameter.IsArray)
            return ConvertOne(parameter, value, schema, depth);
        if (parameter.IsAnyShape)
            return Members(value) is null ? Natural(parameter.Name, Elements(value).ToArray()) : Natural(parameter.Name, value);
        var array = new JsonArray();
        var list = new List<object?>();
        foreach (var element in Elements(value).SelectMany(Elements))
        {
            if (element is null)
                throw ArgumentErrors.EmptyElement(tool, parameter);
            var (node, flat) = ConvertOne(parameter, element, schema, depth);
            if (!allowsEmpty && IsEmpty(flat))
                throw ArgumentErrors.EmptyElement(tool, parameter);
            array.Add(node);
            list.Add(flat);
        }

        return (array, list);
    }

    private (JsonNode? Node, object? Flat) ConvertOne(ToolParameter parameter, object value, MemberSchema? schema, int depth)
    {
        if (parameter.IsAnyShape)
            return Natural(parameter.Name, value);
        var single = Unwrapped(value) ?? throw ArgumentErrors.Empty(tool, parameter.Name);
        if (single is NumberLiteral literal && parameter.Kind != ParameterKind.String)
            single = literal.Number;
        return parameter.Kind switch
        {
            ParameterKind.String => Text(parameter, single),
            ParameterKind.Integer => Number(parameter, single, Scalars.Integer(single)),
            ParameterKind.Number => Number(parameter, single, Scalars.Number(single)),
            ParameterKind.Boolean => Scalars.Boolean(single) is { } flag
                ? (JsonValue.Create(flag), flag) : throw ArgumentErrors.WrongKind(tool, parameter, single),
            _ => Members(single) is { } members ? Object(parameter, members, schema, depth) : throw ArgumentErrors.WrongKind(tool, parameter, single),
        };
    }

    private (JsonNode? Node, object? Flat) Text(ToolParameter parameter, object value)
    {
        if (Scalars.IsNumber(value) && SecretFields.IsSecret(parameter.Name, null))
            throw ArgumentErrors.NumberForSecret(tool, parameter);
        var text = (value is GivenObject given ? TypedObjects.TextFor(parameter, given) : Scalars.Text(value, TimeText.IsDate(parameter)))
            ?? throw ArgumentErrors.WrongKind(tool, parameter, value);
        if (parameter.AllowedValues.Count > 0)
            text = parameter.AllowedValues.FirstOrDefault(allowed => string.Equals(allowed, text, StringComparison.Ordinal))
                ?? parameter.AllowedValues.FirstOrDefault(allowed => string.Equals(allowed, text, StringComparison.OrdinalIgnoreCase))
                ?? throw ArgumentErrors.NotAllowed(tool, parameter, value);
        return (JsonValue.Create(text), Shown(value, text));
    }

    private (JsonNode? Node, object? Flat) Number(ToolParameter parameter, object value, object? number)
    {
        if (number is null)
            throw ArgumentErrors.WrongKind(tool, parameter, value);
        if (Scalars.Compare(number, parameter.Minimum) is { } low && (low < 0 || (low == 0 && parameter.IsMinimumExclusive)))
            throw ArgumentErrors.OutOfRange(tool, parameter, value);
        if (Scalars.Compare(number, parameter.Maximum) is { } high && (high > 0 || (high == 0 && parameter.IsMaximumExclusive)))
            throw ArgumentErrors.OutOfRange(tool, parameter, value);
        if (parameter.AllowedValues.Count > 0 && !parameter.AllowedValues.Any(allowed => Scalars.SameNumber(allowed, number)))
            throw ArgumentErrors.NotAllowed(tool, parameter, value);
        return (Scalars.Node(number), number);
    }

    /// <summary>An object by its schema: members have the names that the schema gives them, and each value its shape.</summary>
    private (JsonNode? Node, object? Flat) Object(
        ToolParameter parameter, IEnumerable<KeyValuePair<string, object?>> members, MemberSchema? schema, int depth)
    {
        if (depth > DeepestNesting)
            throw ArgumentErrors.NotJson(tool, parameter.Name);
        schema ??= MemberSchema.Of(tool, parameter.Path);
        var json = new JsonObject();
        var flat = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            var known = schema?.Member(member.Key);
            if (known is null && schema is { IsClosed: true })
                throw ArgumentErrors.UnknownMember(tool, parameter, member.Key, schema.Names);
            var name = known?.Parameter.Name ?? member.Key;
            if (json.ContainsKey(name))
                throw ArgumentErrors.GivenTwice(tool, $"{parameter.Name}.{name}");
            if (known is not null && !allowsEmpty && IsEmpty(member.Value))
                throw ArgumentErrors.EmptyMember(tool, parameter, name);
            var (node, value) = known is { } own ? Convert(own.Parameter, member.Value, own.Schema, depth + 1) : Natural(parameter.Name, member.Value);
            json[name] = node;
            flat[name] = value;
        }

        return (json, flat);
    }

    /// <summary>A list of one where one value is asked for is that value; PowerShell makes such lists by itself.</summary>
    private static object? Unwrapped(object value)
    {
        if (value is string || Members(value) is not null || value is not IEnumerable list)
            return value;
        var elements = list.Cast<object?>().Take(2).ToList();
        return elements.Count == 1 ? elements[0] : value;
    }

    private static IEnumerable<object?> Elements(object? value) =>
        value is IEnumerable list and not string && Members(value) is null ? list.Cast<object?>() : [value];

    /// <summary>True for null, the empty text, and the empty secret.</summary>
    public static bool IsEmpty(object? value) => value is null or "" || value is Secret secret && secret.Reveal().Length == 0;

    private object Shown(object value, string text)
    {
        if (value is not Secret secret)
            return text;
        _secrets.Add(secret);
        return secret;
    }

    private (JsonNode? Node, object? Flat)? Natural(object? value, int depth)
    {
        if (value is null)
            return (null, null);
        if (depth > DeepestNesting)
            return null;
        if (value is NumberLiteral literal)
            value = literal.Number;
        if (value is bool flag)
            return (JsonValue.Create(flag), flag);
        if (Scalars.IsNumber(value))
            return Scalars.Number(value) is { } number ? (Scalars.Node(number), number) : null;
        if (Scalars.Text(value, isDate: false) is { } text)
            return (JsonValue.Create(text), Shown(value, text));
        if (Members(value) is { } members)
            return NaturalObject(members, depth);
        return value is IEnumerable list ? NaturalList(list, depth) : null;
    }

    private (JsonNode? Node, object? Flat)? NaturalObject(IEnumerable<KeyValuePair<string, object?>> members, int depth)
    {
        var json = new JsonObject();
        var flat = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (Natural(member.Value, depth + 1) is not { } converted)
                return null;
            json[member.Key] = converted.Node;
            flat[member.Key] = converted.Flat;
        }

        return (json, flat);
    }

    private (JsonNode? Node, object? Flat)? NaturalList(IEnumerable elements, int depth)
    {
        var json = new JsonArray();
        var flat = new List<object?>();
        foreach (var element in elements)
        {
            if (Natural(element, depth + 1) is not { } converted)
                return null;
            json.Add(converted.Node);
            flat.Add(converted.Flat);
        }

        return (json, flat);
    }
}
