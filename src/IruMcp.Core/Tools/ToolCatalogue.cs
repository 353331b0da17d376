using IruMcp.Commands;

namespace IruMcp.Tools;

/// <summary>The tools of one server, each with its operation, risk and parameters.</summary>
public sealed class ToolCatalogue
{
    private readonly Dictionary<string, IruTool> _byName;

    private ToolCatalogue(List<IruTool> tools)
    {
        Tools = tools;
        _byName = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        var commands = CommandNaming.Assign(tools);
        foreach (var tool in tools)
            (tool.Command, tool.Catalogue) = (commands[tool.Name], this);
    }

    /// <summary>The catalogue of a server that has not been asked yet.</summary>
    public static ToolCatalogue Empty { get; } = new([]);

    /// <summary>All tools, sorted by name.</summary>
    public IReadOnlyList<IruTool> Tools { get; }

    /// <summary>Makes the catalogue of a listing; of two tools with one name the first counts.</summary>
    internal static ToolCatalogue Build(IReadOnlyList<ListedTool> tools)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var listed = tools.Where(tool => names.Add(tool.Name)).ToList();
        var trimmed = NamePrefix.Trim([.. listed.Select(tool => tool.Name)]);
        var schemas = listed.Select(tool => InputSchemaReader.Read(tool.InputSchemaJson)).ToList();
        var leaves = listed.Select(tool => SchemaLeaves.Read(tool.InputSchemaJson)).ToList();
        var resolutions = OperationResolver.Resolve([.. listed.Select((tool, index) => new ResolvableTool(tool.Name, trimmed[index].Words, schemas[index], leaves[index]))]);
        return new ToolCatalogue([.. listed
            .Select((tool, index) => Describe(tool, trimmed[index], schemas[index], leaves[index], resolutions[index]))
            .OrderBy(tool => tool.Name, StringComparer.OrdinalIgnoreCase).ThenBy(tool => tool.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The tool of this name; where only the case differs, the one that is meant without doubt. Null for none.</summary>
    public IruTool? Find(string name)
    {
        if (_byName.TryGetValue(name, out var exact))
            return exact;
        var others = Tools.Where(tool => string.Equals(tool.Name, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return others.Count == 1 ? others[0] : null;
    }

    /// <summary>The names most like a misspelled one, nearest first; at most five, empty where none comes near.</summary>
    public IReadOnlyList<string> Suggest(string name) => NearestNames.Of(name, Tools.Select(tool => tool.Name));

    /// <summary>A tool that is in no list: nothing proves what it does, and its arguments are sent as they are given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="operation">The documented operation that it is taken for; null for none.</param>
    internal static IruTool Unlisted(string name, Operation? operation = null)
    {
        var verdict = operation is null ? RiskVerdict.Unknown(ToolText.NotListed) : new RiskVerdict(operation.Risk, ToolText.DocumentedRisk(operation));
        return new IruTool
        {
            Name = name,
            Category = operation?.Category ?? ToolText.OtherCategory,
            Risk = verdict.Risk,
            RiskReason = verdict.Reason,
            IsUnknown = verdict.IsUnknown,
            Operation = operation,
            OperationReason = ToolText.NotListed,
            AllowsOtherArguments = true,
            IsUnlisted = true,
        };
    }

    private static IruTool Describe(ListedTool tool, TrimmedName trimmed, InputSchema schema, IReadOnlyList<SchemaLeaf>? leaves, Resolution resolution)
    {
        var verdict = RiskClassifier.Classify(
            new UndocumentedTool(tool.Name, trimmed, tool.Title, tool.Description, leaves, tool.ReadOnlyHint, tool.DestructiveHint), resolution.Operation);
        return new IruTool
        {
            Name = tool.Name,
            Title = tool.Title,
            Description = tool.Description ?? "",
            Category = resolution.Operation?.Category ?? ToolText.OtherCategory,
            Risk = verdict.Risk,
            RiskReason = verdict.Reason,
            IsUnknown = verdict.IsUnknown,
            Operation = resolution.Operation,
            OperationReason = resolution.Reason,
            Parameters = schema.Parameters,
            Leaves = leaves ?? [],
            HiddenParameters = schema.HiddenParameters,
            RequiredObjects = schema.RequiredObjects,
            OpenObjects = schema.OpenObjects,
            AllowsOtherArguments = schema.AllowsOtherArguments,
            InputSchema = tool.InputSchemaJson,
            Annotations = tool.Annotations,
        };
    }
}
