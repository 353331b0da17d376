using System.Text.Json;
using System.Text.RegularExpressions;
using IruMcp.Results;

namespace IruMcp.Connections;

/// <summary>Finds the words in an error's body, which may be a text, a list, one of several objects, or a web page.</summary>
internal static class ErrorBody
{
    private static readonly string[] MessageNames = ["detail", "error", "message", "error_message", "errors", "reason", "title", "description"];
    private static readonly Regex Tags = new("<(script|style)[^>]*>.*?</\\1>|<[^>]+>", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnoreCase);
    private static readonly Regex Spaces = new(@"\s+", RegexOptions.CultureInvariant);

    public static string ReadText(string body)
    {
        var trimmed = body.Trim();
        try
        {
            using var document = JsonDocument.Parse(JsonText.WithoutLoneSurrogates(trimmed));
            return ReadText(document.RootElement) is { Length: > 0 } text ? text : trimmed;
        }
        catch (JsonException)
        {
            return Spaces.Replace(trimmed.StartsWith("<", StringComparison.Ordinal) ? Tags.Replace(trimmed, " ") : trimmed, " ").Trim();
        }
    }

    public static string ReadText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString()!;
            case JsonValueKind.Array:
                return string.Join("; ", element.EnumerateArray().Select(ReadText).Where(text => text.Length > 0));
            case JsonValueKind.Object:
                foreach (var name in MessageNames)
                    if (element.TryGetProperty(name, out var value) && ReadText(value) is { Length: > 0 } text)
                        return text;
                // Field errors: each name with its messages.
                return string.Join("; ", element.EnumerateObject()
                    .Where(member => member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.String)
                    .Select(member => $"{member.Name}: {ReadText(member.Value)}"));
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return "";
            default:
                return element.GetRawText();
        }
    }
}
