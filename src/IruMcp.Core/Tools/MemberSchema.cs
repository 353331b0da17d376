using System.Text.Json;

namespace IruMcp.Tools;

/// <summary>What a tool's schema says about the members of one argument. It is read when an object is given for the argument, as deep as
/// the object goes: a schema may nest in itself without end.</summary>
internal sealed class MemberSchema
{
    private readonly SchemaShapes _shapes;
    private readonly JsonElement _schema;

    private MemberSchema(SchemaShapes shapes, JsonElement schema)
    {
        _shapes = shapes;
        _schema = schema;
    }

    /// <summary>True where only the named members are allowed.</summary>
    public bool IsClosed => InputSchemaReader.TakesOthers(_schema) is { } others ? !others : InputSchemaReader.Properties(_schema) is { Count: > 0 };

    /// <summary>The names of the members.</summary>
    public IEnumerable<string> Names => (InputSchemaReader.Properties(_schema) ?? []).Select(property => property.Name);

    /// <summary>The schema at an argument's place; null where the tool's schema cannot be read.</summary>
    public static MemberSchema? Of(IruTool tool, IReadOnlyList<string> path)
    {
        if (InputSchemaReader.Parse(tool.InputSchema) is not { } document)
            return null;
        var shapes = new SchemaShapes(document);
        MemberSchema? schema = new(shapes, shapes.Resolve(document).Schema);
        foreach (var name in path)
            schema = schema?.Property(name) is { } property ? schema.Behind(property.Value) : null;
        return schema;
    }

    /// <summary>The member with that name, whatever its case; null for none.</summary>
    public (ToolParameter Parameter, MemberSchema Schema)? Member(string name) =>
        Property(name) is { } property && _shapes.Parameter(property.Name, [property.Name], property.Value) is { } parameter
            ? (parameter, Behind(property.Value)) : null;

    private JsonProperty? Property(string name)
    {
        var properties = InputSchemaReader.Properties(_schema) ?? [];
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            foreach (var property in properties)
                if (string.Equals(property.Name, name, comparison))
                    return property;
        return null;
    }

    /// <summary>The schema of an object, or of the objects in a list.</summary>
    private MemberSchema Behind(JsonElement property)
    {
        var (schema, _) = _shapes.Resolve(property);
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("items", out var items))
            (schema, _) = _shapes.Resolve(items);
        return new MemberSchema(_shapes, schema);
    }
}
