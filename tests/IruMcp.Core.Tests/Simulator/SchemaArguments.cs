using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

/// <summary>Makes arguments that fit an input schema, from the schema alone.</summary>
internal sealed class SchemaArguments(JsonObject schema, Func<string, string?> known, bool withOptional)
{
    public JsonObject Make() => Object(schema);

    private JsonObject Object(JsonObject node)
    {
        string[] required = [.. node["required"]?.AsArray().Select(r => (string)r!) ?? []];
        var value = new JsonObject();
        foreach ((string name, JsonNode? property) in node["properties"]?.AsObject() ?? [])
        {
            if (withOptional || required.Contains(name))
                value[name] = Value(name, property!.AsObject());
        }
        return value;
    }

    private JsonNode? Value(string name, JsonObject node)
    {
        if ((string?)node["$ref"] is { } reference)
            return Value(name, schema["$defs"]![reference.Split('/')[^1]]!.AsObject());
        if (node["anyOf"] is JsonArray any)
            return Value(name, any[0]!.AsObject());
        string type = node["type"] is JsonArray types ? (string)types[0]! : (string)node["type"]!;
        return type switch
        {
            "object" => Object(node),
            "array" => new JsonArray(Value(name, node["items"]!.AsObject())),
            "integer" => node["minimum"]?.DeepClone() ?? 1,
            "boolean" => true,
            "string" when node["enum"] is JsonArray choices => choices[0]!.DeepClone(),
            "string" when name is "filter" => "{}",
            "string" when name is "cursor" or "after" => "",
            "string" when name.EndsWith("date", StringComparison.Ordinal) => "2026-01-01",
            "string" => known(name) ?? "11111111-1111-4111-8111-111111111111",
            _ => throw new InvalidOperationException($"The schema of {name} is of type {type}."),
        };
    }
}
