using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>Makes the answer for the client of the server's: the same, with secrets masked, or a summary where it is too large.</summary>
internal sealed class AnswerShaper(LargeAnswer large, int maxResultSize)
{
    /// <summary>What to write as the result of the client's request.</summary>
    public async Task<Action<Utf8JsonWriter>> ShapeAsync(
        IruConnection connection, ToolCall call, ToolAnswer answer, ProgressSink progress, IActivityLog log, CancellationToken cancellationToken)
    {
        // Who was allowed to read a secret gets it.
        var cleaner = new AnswerCleaner(connection, masks: call.Tool.Risk != Risk.Sensitive);
        if (answer.RawText.Length > maxResultSize)
            return Text(await large.SaveAsync(connection, call, answer, cleaner, progress, log, cancellationToken).ConfigureAwait(false), isError: false);

        var blocks = new List<Action<Utf8JsonWriter>>();
        foreach (var block in (answer.Source?.Node?["content"] as JsonArray ?? []).OfType<JsonObject>())
            blocks.Add(Block(block, cleaner));
        var structured = answer.Source?.Node?["structuredContent"] is { } content ? cleaner.Json(content.ToJsonString()) : null;
        if (blocks.Count == 0 && structured is not null)
            blocks.Add(json => WriteText(json, structured));
        if (cleaner.HasMasked)
            blocks.Add(json => WriteText(json, BridgeText.SecretsMasked));

        return json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("content");
            foreach (var block in blocks)
                block(json);
            json.WriteEndArray();
            if (structured is not null)
            {
                json.WritePropertyName("structuredContent");
                json.WriteRawValue(structured, skipInputValidation: true);
            }
            json.WriteEndObject();
        };
    }

    public static Action<Utf8JsonWriter> Text(string text, bool isError) => json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("content");
        WriteText(json, text);
        json.WriteEndArray();
        if (isError)
            json.WriteBoolean("isError", true);
        json.WriteEndObject();
    };

    /// <summary>The failure in words that a model can act on.</summary>
    public static string TextOf(IruException failure)
    {
        var message = failure.Message.Length > 0 && failure.Message[failure.Message.Length - 1] is '.' or '!' or '?' ? failure.Message : failure.Message + ".";
        return failure.NextStep is { } next ? $"{message} {next} [{failure.Id}]" : $"{message} [{failure.Id}]";
    }

    private static Action<Utf8JsonWriter> Block(JsonObject block, AnswerCleaner cleaner)
    {
        var copy = (JsonObject)block.DeepClone();
        CleanText(copy, cleaner);
        if (copy["resource"] is JsonObject resource)
            CleanText(resource, cleaner);
        return json => copy.WriteTo(json);
    }

    private static void CleanText(JsonObject owner, AnswerCleaner cleaner)
    {
        if (owner["text"] is not JsonValue value)
            return;
        var text = AnswerReader.TextOf(value);
        if (text is not null)
            owner["text"] = cleaner.Text(text);
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
