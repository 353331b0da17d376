using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Connections;

/// <summary>Reads the server's list of tools, however many pages it has.</summary>
/// <param name="sender">Sends the requests.</param>
/// <param name="redactor">Cleans what the server says of its tools.</param>
internal sealed class ToolLister(RequestSender sender, Redactor redactor)
{
    private const int MostPages = 1000;
    private const int LongestShown = 80;

    public async Task<IReadOnlyList<ListedTool>> ListAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var tools = new List<ListedTool>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        var number = 0;
        for (var page = 0; page < MostPages; page++)
        {
            var asked = cursor;
            using var answer = await sender.SendAsync(
                new SentRequest("tools/list", () => asked is null ? new JsonObject() : new JsonObject { ["cursor"] = asked }, MayRepeat: true, null, _ => null),
                log, cancellationToken).ConfigureAwait(false);
            var result = answer.Node;

            foreach (var tool in (Member(result, "tools") as JsonArray ?? []).OfType<JsonObject>())
            {
                number++;
                if (WhyNotUsable(tool) is { } why)
                    log.Warning($"Tool {number} of the server's list was left out: {why}.");
                else
                    tools.Add(Read(tool, Text(Member(tool, "name"))!));
            }

            // An empty or repeated cursor would go on for ever.
            cursor = Text(Member(result, "nextCursor"));
            if (string.IsNullOrEmpty(cursor) || !seen.Add(cursor!))
                break;
        }
        log.Verbose($"The server lists {tools.Count} tools.");
        return tools;
    }

    /// <summary>Null for a tool that can be used.</summary>
    private string? WhyNotUsable(JsonObject tool)
    {
        if (Text(Member(tool, "name")) is not { Length: > 0 } name)
            return "it has no name, or one that is not valid text, or two" + (Words(Member(tool, "description")) is { Length: > 0 } about ? $" (its description is \"{Start(about)}\")" : "");
        if (redactor.CleanOwn(name) is var clean && clean != name)
            return $"its name '{Start(Visible(clean))}' contains the key or the profile";
        return name.Any(IsInvisible) ? $"its name '{Start(Visible(name))}' contains characters that cannot be seen" : null;
    }

    private static string Start(string text) => text.Length > LongestShown ? text.Substring(0, LongestShown) + " ..." : text;

    private static string Visible(string name) =>
        string.Concat(name.Select(letter => IsInvisible(letter) ? $"\\u{(int)letter:X4}" : letter.ToString()));

    private ListedTool Read(JsonObject tool, string name)
    {
        var annotations = Member(tool, "annotations");
        return new ListedTool(
            name,
            Words(Member(tool, "title")) ?? Words(Member(annotations, "title")),
            Words(Member(tool, "description")),
            redactor.CleanOwn(Schema(Member(tool, "inputSchema"))),
            Flag(Member(annotations, "readOnlyHint")),
            Flag(Member(annotations, "destructiveHint")))
        {
            Annotations = new ToolAnnotations(
                Words(Member(annotations, "title")), Flag(Member(annotations, "readOnlyHint")), Flag(Member(annotations, "destructiveHint")),
                Flag(Member(annotations, "idempotentHint")), Flag(Member(annotations, "openWorldHint"))),
        };
    }

    /// <summary>A name that holds such a character is not the one that is seen, and may steer the terminal that shows it.</summary>
    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private string? Words(JsonNode? node) => Text(node) is { } text ? redactor.CleanWords(text) : null;

    /// <summary>Null as well where the object cannot be read, as one that has a name twice.</summary>
    private static JsonNode? Member(JsonNode? node, string name)
    {
        try
        {
            return node is JsonObject members ? members[name] : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, which no .NET text can hold.
            return null;
        }
    }

    private static string Schema(JsonNode? node)
    {
        try
        {
            return node?.ToJsonString() ?? "{}";
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidOperationException)
        {
            return "{}";
        }
    }

    private static bool? Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;
}
