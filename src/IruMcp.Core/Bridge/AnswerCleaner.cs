using System.Text.Json;
using IruMcp.Connections;
using IruMcp.Results;

namespace IruMcp.Bridge;

/// <summary>Takes the secrets out of one answer.</summary>
/// <param name="connection">The connection that it came over.</param>
/// <param name="masks">False for who was allowed to read a secret: then only the connection's own key is masked.</param>
internal sealed class AnswerCleaner(IruConnection connection, bool masks)
{
    private const string Nothing = "{}";
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth };

    /// <summary>True once the value of a secret field was masked.</summary>
    public bool HasMasked { get; private set; }

    public string Text(string text) => masks ? connection.Redact(ByField(text)) : connection.RedactKey(text);

    /// <summary>JSON text that stays JSON: what is masked by its looks could have taken a quotation mark with it.</summary>
    public string Json(string json)
    {
        var byField = masks ? ByField(json) : json;
        var clean = masks ? connection.Redact(byField) : connection.RedactKey(byField);
        if (clean == byField || IsJson(clean))
            return clean;
        clean = connection.RedactKey(byField);
        return IsJson(clean) ? clean : Nothing;
    }

    private string ByField(string text)
    {
        var clean = SecretMask.Text(text, out var wasMasked);
        HasMasked |= wasMasked;
        return clean;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Deep);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
