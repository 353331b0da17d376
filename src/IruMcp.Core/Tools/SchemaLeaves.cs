using System.Text.Json;

namespace IruMcp.Tools;

/// <summary>Reads everything that a tool's input schema lets a call say, references and unions followed, in one form for all ways to write it.</summary>
internal sealed class SchemaLeaves
{
    /// <summary>Objects that only hold the arguments.</summary>
    public static readonly HashSet<string> Wrappers = new(StringComparer.OrdinalIgnoreCase)
    {
        "body", "params", "query", "path", "payload", "data", "input", "request", "arguments",
    };

    private const int DeepestNesting = 12;
    private const int MostSteps = 5000;

    private static readonly string[] Unions = ["anyOf", "oneOf", "allOf", "then", "else", "if", "not"];

    private readonly JsonElement _document;
    private readonly Dictionary<string, SchemaLeaf> _leaves = new(StringComparer.Ordinal);

    private int _steps;

    private SchemaLeaves(JsonElement document) => _document = document;

    /// <summary>The leaves in the order of their paths; null where the schema cannot be read, or is too large or too deep to be understood.</summary>
    public static IReadOnlyList<SchemaLeaf>? Read(string schemaJson)
    {
        try
        {
            using var document = JsonDocument.Parse(schemaJson, InputSchemaReader.Tolerant);
            var reader = new SchemaLeaves(document.RootElement);
            return reader.Walk(document.RootElement, [], isRequired: true, depth: 0)
                ? [.. reader._leaves.OrderBy(leaf => leaf.Key, StringComparer.Ordinal).Select(leaf => leaf.Value)]
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>False where there is more than can be understood.</summary>
    private bool Walk(JsonElement schema, List<string> path, bool isRequired, int depth)
    {
        if (depth > DeepestNesting || ++_steps > MostSteps)
            return false;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            if (schema.ValueKind != JsonValueKind.False)
                Add(path, default, isRequired, isFree: true);
            return true;
        }
        if (schema.TryGetProperty("$ref", out var reference))
        {
            if (reference.ValueKind != JsonValueKind.String || SchemaShapes.Target(_document, reference.GetString()!) is not { } target)
                return false;
            if (!Walk(target, path, isRequired, depth + 1))
                return false;
        }

        var isDivided = schema.TryGetProperty("$ref", out _);
        foreach (var union in Unions)
            if (schema.TryGetProperty(union, out var branches))
                foreach (var branch in branches.ValueKind == JsonValueKind.Array ? [.. branches.EnumerateArray()] : new[] { branches })
                {
                    isDivided = true;
                    if (!SchemaShapes.IsNull(branch) && !Walk(branch, path, isRequired, depth + 1))
                        return false;
                }
        if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
        {
            isDivided = true;
            if (path.Count > 0)
                Add(path, schema, isRequired, isFree: false);
            if (!Walk(items, path, isRequired, depth + 1))
                return false;
        }
        return WalkMembers(schema, path, isRequired, depth, isDivided);
    }

    private bool WalkMembers(JsonElement schema, List<string> path, bool isRequired, int depth, bool isDivided)
    {
        var members = InputSchemaReader.Properties(schema) ?? [];
        var required = InputSchemaReader.Required(schema);
        foreach (var member in members)
        {
            var inner = path.Count == 0 && Wrappers.Contains(member.Name) && HoldsMembers(member.Value, 0) ? path : [.. path, member.Name];
            if (!Walk(member.Value, inner, isRequired && required.Contains(member.Name), depth + 1))
                return false;
        }

        var takesOthers = (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind != JsonValueKind.False)
            || schema.TryGetProperty("patternProperties", out _);
        var isWhole = members.Count == 0 && !takesOthers && !isDivided;
        if (Says(schema) || isWhole && path.Count > 0)
            Add(path, schema, isRequired, isWhole && IsFreeForm(schema));
        if (takesOthers && path.Count > 0)
            Add(path, schema, isRequired, isFree: true);
        return true;
    }

    private bool HoldsMembers(JsonElement schema, int depth) =>
        depth < DeepestNesting && schema.ValueKind == JsonValueKind.Object
        && (InputSchemaReader.Properties(schema) is { Count: > 0 }
            || (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String
                && SchemaShapes.Target(_document, reference.GetString()!) is { } target && HoldsMembers(target, depth + 1))
            || Unions.Take(3).Any(union => schema.TryGetProperty(union, out var branches) && branches.ValueKind == JsonValueKind.Array
                && branches.EnumerateArray().Any(branch => HoldsMembers(branch, depth + 1))));

    private static bool Says(JsonElement schema) =>
        schema.TryGetProperty("enum", out _) || schema.TryGetProperty("const", out _)
        || schema.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null;

    private static bool IsFreeForm(JsonElement schema) =>
        SchemaShapes.Types(schema) is var types && (types.Contains("object") || types.Count == 0);

    private void Add(List<string> path, JsonElement schema, bool isRequired, bool isFree)
    {
        var isSchema = schema.ValueKind == JsonValueKind.Object;
        var types = isSchema ? SchemaShapes.Types(schema).Where(type => type != "null").OrderBy(type => type, StringComparer.Ordinal) : Enumerable.Empty<string>();
        var leaf = new SchemaLeaf(
            [.. path], string.Join("|", types), isSchema ? [.. SchemaShapes.Allowed(schema).OrderBy(value => value, StringComparer.Ordinal)] : [],
            isSchema && schema.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null, isRequired, isFree);
        var key = string.Join("\u001e", path);
        _leaves[key] = _leaves.TryGetValue(key, out var other) ? Merge(other, leaf) : leaf;
    }

    /// <summary>One name in several branches: all that any of them lets through.</summary>
    private static SchemaLeaf Merge(SchemaLeaf one, SchemaLeaf other) => one with
    {
        Type = string.Join("|", one.Type.Split('|').Concat(other.Type.Split('|')).Where(type => type.Length > 0).Distinct().OrderBy(type => type, StringComparer.Ordinal)),
        Values = [.. one.Values.Union(other.Values).OrderBy(value => value, StringComparer.Ordinal)],
        Default = one.Default ?? other.Default,
        IsRequired = one.IsRequired && other.IsRequired,
        IsFree = one.IsFree || other.IsFree,
    };
}
