using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>A command: one tool, or a tool that lists and the one that gives a single record of the same kind.</summary>
internal sealed class ToolCommand
{
    private ToolCommand(string name, CommandSet main, CommandSet? item)
    {
        Name = name;
        Main = main;
        Item = item;
    }

    public string Name { get; }

    /// <summary>The only tool, or the one that lists.</summary>
    public CommandSet Main { get; }

    /// <summary>The tool for a single record, where <see cref="Main"/> lists; else null.</summary>
    public CommandSet? Item { get; }

    public IEnumerable<CommandSet> Sets => Item is null ? [Main] : [Main, Item];

    /// <summary>The type names of what it gives.</summary>
    public IEnumerable<string> ResultTypes => Sets.Select(set => set.Tool.Operation?.ResultType ?? "Iru.Object").Distinct();

    public bool IsRead => Sets.All(set => set.Tool.IsRead);

    public Risk Risk => Sets.Max(set => set.Tool.Risk);

    /// <summary>The set that objects of the pipeline go to; null where none takes them.</summary>
    public CommandSet? PipelineSet => (Item ?? Main).Identifiers.Count > 0 ? Item ?? Main : null;

    /// <summary>The commands for these tools, in the order of their names.</summary>
    public static IReadOnlyList<ToolCommand> For(IReadOnlyList<IruTool> tools) =>
        [.. tools.GroupBy(tool => tool.Command, StringComparer.Ordinal)
            .Select(same => Of(same.Key, [.. same.OrderBy(tool => tool.Operation?.PathParameters.Count ?? 0)]))
            .OrderBy(command => command.Name, StringComparer.Ordinal)];

    private static ToolCommand Of(string name, IReadOnlyList<IruTool> tools)
    {
        var names = new CommandParameterNames();
        if (tools.Count == 1)
            return new ToolCommand(name, CommandSet.Of(tools[0], names, []), null);

        // The record's identifier first: where the list has a filter of that name, it would mean the same.
        var item = CommandSet.Of(tools[1], names, []);
        return new ToolCommand(name, CommandSet.Of(tools[0], names, item.Parameters), item);
    }
}

/// <summary>A tool of a command and its parameters.</summary>
internal sealed record CommandSet(IruTool Tool, IReadOnlyList<CommandParameter> Parameters, IReadOnlyList<CommandParameter> Identifiers)
{
    private static readonly HashSet<string> DeviceArguments = new(StringComparer.Ordinal) { "deviceid", "deviceuuid" };

    public bool IsList => Tool.IsRead && Tool.Operation is not { Paging: PagingStyle.None };

    public static CommandSet Of(IruTool tool, CommandParameterNames names, IReadOnlyList<CommandParameter> others)
    {
        var identifiers = tool.IdentifyingArguments.Where(identifier => identifier.Parameter.IsRequired).ToList();
        var position = 0;
        var own = new List<CommandParameter>();
        var mains = new List<CommandParameter>();
        foreach (var identifier in identifiers)
            mains.Add(names.Of(identifier.Parameter, own.Count == 0 && mains.Count == 0 && IsDevice(identifier)) with { Position = position++ });
        foreach (var argument in tool.Parameters.Where(argument => identifiers.All(identifier => identifier.Parameter != argument)))
            if (others.All(other => Tools.Identifiers.Plain(other.Argument.Name) != Tools.Identifiers.Plain(argument.Name)))
                own.Add(names.Of(argument, false) is var named && argument is { IsRequired: true, IsArray: false, Kind: not ParameterKind.Object }
                    ? named with { Position = position++ } : named);
        return new CommandSet(tool, [.. mains, .. own], mains);
    }

    private static bool IsDevice(Identifier identifier) =>
        identifier.Kind is { } kind ? kind == "device" : DeviceArguments.Contains(Tools.Identifiers.Plain(identifier.ApiName));
}
