using System.Globalization;
using System.Text.Json;
using IruMcp.Governance;

namespace IruMcp.Tools;

/// <summary>Turns one property of a JSON schema into a parameter: follows references, sees through unions with null, and
/// says "any shape" rather than guess.</summary>
internal sealed class SchemaShapes(JsonElement document)
{
    // References may form a circle; real ones are a few steps long.
    private const int MostSteps = 16;

    /// <summary>The schema that counts, behind references and behind a union with null.</summary>
    public (JsonElement Schema, bool IsNullable) Resolve(JsonElement schema)
    {
        var isNullable = false;
        for (var step = 0; step < MostSteps && schema.ValueKind == JsonValueKind.Object; step++)
        {
            isNullable |= SaysNullable(schema);
            if (Text(schema, "$ref") is { } reference)
            {
                if (Target(reference) is not { } target)
                    return (default, true);
                schema = target;
            }
            else if (OnlyChoice(schema) is { } choice)
            {
                isNullable |= choice.HasNull;
                schema = choice.Schema;
            }
            else
            {
                return (schema, isNullable);
            }
        }

        // Either no object at all (a boolean schema) or a circle of references: nothing is known about it.
        return (schema.ValueKind == JsonValueKind.Object ? default : schema, true);
    }

    /// <summary>The parameter for a property; null where the schema forbids it.</summary>
    public ToolParameter? Parameter(string name, IReadOnlyList<string> path, JsonElement property)
    {
        if (property.ValueKind == JsonValueKind.False)
            return null;
        var (schema, isNullable) = Resolve(property);
        var parameter = Shaped(new ToolParameter { Name = name, Path = path, IsNullable = isNullable }, schema);
        return parameter with
        {
            // A description beside a reference is about this argument, the one behind it about the type.
            Description = Text(property, "description") ?? Text(schema, "description"),
            Default = Raw(property, "default") ?? Raw(schema, "default"),
        };
    }

    private ToolParameter Shaped(ToolParameter parameter, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return AnyShape(parameter);
        var types = Types(schema);
        if (types.Remove("null"))
            parameter = parameter with { IsNullable = true };

        // "integer or number" is a number.
        if (types.Count == 2 && types.Contains("integer") && types.Contains("number"))
            types.Remove("integer");
        if (types.Count != 1)
            return AnyShape(parameter);
        return types.First() switch
        {
            "string" => parameter with { Kind = ParameterKind.String, AllowedValues = Offered(schema), Format = Text(schema, "format") },
            "integer" => Bounded(parameter with { Kind = ParameterKind.Integer, AllowedValues = Offered(schema) }, schema),
            "number" => Bounded(parameter with { Kind = ParameterKind.Number, AllowedValues = Offered(schema) }, schema),
            "boolean" => parameter with { Kind = ParameterKind.Boolean, AllowedValues = Offered(schema) },
            "object" => parameter with { Kind = ParameterKind.Object },
            "array" => Listed(parameter, schema),
            _ => AnyShape(parameter),
        };
    }

    private ToolParameter Listed(ToolParameter parameter, JsonElement schema)
    {
        if (!schema.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Object)
            return AnyShape(parameter) with { IsArray = true, IsNullable = parameter.IsNullable };
        var (item, _) = Resolve(items);

        // A list of lists is left to the user's own nesting; a schema may even nest in itself without end.
        var isNested = item.ValueKind == JsonValueKind.Object && Types(item).Contains("array");
        return (isNested ? AnyShape(parameter) : Shaped(parameter with { IsNullable = false }, item)) with { IsArray = true, IsNullable = parameter.IsNullable };
    }

    private static ToolParameter AnyShape(ToolParameter parameter) =>
        parameter with { Kind = ParameterKind.Object, IsAnyShape = true, IsNullable = true };

    public static HashSet<string> Types(JsonElement schema)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        if (schema.TryGetProperty("type", out var type))
        {
            if (type.ValueKind == JsonValueKind.String)
                types.Add(type.GetString()!);
            else if (type.ValueKind == JsonValueKind.Array)
                types.UnionWith(type.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!));
        }
        else if (Values(schema) is { Count: > 0 } values)
        {
            types.UnionWith(values.Select(TypeOf));
        }
        else if (schema.TryGetProperty("properties", out _))
        {
            types.Add("object");
        }
        else if (schema.TryGetProperty("items", out _))
        {
            types.Add("array");
        }

        return types;
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    private static List<JsonElement> Values(JsonElement schema)
    {
        if (schema.TryGetProperty("const", out var only))
            return [only];
        return schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray()] : [];
    }

    public static List<string> Allowed(JsonElement schema) =>
        [.. Values(schema).Where(value => value.ValueKind != JsonValueKind.Null).Select(ValueText)];

    /// <summary>A value that would steer the terminal that shows it is not offered to anybody.</summary>
    private static List<string> Offered(JsonElement schema) => [.. Allowed(schema).Where(value => !Redactor.Steers(value))];

    private static string ValueText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static ToolParameter Bounded(ToolParameter parameter, JsonElement schema)
    {
        var (minimum, above) = Bound(schema, "minimum", "exclusiveMinimum", Math.Max);
        var (maximum, below) = Bound(schema, "maximum", "exclusiveMaximum", Math.Min);
        if (parameter.Kind != ParameterKind.Integer)
            return parameter with { Minimum = minimum, IsMinimumExclusive = above, Maximum = maximum, IsMaximumExclusive = below };
        return parameter with
        {
            Minimum = minimum is { } low ? (above ? Math.Floor(low) + 1 : Math.Ceiling(low)) : null,
            Maximum = maximum is { } high ? (below ? Math.Ceiling(high) - 1 : Math.Floor(high)) : null,
        };
    }

    /// <summary>Older drafts say "exclusive" as a flag beside the bound, newer ones as a bound of its own.</summary>
    private static (decimal? Value, bool IsExclusive) Bound(
        JsonElement schema, string inclusiveName, string exclusiveName, Func<decimal, decimal, decimal> tighter)
    {
        var inclusive = Number(schema, inclusiveName);
        if (schema.TryGetProperty(exclusiveName, out var flag) && flag.ValueKind == JsonValueKind.True)
            return (inclusive, inclusive is not null);
        if (Number(schema, exclusiveName) is not { } exclusive)
            return (inclusive, false);
        return inclusive is { } other && tighter(other, exclusive) != exclusive ? (other, false) : (exclusive, true);
    }

    private static decimal? Number(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number
        && decimal.TryParse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool SaysNullable(JsonElement schema) =>
        schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True;

    /// <summary>The one branch of a union that is not null; none where several shapes are possible.</summary>
    private (JsonElement Schema, bool HasNull)? OnlyChoice(JsonElement schema)
    {
        foreach (var union in new[] { "anyOf", "oneOf", "allOf" })
        {
            if (!schema.TryGetProperty(union, out var branches) || branches.ValueKind != JsonValueKind.Array)
                continue;
            var real = branches.EnumerateArray().Where(branch => !IsNull(branch)).ToList();
            if (real.Count == 1)
                return (real[0], branches.GetArrayLength() > 1);
        }

        return null;
    }

    public static bool IsNull(JsonElement branch) =>
        branch.ValueKind == JsonValueKind.Object
        && (Text(branch, "type") == "null" || (branch.TryGetProperty("const", out var only) && only.ValueKind == JsonValueKind.Null));

    private JsonElement? Target(string reference) => Target(document, reference);

    /// <summary>What a reference within the document leads to; null for nothing, and for what is elsewhere.</summary>
    public static JsonElement? Target(JsonElement document, string reference)
    {
        if (reference == "#")
            return document;
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            return null;
        var target = document;
        foreach (var part in Uri.UnescapeDataString(reference).Substring(2).Split('/'))
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(part.Replace("~1", "/").Replace("~0", "~"), out target))
                return null;
        return target;
    }

    private static string? Text(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? Redactor.WithoutControls(text.GetString()!) : null;

    private static string? Raw(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value.GetRawText() : null;
}
