using System.Text.Json;

namespace IruMcp.Tools;

/// <summary>Reads a tool's input schema as far as a user needs it. Whatever it cannot make out stays callable: an unknown
/// shape is a parameter that takes any value, an unreadable schema a tool that takes any argument.</summary>
internal static class InputSchemaReader
{
    private static readonly InputSchema Anything = new() { AllowsOtherArguments = true };

    public static readonly JsonDocumentOptions Tolerant = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 256,
    };

    public static InputSchema Read(string schemaJson)
    {
        try
        {
            using var document = JsonDocument.Parse(schemaJson, Tolerant);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return Anything;
        }
    }

    /// <summary>The schema's JSON; null where it is not valid.</summary>
    public static JsonElement? Parse(string schemaJson)
    {
        try
        {
            using var document = JsonDocument.Parse(schemaJson, Tolerant);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static InputSchema Read(JsonElement document)
    {
        var shapes = new SchemaShapes(document);
        var (root, _) = shapes.Resolve(document);
        if (Properties(root) is not { } properties)
            return Anything with { AllowsOtherArguments = TakesOthers(root) ?? true };

        var top = new List<ToolParameter>();
        var nested = new List<ToolParameter>();
        var required = Required(root);
        var requiredObjects = new List<string>();
        var openObjects = new List<string>();
        foreach (var property in properties)
        {
            var (schema, _) = shapes.Resolve(property.Value);
            var isRequired = required.Contains(property.Name);
            if (SchemaLeaves.Wrappers.Contains(property.Name) && Properties(schema) is { } members && members.Any())
            {
                var inner = Required(schema);
                nested.AddRange(Parameters(members, shapes, property.Name, name => isRequired && inner.Contains(name)));
                if (isRequired)
                    requiredObjects.Add(property.Name);
                if (TakesOthers(schema) == true)
                    openObjects.Add(property.Name);
            }
            else if (shapes.Parameter(property.Name, [property.Name], property.Value) is { } parameter)
            {
                top.Add(parameter with { IsRequired = isRequired });
            }
        }

        var (visible, hidden) = WithoutCollisions(top.Concat(nested));
        return new InputSchema
        {
            Parameters = visible,
            HiddenParameters = hidden,
            RequiredObjects = requiredObjects,
            OpenObjects = openObjects,
            AllowsOtherArguments = TakesOthers(root) ?? false,
        };
    }

    private static IEnumerable<ToolParameter> Parameters(
        IEnumerable<JsonProperty> members, SchemaShapes shapes, string wrapper, Func<string, bool> isRequired)
    {
        foreach (var member in members)
            if (shapes.Parameter(member.Name, [wrapper, member.Name], member.Value) is { } parameter)
                yield return parameter with { IsRequired = isRequired(member.Name) };
    }

    /// <summary>PowerShell's parameter names do not know case, so of two names that differ only by it one has to step back.</summary>
    private static (List<ToolParameter> Visible, List<ToolParameter> Hidden) WithoutCollisions(IEnumerable<ToolParameter> all)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var visible = new List<ToolParameter>();
        var hidden = new List<ToolParameter>();
        foreach (var parameter in all)
            (taken.Add(parameter.Name) ? visible : hidden).Add(parameter);
        return (visible, hidden);
    }

    /// <summary>The named members of an object's schema; null where it names none.</summary>
    public static IReadOnlyList<JsonProperty>? Properties(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().GroupBy(property => property.Name, StringComparer.Ordinal).Select(same => same.Last())]
            : null;

    public static HashSet<string> Required(JsonElement schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
            foreach (var name in required.EnumerateArray())
                if (name.ValueKind == JsonValueKind.String)
                    names.Add(name.GetString()!);
        return names;
    }

    /// <summary>What the schema says about members that it does not name; null where it says nothing. JSON Schema then allows
    /// them, yet servers that list properties mean just these, and a misspelled name must not be lost on the way.</summary>
    public static bool? TakesOthers(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return schema.ValueKind == JsonValueKind.False ? false : null;
        if (schema.TryGetProperty("additionalProperties", out var others))
            return others.ValueKind != JsonValueKind.False;
        if (schema.TryGetProperty("patternProperties", out var patterns) && patterns.ValueKind == JsonValueKind.Object)
            return true;
        return null;
    }
}
