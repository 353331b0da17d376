using System.Globalization;
using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>Reads and sets an argument where the tool's schema has it, at the top or one level down.</summary>
internal static class ArgumentPath
{
    public static JsonNode? Get(JsonObject arguments, ToolParameter parameter)
    {
        JsonNode? current = arguments;
        foreach (var name in parameter.Path)
            current = (current as JsonObject)?[name];
        return current;
    }

    public static long? GetInteger(JsonObject arguments, ToolParameter parameter) =>
        Get(arguments, parameter) is { } node && long.TryParse(node.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static void Set(JsonObject arguments, ToolParameter parameter, JsonNode? value)
    {
        var holder = arguments;
        for (var level = 0; level < parameter.Path.Count - 1; level++)
        {
            if (holder[parameter.Path[level]] is not JsonObject inner)
                holder[parameter.Path[level]] = inner = new JsonObject();
            holder = inner;
        }
        holder[parameter.Path[parameter.Path.Count - 1]] = value;
    }
}
