using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>The class of one call, by the arguments that it gives.</summary>
internal static class CallRisk
{
    /// <param name="tool">The tool, as the connection has it.</param>
    /// <param name="arguments">The arguments as they are sent.</param>
    public static Risk Of(IruTool tool, JsonObject arguments)
    {
        // A class that something else has raised is not lowered by an argument.
        if (tool.Operation is not { ArgumentRisks.Count: > 0 } operation || tool.Risk != operation.Risk)
            return tool.Risk;
        var identifiers = operation.PathParameters.Select(Identifiers.Plain).ToList();
        var risks = Names(arguments, operation).Except(identifiers)
            .Select(name => operation.ArgumentRisks.TryGetValue(name, out var known) ? known : operation.Risk).ToList();
        return risks.Count == 0 ? operation.Risk : risks.Max();
    }

    /// <summary>The mildest class that a call of the tool can have.</summary>
    public static Risk LeastOf(IruTool tool) => tool.Operation is { ArgumentRisks.Count: > 0 } operation && tool.Risk == operation.Risk
        ? operation.ArgumentRisks.Values.Min()
        : tool.Risk;

    /// <summary>The names of the arguments, without the objects that only enclose others.</summary>
    private static IEnumerable<string> Names(JsonObject arguments, Operation operation) => arguments.SelectMany(argument =>
        argument.Value is JsonObject { Count: > 0 } enclosed && !operation.ArgumentRisks.ContainsKey(Identifiers.Plain(argument.Key))
            ? Names(enclosed, operation)
            : [Identifiers.Plain(argument.Key)]);
}
