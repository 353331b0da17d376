using System.Text.Json.Nodes;
using IruMcp.Simulator.Hosting;

namespace IruMcp.Simulator.Tools;

/// <summary>Builds a tool's input schema in the form asked for.</summary>
public sealed class SchemaBuilder(SchemaForms forms)
{
    private readonly JsonObject _definitions = [];

    public static JsonObject Build(IReadOnlyList<Parameter> parameters, SchemaForms forms) => new SchemaBuilder(forms).Build(parameters);

    private JsonObject Build(IReadOnlyList<Parameter> parameters)
    {
        bool isNested = forms.HasFlag(SchemaForms.Nested);
        Parameter[] top = [.. parameters.Where(p => !isNested || p.Place != ParameterPlace.Body)];
        Parameter[] body = [.. parameters.Where(p => isNested && p.Place == ParameterPlace.Body)];
        JsonObject schema = ObjectOf([.. top.Select(p => (p.Name, p))]);
        if (body.Length > 0)
        {
            JsonObject bodySchema = ObjectOf([.. body.Select(p => (p.Name, p))]);
            bool isRequired = body.Any(p => p.IsRequired);
            schema["properties"]!["body"] = Defined("RequestBody", Optional(bodySchema, isRequired, "The request's body."));
            if (isRequired)
                AddRequired(schema, "body");
        }
        if (_definitions.Count > 0)
            schema["$defs"] = _definitions;
        return schema;
    }

    private JsonObject ObjectOf((string Name, Parameter Parameter)[] fields)
    {
        var properties = new JsonObject();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var group in fields.GroupBy(f => f.Name.Split('.')[0]))
        {
            (string name, Parameter parameter) = group.First();
            bool isObject = name.Contains('.', StringComparison.Ordinal);
            bool isRequired = group.Any(f => f.Parameter.IsRequired);
            properties[group.Key] = isObject
                ? Defined(group.Key, Optional(ObjectOf([.. group.Select(f => (f.Name[(group.Key.Length + 1)..], f.Parameter))]), isRequired, null))
                : Field(parameter);
            if (isRequired)
                AddRequired(schema, group.Key);
        }
        return schema;
    }

    private JsonNode Field(Parameter parameter)
    {
        ParameterType type = parameter.Type;
        JsonObject schema = type.Kind == ParameterKind.Array
            ? new JsonObject { ["type"] = "array", ["items"] = Scalar(type, type.ItemKind) }
            : Scalar(type, type.Kind);
        if (type.IsNullable && !forms.HasFlag(SchemaForms.Nullable))
            schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        JsonObject whole = Optional(schema, parameter.IsRequired, parameter.Description);
        if (type.Default is not null)
            whole["default"] = type.Default.DeepClone();
        return type.Kind is ParameterKind.Choice or ParameterKind.Array ? Defined(parameter.Name, whole) : whole;
    }

    private static JsonObject Scalar(ParameterType type, ParameterKind kind)
    {
        var schema = new JsonObject
        {
            ["type"] = kind switch
            {
                ParameterKind.Integer => "integer",
                ParameterKind.Boolean => "boolean",
                ParameterKind.Object => "object",
                _ => "string",
            },
        };
        if (kind == ParameterKind.Uuid)
            schema["format"] = "uuid";
        if (kind == ParameterKind.DateTime)
            schema["format"] = "date-time";
        if (kind == ParameterKind.Object)
            schema["additionalProperties"] = true;
        if (type.Choices.Count > 0)
            schema["enum"] = new JsonArray([.. type.Choices.Select(c => JsonValue.Create(c))]);
        if (type.Minimum is { } minimum)
            schema["minimum"] = minimum;
        if (type.Maximum is { } maximum)
            schema["maximum"] = maximum;
        return schema;
    }

    // Two spellings of "or null" are in use among servers; which one is taken depends on whether there is more than a type to say.
    private JsonObject Optional(JsonObject schema, bool isRequired, string? description)
    {
        JsonObject whole = schema;
        if (forms.HasFlag(SchemaForms.Nullable) && !isRequired)
        {
            if (schema.Count == 1)
                whole = new JsonObject { ["type"] = new JsonArray(schema["type"]!.DeepClone(), "null") };
            else
                whole = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
            whole["default"] = null;
        }
        if (description is not null)
            whole["description"] = description;
        return whole;
    }

    private JsonNode Defined(string name, JsonObject schema)
    {
        if (!forms.HasFlag(SchemaForms.Ref))
            return schema;
        string key = string.Concat(name.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        _definitions[key] = schema;
        return new JsonObject { ["$ref"] = "#/$defs/" + key };
    }

    private static void AddRequired(JsonObject schema, string name)
    {
        if (schema["required"] is JsonArray required)
            required.Add(name);
        else
            schema["required"] = new JsonArray(name);
    }
}
