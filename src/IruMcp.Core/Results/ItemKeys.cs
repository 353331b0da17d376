using System.Text.Json;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>What tells the items of a list from one another.</summary>
internal static class ItemKeys
{
    private static readonly string[] IdNames = ["id", "uuid"];

    /// <returns>For each item its key or null; empty for what is no list by position.</returns>
    public static IReadOnlyList<string?> Of(LocatedItems located, IruTool tool) =>
        located.IsList && tool.Paging.Step is PageStep.Offset or PageStep.Page ? [.. located.Items.Select(item => KeyOf(item, tool))] : [];

    /// <summary>Of a tool that is not known a member named id may be anything: only the whole item counts as the same.</summary>
    private static string? KeyOf(JsonElement item, IruTool tool)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        if (tool.Operation is { ResultType: "Iru.Device" })
            return TextOf(item, "device_id") ?? TextOf(item, "id");
        foreach (var name in IdNames)
            if (TextOf(item, name) is { } id)
                return tool.Operation is null ? item.GetRawText() : id;
        return null;
    }

    private static string? TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
