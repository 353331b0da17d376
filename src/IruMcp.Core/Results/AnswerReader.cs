using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Connections;

namespace IruMcp.Results;

/// <summary>Reads the result of <c>tools/call</c>: structured content first, else the text as JSON, else the text.</summary>
internal static class AnswerReader
{
    private static readonly string[] Successes = ["success", "succeeded", "ok", "completed", "complete", "done", "accepted", "queued", "pending", "scheduled", "submitted", "sent"];
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth };
    private static readonly string[] StatusNames = ["status", "status_code", "statusCode", "http_status", "code"];

    /// <summary>Whether it is the answer of a tool, by its form.</summary>
    public static bool IsAnswer(JsonNode? result) => result is JsonObject call && (call["structuredContent"] is not null || call["content"] is JsonArray);

    public static ToolAnswer Read(JsonNode? result) => Read(new RpcResult(result));

    public static ToolAnswer Read(RpcResult result)
    {
        var call = result.Node as JsonObject;
        var isError = call?["isError"] is { } flag && flag.ToString() is not ("false" or "False" or "0" or "");

        if (call?["structuredContent"] is { } structured)
        {
            if (result.Memory is { } memory && JsonInText.InPlace(memory.Root, "structuredContent") is { } large)
                return Unwrap(large, () => structured.ToJsonString(), isError, isStructured: true, memory);
            var raw = structured.ToJsonString();
            return Unwrap(Parse(raw) ?? default, () => raw, isError, isStructured: true);
        }

        var blocks = (call?["content"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        if (blocks.Count == 1 && JsonInText.Read(blocks[0]["text"]) is { } usual)
            return Unwrap(usual.Root, () => usual.Text, isError, isStructured: false, usual);
        if (blocks.Count == 1 && TextOf(blocks[0]) is { } only)
            return Parse(only) is { } json ? Unwrap(json, () => only, isError, isStructured: false) : Text(only, isError);
        if (blocks.Count == 0)
            return new ToolAnswer { ReadRawText = () => "", IsFailure = isError };
        if (blocks.Count == 1)
            return new ToolAnswer { Payload = Parse(blocks[0].ToJsonString()) ?? default, ReadRawText = () => blocks[0].ToJsonString(), IsFailure = isError };

        // A server may send each item of a list in a block of its own; what is no JSON stays text, and pictures stay blocks.
        var rawText = string.Join("\n", blocks.Select(block => TextOf(block) ?? block.ToJsonString()));
        var texts = blocks.Select(TextOf).ToList();
        if (isError)
            return Text(rawText, isError);
        var items = new JsonArray(blocks.Select((block, index) => texts[index] is { } text
            ? Parse(text) is { } json ? AsNode(json) : JsonValue.Create(text)
            : block.DeepClone()).ToArray());
        return new ToolAnswer { Payload = Parse(items.ToJsonString()) ?? default, ReadRawText = () => rawText };
    }

    private static JsonNode? AsNode(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(json),
        JsonValueKind.Array => JsonArray.Create(json),
        _ => JsonValue.Create(json),
    };

    private static ToolAnswer Text(string text, bool isError) => new() { PlainText = text, ReadRawText = () => text, IsFailure = isError };

    private static string? TextOf(JsonObject block) => TextOf(block["text"]) ?? TextOf((block["resource"] as JsonObject)?["text"]);

    public static string? TextOf(JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        try
        {
            return value.TryGetValue(out string? text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a character.
            using var document = JsonDocument.Parse(JsonText.WithoutLoneSurrogates(value.GetValue<JsonElement>().GetRawText()));
            return document.RootElement.GetString();
        }
    }

    private static ToolAnswer Unwrap(JsonElement json, Func<string> raw, bool isError, bool isStructured, IDisposable? owner = null)
    {
        var failed = isError;
        string? bad = null;
        int? status = null;
        for (var depth = 0; depth < 3; depth++)
        {
            // FastMCP puts what is no object into {"result": ...}, sometimes as a text that is JSON again.
            if (json.ValueKind == JsonValueKind.String && isStructured && Parse(json.GetString()!) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } inner)
                json = inner;
            if (json.ValueKind != JsonValueKind.Object)
                break;

            var hasOutcome = json.TryGetProperty("outcome", out var outcome) && outcome.ValueKind == JsonValueKind.String;
            var isEnvelope = hasOutcome && (json.TryGetProperty("operation", out _) || json.TryGetProperty("result", out _))
                || json.TryGetProperty("operation", out _) && json.TryGetProperty("result", out _);
            var isWrapping = isStructured && json.TryGetProperty("result", out _) && json.EnumerateObject().Count() == 1;
            if (!isEnvelope && !isWrapping)
                break;

            if (hasOutcome && !Successes.Contains(outcome.GetString(), StringComparer.OrdinalIgnoreCase))
            {
                failed = true;
                bad = outcome.GetString();
            }
            if (failed)
            {
                status = FindStatus(json);
                break;
            }
            if (!json.TryGetProperty("result", out json))
                return new ToolAnswer { ReadRawText = raw };
        }

        return new ToolAnswer(owner) { Payload = json, ReadRawText = raw, IsFailure = failed, Outcome = bad, Status = status ?? (failed ? FindStatus(json) : null) };
    }

    private static int? FindStatus(JsonElement envelope)
    {
        if (envelope.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in StatusNames)
            if (envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number &&
                value.TryGetInt32(out var status) && status is >= 100 and < 600)
                return status;
        foreach (var name in new[] { "error", "result" })
            if (envelope.TryGetProperty(name, out var nested) && FindStatus(nested) is { } inside)
                return inside;
        return null;
    }

    /// <summary>The text as JSON, or null where it is none. Bare numbers and words count as text, so that a serial number stays one.</summary>
    private static JsonElement? Parse(string text)
    {
        var start = 0;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
            start++;
        if (start == text.Length || text[start] is not ('{' or '[' or '"') && text.Trim() is not ("null" or "true" or "false"))
            return null;
        try
        {
            return JsonElement.Parse(JsonText.WithoutLoneSurrogates(text), Deep);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
