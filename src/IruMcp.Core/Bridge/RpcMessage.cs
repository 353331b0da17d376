using System.Text;
using System.Text.Json;
using IruMcp.Results;

namespace IruMcp.Bridge;

/// <summary>One JSON-RPC message as it came in.</summary>
internal sealed class RpcMessage
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth };

    private RpcMessage(JsonElement message)
    {
        Id = message.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number ? id : null;
        Method = message.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String ? method.GetString() : null;
        Params = Member(message, "params");
        Result = Member(message, "result");
        HasError = message.TryGetProperty("error", out _);
    }

    /// <summary>Null for a notification.</summary>
    public JsonElement? Id { get; }

    /// <summary>Null for an answer.</summary>
    public string? Method { get; }

    /// <summary>An object, or undefined.</summary>
    public JsonElement Params { get; }

    /// <summary>An object, or undefined.</summary>
    public JsonElement Result { get; }

    public bool HasError { get; }

    /// <summary>The id as JSON text, which tells 1 from "1".</summary>
    public string Key => Id?.GetRawText() ?? "";

    /// <summary>The messages of a line: one, or those of a batch. A null stands for something that is no message.</summary>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    public static IReadOnlyList<RpcMessage?> Read(ArraySegment<byte> line)
    {
        using var document = JsonDocument.Parse(JsonText.WithoutLoneSurrogates(Encoding.UTF8.GetString(line.Array!, line.Offset, line.Count)), Deep);
        var root = document.RootElement.Clone();
        return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0
            ? [.. root.EnumerateArray().Select(Of)]
            : [Of(root)];
    }

    /// <summary>A member of an object, where both are objects; undefined otherwise.</summary>
    public static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : default;

    /// <summary>A text member; null where there is none.</summary>
    public static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static RpcMessage? Of(JsonElement message) => message.ValueKind == JsonValueKind.Object ? new RpcMessage(message) : null;
}
