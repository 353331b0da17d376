using System.Text.Json;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>Finds tools by what a client says it wants to do.</summary>
internal static class ToolFinder
{
    private const int DefaultCount = 8;
    private const int MostCount = 25;
    private const int NameWeight = 4;
    private const int OperationWeight = 3;
    private const int DescriptionWeight = 1;

    public static IReadOnlyList<IruTool> Find(IReadOnlyList<IruTool> tools, string query, int? count)
    {
        var wanted = Words(query);
        return [.. tools
            .Select(tool => (Tool: tool, Score: string.Equals(tool.Name, query.Trim(), StringComparison.OrdinalIgnoreCase) ? int.MaxValue : Score(tool, wanted)))
            .Where(found => found.Score > 0)
            .OrderByDescending(found => found.Score)
            .ThenBy(found => found.Tool.Risk)
            .ThenBy(found => found.Tool.Name.Length)
            .Select(found => found.Tool)
            .Take(Math.Min(Math.Max(count ?? DefaultCount, 1), MostCount))];
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<IruTool> found, IReadOnlyList<IruTool> all, Func<string, string> redact)
    {
        json.WriteStartObject();
        json.WriteString("how_to_call", BridgeText.HowToCall);
        json.WriteStartArray("tools");
        foreach (var tool in found)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            json.WriteString("category", tool.Category);
            json.WriteString("risk", tool.Risk.ToString());
            json.WriteString("call_with", tool.IsRead ? OwnTools.CallRead : OwnTools.Call);
            if (tool.Description.Length > 0)
                json.WriteString("description", redact(tool.Description));
            json.WritePropertyName("inputSchema");
            ToolWriter.WriteSchema(json, tool.InputSchema);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (found.Count == 0)
        {
            // Nothing matches: what there is, by category, is the better answer than nothing.
            json.WriteStartObject("all_tools_by_category");
            foreach (var category in all.GroupBy(tool => tool.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
                json.WriteString(category.Key, string.Join(", ", category.Select(tool => tool.Name)));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static int Score(IruTool tool, HashSet<string> wanted)
    {
        var score = Hits(tool.Name, wanted) * NameWeight;
        if (tool.Operation is { } operation)
            score += Hits($"{operation.Category} {operation.Name}", wanted) * OperationWeight;
        return score + Hits(tool.Description, wanted) * DescriptionWeight;
    }

    private static int Hits(string text, HashSet<string> wanted)
    {
        var words = Words(text);
        words.IntersectWith(wanted);
        return words.Count;
    }

    private static HashSet<string> Words(string text) => new(NameWords.Split(text).Select(NameWords.Singular).Where(word => word.Length > 1), StringComparer.Ordinal);
}
