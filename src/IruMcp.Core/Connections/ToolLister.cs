using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Tools;

namespace IruMcp.Connections;

/// <summary>Reads the server's list of tools, however many pages it has.</summary>
internal sealed class ToolLister(RequestSender sender)
{
    private const int MostPages = 1000;

    public async Task<IReadOnlyList<ListedTool>> ListAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var tools = new List<ListedTool>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var asked = cursor;
            var result = await sender.SendAsync(
                new SentRequest("tools/list", () => asked is null ? new JsonObject() : new JsonObject { ["cursor"] = asked }, MayRepeat: true, null, _ => null),
                log, cancellationToken).ConfigureAwait(false);

            foreach (var tool in (result?["tools"] as JsonArray ?? []).OfType<JsonObject>())
                if (Read(tool) is { } listed)
                    tools.Add(listed);

            // An empty or repeated cursor would go on for ever.
            cursor = Text(result?["nextCursor"]);
            if (string.IsNullOrEmpty(cursor) || !seen.Add(cursor!))
                break;
        }
        log.Verbose($"The server lists {tools.Count} tools.");
        return tools;
    }

    private static ListedTool? Read(JsonObject tool)
    {
        if (Text(tool["name"]) is not { Length: > 0 } name)
            return null;
        var annotations = tool["annotations"] as JsonObject;
        return new ListedTool(
            name,
            Text(tool["title"]) ?? Text(annotations?["title"]),
            Text(tool["description"]),
            (tool["inputSchema"] ?? new JsonObject()).ToJsonString(),
            Flag(annotations?["readOnlyHint"]),
            Flag(annotations?["destructiveHint"]));
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool? Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;
}
