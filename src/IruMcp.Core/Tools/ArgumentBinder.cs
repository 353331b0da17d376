namespace IruMcp.Tools;

/// <summary>Makes the arguments of a call from what the user gave: the tool's own parameters, a collection of arguments, and
/// one object of the pipeline.</summary>
internal static class ArgumentBinder
{
    /// <param name="tool">The tool to call.</param>
    /// <param name="item">The object of the pipeline; null where there is none.</param>
    /// <param name="parameters">Values by <see cref="ToolParameter.Name"/>; a name that is absent and a value that is null are
    /// different things.</param>
    /// <param name="arguments">The user's collection: values by name, by path, or in their enclosing objects.</param>
    /// <param name="allowsEmpty">True where null and the empty text are values as the caller means them, as in the JSON of an AI client.</param>
    /// <param name="cleared">The optional arguments whose present value the call takes away; null for none.</param>
    /// <exception cref="IruException"><c>IruMcp.MissingArgument</c>, <c>IruMcp.UnknownArgument</c>, <c>IruMcp.InvalidArgument</c>,
    /// <c>IruMcp.ArgumentGivenTwice</c> or <c>IruMcp.WrongInputType</c>.</exception>
    public static BoundArguments Bind(
        IruTool tool,
        PipelineItem? item,
        IReadOnlyDictionary<string, object?> parameters,
        IReadOnlyDictionary<string, object?>? arguments,
        bool allowsEmpty = false,
        IReadOnlyList<string>? cleared = null)
    {
        var identifiers = tool.IdentifyingArguments;
        var values = new ArgumentValues(tool, identifiers, allowsEmpty);
        foreach (var parameter in parameters)
            values.AddByName(parameter.Key, parameter.Value);
        if (arguments is not null)
            values.AddArguments(arguments);
        foreach (var name in cleared ?? [])
            values.Clear(name);
        if (item is not null)
            PipelineIdentifiers.Add(tool, item, identifiers, values);
        return values.ToBound();
    }
}
