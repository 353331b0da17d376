using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Hosting;

namespace IruMcp.Simulator.Tools;

/// <summary>The arguments do not fit the tool's schema; the message is the server's own.</summary>
public sealed class InputValidationException(string message) : Exception(message);

/// <summary>
/// Checks a call's arguments against the tool's parameters and lays them flat. Names that no parameter has, such as those
/// in the wrong case, are ignored without a word.
/// </summary>
public static class ArgumentValidator
{
    /// <exception cref="InputValidationException">A required argument is missing, or a value does not fit.</exception>
    public static JsonObject Validate(IReadOnlyList<Parameter> parameters, JsonObject arguments, SchemaForms forms)
    {
        bool isNested = forms.HasFlag(SchemaForms.Nested);
        var accepted = new JsonObject();
        JsonObject? body = isNested ? ObjectAt(arguments, "body") : arguments;
        foreach (Parameter parameter in parameters)
        {
            JsonObject? source = parameter.Place == ParameterPlace.Body ? body : arguments;
            Take(parameter, source, accepted, forms);
        }
        return accepted;
    }

    private static void Take(Parameter parameter, JsonObject? source, JsonObject accepted, SchemaForms forms)
    {
        string[] path = parameter.Name.Split('.');
        JsonObject? holder = path.Length == 1 ? source : source is null ? null : ObjectAt(source, path[0]);
        string name = path[^1];
        if (holder is null || !holder.TryGetPropertyValue(name, out JsonNode? value))
        {
            if (parameter.IsRequired)
                throw new InputValidationException($"'{name}' is a required property");
            return;
        }
        if (value is null && !parameter.Type.IsNullable && !parameter.IsRequired && forms.HasFlag(SchemaForms.Nullable))
            return;
        Check(parameter.Type, value);
        JsonObject target = accepted;
        if (path.Length == 2)
        {
            if (accepted[path[0]] is not JsonObject inner)
                accepted[path[0]] = inner = [];
            target = inner;
        }
        target[name] = value?.DeepClone();
    }

    private static JsonObject? ObjectAt(JsonObject source, string name) => source[name] switch
    {
        null => null,
        JsonObject found => found,
        JsonNode other => throw new InputValidationException($"{Shown(other)} is not of type 'object'"),
    };

    private static void Check(ParameterType type, JsonNode? value)
    {
        if (value is null && type.IsNullable)
            return;
        if (type.Kind != ParameterKind.Array)
        {
            CheckScalar(type, type.Kind, value);
            return;
        }
        if (value is not JsonArray list)
            throw new InputValidationException($"{Shown(value)} is not of type 'array'");
        foreach (JsonNode? item in list)
            CheckScalar(type, type.ItemKind, item);
    }

    private static void CheckScalar(ParameterType type, ParameterKind kind, JsonNode? value)
    {
        (string name, bool fits) = kind switch
        {
            ParameterKind.Integer => ("integer", IsInteger(value)),
            ParameterKind.Boolean => ("boolean", value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False),
            ParameterKind.Object => ("object", value is JsonObject),
            _ => ("string", value?.GetValueKind() == JsonValueKind.String),
        };
        if (!fits)
            throw new InputValidationException($"{Shown(value)} is not of type '{name}'");
        if (kind == ParameterKind.Choice && !type.Choices.Contains(value!.GetValue<string>()))
            throw new InputValidationException($"{Shown(value)} is not one of [{string.Join(", ", type.Choices.Select(c => $"'{c}'"))}]");
        if (kind == ParameterKind.Integer)
            CheckRange(type, value!);
    }

    private static bool IsInteger(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture, out decimal number) && decimal.Truncate(number) == number;

    private static void CheckRange(ParameterType type, JsonNode value)
    {
        decimal number = decimal.Parse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        if (number < type.Minimum)
            throw new InputValidationException($"{Shown(value)} is less than the minimum of {type.Minimum}");
        if (number > type.Maximum)
            throw new InputValidationException($"{Shown(value)} is greater than the maximum of {type.Maximum}");
    }

    private static string Shown(JsonNode? value) => value switch
    {
        null => "None",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => $"'{text.GetValue<string>()}'",
        _ => value.ToJsonString(),
    };
}
