using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>Turns a value of .NET into what a parameter takes, without loss or not at all. Each result comes twice: as the
/// JSON to send, and as a plain value for messages, audit and paging.</summary>
internal static class ValueConverter
{
    // Deep enough for any argument, and an end to collections that contain themselves.
    private const int DeepestNesting = 32;

    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c>.</exception>
    public static (JsonNode? Node, object? Flat) Convert(IruTool tool, ToolParameter parameter, object? value)
    {
        if (value is null)
            return parameter.IsNullable ? (null, null) : throw ArgumentErrors.NullNotAllowed(tool, parameter);
        if (!parameter.IsArray)
            return ConvertOne(tool, parameter, value);
        if (parameter.IsAnyShape && Members(value) is not null)
            return ConvertOne(tool, parameter, value);
        var array = new JsonArray();
        var list = new List<object?>();
        foreach (var element in Elements(value))
        {
            if (element is null && !parameter.IsAnyShape)
                throw ArgumentErrors.NullNotAllowed(tool, parameter);
            var (node, flat) = element is null ? (null, null) : ConvertOne(tool, parameter, element);
            array.Add(node);
            list.Add(flat);
        }

        return (array, list);
    }

    /// <summary>A value whose shape nothing is known about, as its type says.</summary>
    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c> for a value that JSON cannot hold.</exception>
    public static (JsonNode? Node, object? Flat) Natural(IruTool tool, string name, object? value) =>
        Natural(value, 0) ?? throw ArgumentErrors.NotJson(tool, name);

    /// <summary>The members of a dictionary of any kind; null for everything else.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Members(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> members => members,
        DataObject data => data.Members,
        IDictionary dictionary => [.. dictionary.Cast<DictionaryEntry>().Select(entry =>
            new KeyValuePair<string, object?>(System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value))],
        _ => null,
    };

    private static (JsonNode? Node, object? Flat) ConvertOne(IruTool tool, ToolParameter parameter, object value)
    {
        if (parameter.IsAnyShape)
            return Natural(tool, parameter.Name, value);
        var single = Unwrapped(value);
        return parameter.Kind switch
        {
            ParameterKind.String => Text(tool, parameter, single),
            ParameterKind.Integer => Number(tool, parameter, single, Scalars.Integer(single)),
            ParameterKind.Number => Number(tool, parameter, single, Scalars.Number(single)),
            ParameterKind.Boolean => Scalars.Boolean(single) is { } flag
                ? (JsonValue.Create(flag), flag) : throw ArgumentErrors.WrongKind(tool, parameter, single),
            _ => Members(single) is not null ? Natural(tool, parameter.Name, single) : throw ArgumentErrors.WrongKind(tool, parameter, single),
        };
    }

    private static (JsonNode? Node, object? Flat) Text(IruTool tool, ToolParameter parameter, object value)
    {
        var text = Scalars.Text(value, parameter.Format) ?? throw ArgumentErrors.WrongKind(tool, parameter, value);
        if (parameter.AllowedValues.Count > 0)
            text = parameter.AllowedValues.FirstOrDefault(allowed => string.Equals(allowed, text, StringComparison.Ordinal))
                ?? parameter.AllowedValues.FirstOrDefault(allowed => string.Equals(allowed, text, StringComparison.OrdinalIgnoreCase))
                ?? throw ArgumentErrors.NotAllowed(tool, parameter, value);
        return (JsonValue.Create(text), text);
    }

    private static (JsonNode? Node, object? Flat) Number(IruTool tool, ToolParameter parameter, object value, object? number)
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

    /// <summary>A list of one where one value is asked for is that value; PowerShell makes such lists by itself.</summary>
    private static object Unwrapped(object value)
    {
        if (value is string || Members(value) is not null || value is not IEnumerable list)
            return value;
        var elements = list.Cast<object?>().Take(2).ToList();
        return elements.Count == 1 && elements[0] is { } only ? only : value;
    }

    private static IEnumerable<object?> Elements(object value) =>
        value is IEnumerable list and not string && Members(value) is null ? list.Cast<object?>() : [value];

    private static (JsonNode? Node, object? Flat)? Natural(object? value, int depth)
    {
        if (value is null)
            return (null, null);
        if (depth > DeepestNesting)
            return null;
        if (value is bool flag)
            return (JsonValue.Create(flag), flag);
        if (Scalars.IsNumber(value))
            return Scalars.Number(value) is { } number ? (Scalars.Node(number), number) : null;
        if (Scalars.Text(value, null) is { } text)
            return (JsonValue.Create(text), text);
        if (Members(value) is { } members)
            return NaturalObject(members, depth);
        return value is IEnumerable list ? NaturalList(list, depth) : null;
    }

    private static (JsonNode? Node, object? Flat)? NaturalObject(IEnumerable<KeyValuePair<string, object?>> members, int depth)
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

    private static (JsonNode? Node, object? Flat)? NaturalList(IEnumerable elements, int depth)
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
