using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>The class of one call, by the arguments that it gives.</summary>
internal static class CallRisk
{
    /// <param name="tool">The tool, as the connection has it.</param>
    /// <param name="arguments">The arguments as they are sent.</param>
    public static Risk Of(IruTool tool, JsonObject arguments)
    {
        if (StrangerIn(tool, arguments) is not null)
            return Risk.Destructive;

        // A class that something else has raised is not lowered by an argument.
        if (tool.Operation is not { ArgumentRisks.Count: > 0 } operation || tool.Risk != operation.Risk)
            return tool.Risk;
        var risks = Others(tool, arguments).Select(path => operation.ArgumentRisks.TryGetValue(Identifiers.Plain(path[0]), out var known) ? known : operation.Risk).ToList();
        return risks.Count == 0 ? operation.Risk : risks.Max();
    }

    /// <summary>The mildest class that a call of the tool can have.</summary>
    public static Risk LeastOf(IruTool tool) => tool.Operation is { ArgumentRisks.Count: > 0 } operation && tool.Risk == operation.Risk
        ? operation.ArgumentRisks.Values.Min()
        : tool.Risk;

    /// <summary>An argument that the tool was not judged by, so that nothing proves what the call does; null for none.</summary>
    public static string? StrangerIn(IruTool tool, JsonObject arguments)
    {
        if (tool.IsUnknown)
            return null;
        var stranger = tool.Operation is { } operation
            ? Others(tool, arguments).FirstOrDefault(path => !ArgumentProof.IsDocumented(OperationSignature.Of(operation), path))
            : Paths(arguments).FirstOrDefault(path => !IsListed(tool.Leaves, path));
        return stranger is null ? null : string.Join(".", stranger);
    }

    /// <summary>The paths of all arguments but the identifiers.</summary>
    private static IEnumerable<string[]> Others(IruTool tool, JsonObject arguments)
    {
        var identifiers = tool.IdentifyingArguments.Select(identifier => identifier.Parameter.Name).Concat(tool.Operation!.PathParameters).Select(Identifiers.Plain).ToList();
        return Paths(arguments).Where(path => !identifiers.Contains(Identifiers.Plain(path[path.Length - 1])));
    }

    private static bool IsListed(IReadOnlyList<SchemaLeaf> leaves, string[] path) =>
        leaves.Any(leaf => leaf.Path.Count > 0 && leaf.Path.Count <= path.Length && leaf.Path.SequenceEqual(path.Take(leaf.Path.Count), StringComparer.Ordinal));

    private static List<string[]> Paths(JsonObject arguments)
    {
        var found = new List<string[]>();
        Collect(arguments, [], found);
        return found;
    }

    /// <summary>The paths of all values, without wrappers.</summary>
    private static void Collect(JsonNode? node, string[] path, List<string[]> found)
    {
        switch (node)
        {
            case JsonObject members when members.Count > 0 || path.Length == 0:
                foreach (var member in members)
                    Collect(member.Value, path.Length == 0 && SchemaLeaves.Wrappers.Contains(member.Key) && member.Value is JsonObject ? path : [.. path, member.Key], found);
                break;
            case JsonArray items when items.Any(item => item is JsonObject):
                foreach (var item in items)
                    Collect(item, path, found);
                break;
            default:
                found.Add(path);
                break;
        }
    }
}
