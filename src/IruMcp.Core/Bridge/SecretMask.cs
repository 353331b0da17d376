using System.Text.Json;
using IruMcp.Results;

namespace IruMcp.Bridge;

/// <summary>Writes JSON with a mask in place of every value that is a secret by its name.</summary>
internal static class SecretMask
{
    public const string Mask = "****";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth };

    public static bool HasSecret(JsonElement value, string name = "", string? parent = null) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => HasSecret(member.Value, member.Name, name)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => HasSecret(item, name, parent)),
        _ => IsSecret(value, name, parent),
    };

    public static void Write(Utf8JsonWriter json, JsonElement value, string name = "", string? parent = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, member.Name, name);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, name, parent);
                json.WriteEndArray();
                break;
            default:
                if (IsSecret(value, name, parent))
                    json.WriteStringValue(Mask);
                else
                    value.WriteTo(json);
                break;
        }
    }

    /// <summary>A text, where it is JSON with its secrets masked.</summary>
    /// <param name="wasMasked">True where something was.</param>
    public static string Text(string text, out bool wasMasked)
    {
        wasMasked = false;
        if (text.TrimStart() is not { Length: > 0 } start || start[0] is not ('{' or '['))
            return text;
        try
        {
            using var document = JsonDocument.Parse(JsonText.WithoutLoneSurrogates(text), Deep);
            wasMasked = HasSecret(document.RootElement);
            var root = document.RootElement;
            return wasMasked ? JsonLine.Of(json => Write(json, root)) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static bool IsSecret(JsonElement value, string name, string? parent) =>
        (value.ValueKind == JsonValueKind.Number || value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0)
        && SecretFields.IsSecret(name, parent is { Length: > 0 } ? parent : null);
}
