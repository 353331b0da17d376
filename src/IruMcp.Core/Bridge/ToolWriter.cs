using System.Text.Json;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>Writes a tool as a client's list shows it. The server's annotations are kept where they are not milder than what the tool's
/// risk says; an output schema is left out, since an answer may be masked or go to a file.</summary>
internal static class ToolWriter
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth };

    public static void Write(Utf8JsonWriter json, IruTool tool, Func<string, string> redact)
    {
        json.WriteStartObject();
        json.WriteString("name", tool.Name);
        if (tool.Title is { Length: > 0 } title)
            json.WriteString("title", redact(title));
        if (tool.Description.Length > 0)
            json.WriteString("description", redact(tool.Description));
        json.WritePropertyName("inputSchema");
        WriteSchema(json, tool.InputSchema);
        json.WritePropertyName("annotations");
        WriteAnnotations(json, tool, redact);
        json.WriteEndObject();
    }

    /// <summary>Clients take no schema but one of an object.</summary>
    public static void WriteSchema(Utf8JsonWriter json, string schema)
    {
        try
        {
            using var document = JsonDocument.Parse(schema, Deep);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                var hasType = document.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object";
                json.WriteStartObject();
                if (!hasType)
                    json.WriteString("type", "object");
                foreach (var member in document.RootElement.EnumerateObject())
                    if (hasType || member.Name != "type")
                        member.WriteTo(json);
                json.WriteEndObject();
                return;
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The server checks the arguments anyway.
        }
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteEndObject();
    }

    private static void WriteAnnotations(Utf8JsonWriter json, IruTool tool, Func<string, string> redact)
    {
        var given = tool.Annotations;
        json.WriteStartObject();
        if ((given.Title ?? tool.Title ?? tool.Operation?.Name) is { Length: > 0 } title)
            json.WriteString("title", redact(title));
        var isRead = tool.IsRead && given.ReadOnly != false;
        json.WriteBoolean("readOnlyHint", isRead);
        json.WriteBoolean("destructiveHint", !isRead && (tool.Risk >= Risk.Disruptive || given.Destructive == true));
        json.WriteBoolean("idempotentHint", isRead && given.Idempotent != false);
        // One tenant is a closed world.
        json.WriteBoolean("openWorldHint", given.OpenWorld ?? false);
        json.WriteEndObject();
    }
}
