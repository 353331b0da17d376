using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>Finds the names in a rule that nothing bears: a misspelled Deny denies nothing.</summary>
public static class RuleNames
{
    /// <summary>A sentence for each name that no tool or operation has, with the ones nearest to it. Patterns are left out: they may be
    /// meant for tools to come.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="connections">The open connections, whose tools count; where there are none the documented operations do.</param>
    public static IReadOnlyList<string> Warnings(PolicyRule rule, IEnumerable<IruConnection> connections)
    {
        var listed = connections.SelectMany(connection => connection.Tools.Tools).ToList();
        var isOffline = listed.Count == 0;
        var operations = OperationTable.Operations;
        var tools = isOffline ? [.. operations.Select(operation => ToolCatalogue.Unlisted(operation.Id, operation))] : listed;
        return
        [
            .. rule.Tool.Where(name => IsName(name) && !tools.Any(tool => IsMeant(rule, name, tool)))
                .Select(name => PolicyText.NoSuchTool(name, isOffline, NearestNames.Of(name, tools.Select(tool => tool.Name)))),
            .. rule.Operation.Where(name => IsName(name) && !operations.Any(operation => Wildcard.Matches(name, operation.Id)))
                .Select(name => PolicyText.NoSuchOperation(name, NearestNames.Of(name, operations.Select(operation => operation.Id)))),
        ];
    }

    private static bool IsName(string pattern) => pattern.IndexOfAny(['*', '?']) < 0;

    private static bool IsMeant(PolicyRule rule, string name, IruTool tool) =>
        RuleMatch.IsAbout(new PolicyRule { Tool = [name], Action = rule.Action }, tool.Name, tool.Operation?.Id, tool.Risk);
}
