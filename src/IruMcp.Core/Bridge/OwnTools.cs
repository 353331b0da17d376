using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>The bridge's own tools, by which a client gets at what its list leaves out.</summary>
internal static class OwnTools
{
    public const string Find = "find-tools";
    public const string CallRead = "call-read-tool";
    public const string Call = "call-tool";

    /// <summary>How many places of a client's list they take.</summary>
    public const int Count = 3;

    public static bool IsOwn(string name) => name is Find or CallRead or Call;

    public static void Write(Utf8JsonWriter json, bool isReadOnly)
    {
        WriteTool(json, Find, BridgeText.FindTitle, BridgeText.FindDescription, isRead: true, () =>
        {
            WriteProperty(json, "query", "string", BridgeText.FindQuery);
            WriteProperty(json, "limit", "integer", BridgeText.FindLimit);
        }, "query");
        WriteCall(json, CallRead, BridgeText.CallReadTitle, BridgeText.CallReadDescription, isRead: true);
        if (!isReadOnly)
            WriteCall(json, Call, BridgeText.CallTitle, BridgeText.CallDescription, isRead: false);
    }

    private static void WriteCall(Utf8JsonWriter json, string name, string title, string description, bool isRead) =>
        WriteTool(json, name, title, description, isRead, () =>
        {
            WriteProperty(json, "name", "string", BridgeText.CallName);
            json.WriteStartObject("arguments");
            json.WriteString("type", "object");
            json.WriteString("description", BridgeText.CallArguments);
            json.WriteBoolean("additionalProperties", true);
            json.WriteEndObject();
        }, "name");

    private static void WriteTool(Utf8JsonWriter json, string name, string title, string description, bool isRead, Action properties, string required)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("title", title);
        json.WriteString("description", description);
        json.WriteStartObject("inputSchema");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        properties();
        json.WriteEndObject();
        json.WriteStartArray("required");
        json.WriteStringValue(required);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("annotations");
        json.WriteString("title", title);
        json.WriteBoolean("readOnlyHint", isRead);
        json.WriteBoolean("destructiveHint", !isRead);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string type, string description)
    {
        json.WriteStartObject(name);
        json.WriteString("type", type);
        json.WriteString("description", description);
        json.WriteEndObject();
    }
}
