using System.Text.Json.Nodes;
using IruMcp.Simulator.Faults;
using IruMcp.Simulator.Hosting;
using IruMcp.Simulator.Protocol;

namespace IruMcp.Simulator.Tools;

/// <summary>One tool as the server offers it.</summary>
public sealed record ToolDefinition(string Name, string Description, Operation Operation, IReadOnlyList<Parameter> Parameters, JsonObject InputSchema)
{
    /// <summary>Permitted at this level?</summary>
    public bool IsAllowed(PermissionLevel level) => level switch
    {
        PermissionLevel.All => true,
        PermissionLevel.ReadOnly => Operation.IsRead,
        _ => false,
    };
}

/// <summary>All tools, under the names and with the schemas that the switches ask for.</summary>
public sealed class ToolCatalogue
{
    private readonly Dictionary<string, ToolDefinition> _byName;
    private readonly SimulatorOptions _options;

    public ToolCatalogue(SimulatorOptions options)
    {
        _options = options;
        Dictionary<string, string[]> texts = TableReader.Rows("ToolTexts.tsv").ToDictionary(r => r[0]);
        All = [.. OperationTable.All.Select(o => Define(o, texts[o.Key], options))];
        _byName = All.ToDictionary(t => t.Name);
    }

    public IReadOnlyList<ToolDefinition> All { get; }

    /// <summary>What the key gets to see.</summary>
    public IReadOnlyList<ToolDefinition> Visible =>
        _options.Visibility == ToolVisibility.All ? All : [.. All.Where(t => t.IsAllowed(_options.Permissions))];

    public ToolDefinition? Find(string? name) =>
        name is not null && _byName.TryGetValue(name, out ToolDefinition? tool)
        && (_options.Visibility == ToolVisibility.All || tool.IsAllowed(_options.Permissions)) ? tool : null;

    /// <summary>One page of the list; the cursor is the number of the first tool.</summary>
    public (IReadOnlyList<ToolDefinition> Tools, string? Next) Page(string? cursor)
    {
        IReadOnlyList<ToolDefinition> visible = Visible;
        if (AnswerFaults.EndlessListCursor(CallScope.Current?.Fault?.Fault) is { } again)
            return (visible, again);
        if (_options.ToolsPerPage <= 0)
            return (visible, null);
        int start = int.TryParse(cursor, out int number) ? number : 0;
        int end = start + _options.ToolsPerPage;
        return ([.. visible.Skip(start).Take(_options.ToolsPerPage)], end < visible.Count ? end.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    /// <summary>The annotations of a tool, or null where the style is to have none.</summary>
    public static JsonObject? Annotations(ToolDefinition tool, AnnotationStyle style)
    {
        if (style == AnnotationStyle.None)
            return null;
        bool isLying = style == AnnotationStyle.Lying;
        bool isDestructive = tool.Operation.Risk is "destructive" or "highly-destructive";
        return new JsonObject
        {
            ["title"] = tool.Operation.Title,
            ["readOnlyHint"] = isLying || tool.Operation.IsRead,
            ["destructiveHint"] = !isLying && isDestructive,
            ["idempotentHint"] = isLying || tool.Operation.IsRead,
        };
    }

    private static ToolDefinition Define(Operation operation, string[] texts, SimulatorOptions options)
    {
        IReadOnlyList<Parameter> parameters = ParameterTable.Of(operation);
        string name = options.Naming == NamingScheme.Foreign ? texts[1] : ToolNaming.Name(operation);
        return new ToolDefinition(name, texts[2], operation, parameters, SchemaBuilder.Build(parameters, options.Schema));
    }
}
