using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>The arguments of one call, checked and in the form that is sent.</summary>
internal sealed class BoundArguments
{
    /// <summary>As sent: nested where the tool nests them.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>By the names that the user sees; values are null, string, bool, long, decimal, double, BigInteger,
    /// dictionaries and lists of these.</summary>
    public required IReadOnlyDictionary<string, object?> Flat { get; init; }

    /// <summary>What the call is about, such as a device's id, for messages; null where the tool has no identifier.</summary>
    public string? IdentifierText { get; init; }

    /// <summary>The same call with one argument set or replaced, as a pager needs it.</summary>
    public BoundArguments With(ToolParameter parameter, object? value)
    {
        var json = (JsonObject)Json.DeepClone();
        var parent = json;
        for (var i = 0; i < parameter.Path.Count - 1; i++)
        {
            if (parent[parameter.Path[i]] is not JsonObject child)
                parent[parameter.Path[i]] = child = [];
            parent = child;
        }

        var (node, flat) = ValueConverter.Natural(value);
        parent[parameter.Path[parameter.Path.Count - 1]] = node;
        var values = Flat.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        values[parameter.Name] = flat;
        return new BoundArguments { Json = json, Flat = values, IdentifierText = IdentifierText };
    }
}
