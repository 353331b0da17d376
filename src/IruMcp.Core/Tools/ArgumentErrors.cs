namespace IruMcp.Tools;

/// <summary>Every way in which arguments can be wrong, as an error with its next step.</summary>
internal static class ArgumentErrors
{
    public static IruException Missing(IruTool tool, IReadOnlyList<string> names) => Missing(tool, ToolText.MissingArguments(tool.Name, names), names);

    public static IruException EmptyIdentifier(IruTool tool, string name) => Missing(tool, ToolText.EmptyIdentifier(tool.Name, name), [name]);

    public static IruException OneValueForSeveral(IruTool tool, IReadOnlyList<string> names) =>
        Error(tool, "IruMcp.MissingArgument", ToolText.OneValueForSeveral(tool.Name, names), ToolText.GiveAllButOne);

    public static IruException Unknown(IruTool tool, string name)
    {
        var nearest = NearestNames.Of(name, tool.Parameters.Select(parameter => parameter.Name));
        return Error(tool, "IruMcp.UnknownArgument", ToolText.UnknownArgument(tool.Name, name), ToolText.NearestArguments(tool, nearest));
    }

    public static IruException EmptyFilter(IruTool tool, string name) => Invalid(tool, ToolText.EmptyFilter(name), ToolText.LeaveEmptyOut);

    public static IruException Empty(IruTool tool, string name) => Invalid(tool, ToolText.Empty(name), ToolText.ClearIt(name));

    public static IruException NotClearable(IruTool tool, string name, IReadOnlyList<string> clearable) =>
        Invalid(tool, ToolText.NotClearable(tool.Name, name), clearable.Count > 0 ? ToolText.Clearable(clearable) : ToolText.SeeParameters(tool.Name));

    public static IruException ClearedAndGiven(IruTool tool, string name) => Invalid(tool, ToolText.ClearedAndGiven(name), ToolText.ClearOrGive);

    public static IruException EmptyElement(IruTool tool, ToolParameter parameter) => Invalid(tool, ToolText.EmptyElement(parameter.Name), ToolText.RemoveEmpty);

    public static IruException EmptyMember(IruTool tool, ToolParameter parameter, string member) =>
        Invalid(tool, ToolText.EmptyMember(parameter.Name, member), ToolText.LeaveOut);

    public static IruException UnknownMember(IruTool tool, ToolParameter parameter, string member, IEnumerable<string> names)
    {
        var nearest = NearestNames.Of(member, names);
        return Invalid(tool, ToolText.UnknownMember(parameter.Name, member), nearest.Count > 0 ? ToolText.DidYouMean(nearest) : ToolText.Members([.. names]));
    }

    public static IruException NumberForSecret(IruTool tool, ToolParameter parameter) =>
        Invalid(tool, ToolText.NumberForSecret(parameter.Name), ToolText.PutInQuotes);

    public static IruException GivenTwice(IruTool tool, string name) =>
        Error(tool, "IruMcp.ArgumentGivenTwice", ToolText.GivenTwice(name), ToolText.GiveOnce);

    public static IruException GivenByPipelineToo(IruTool tool, string name) =>
        Error(tool, "IruMcp.ArgumentGivenTwice", ToolText.GivenByPipelineToo(name), ToolText.GiveOnce);

    public static IruException NoPipelineInput(IruTool tool, string? instead) =>
        Error(tool, "IruMcp.WrongInputType", ToolText.NoPipelineInput(tool.Name), instead ?? ToolText.CallWithoutPipeline);

    public static IruException WrongInputType(IruTool tool, string type, string name, string? instead = null) =>
        Error(tool, "IruMcp.WrongInputType", ToolText.WrongInputType(tool, type, name), instead ?? ToolText.PipeTheIdentifier(name));

    public static IruException UnsafeIdentifier(IruTool tool, string name) =>
        Invalid(tool, ToolText.UnsafeIdentifier(name), ToolText.CheckIdentifier);

    public static IruException NameForId(IruTool tool, ToolParameter parameter, string name, string? howToFind) =>
        Invalid(tool, ToolText.NameForId(parameter.Name, name), howToFind ?? ToolText.CheckIdentifier);

    /// <param name="tool">The tool.</param>
    /// <param name="names">What could be changed: any of it would do.</param>
    public static IruException NothingToChange(IruTool tool, IReadOnlyList<string> names) =>
        new("IruMcp.MissingArgument", IruErrorCategory.InvalidArgument, ToolText.NothingToChange(tool.Name), ToolText.GiveAnyArgument(names))
        { Tool = tool.Name, MissingArguments = names, IsOneArgumentEnough = true };

    public static IruException NullNotAllowed(IruTool tool, ToolParameter parameter) =>
        Invalid(tool, ToolText.NullNotAllowed(parameter.Name), ToolText.LeaveOut);

    public static IruException NotJson(IruTool tool, string name) => Invalid(tool, ToolText.NotJsonArgument(name), ToolText.GivePlainValues);

    public static IruException WrongKind(IruTool tool, ToolParameter parameter, object value) =>
        Invalid(tool, ToolText.WrongKind(parameter, value), ToolText.SeeParameters(tool.Name));

    public static IruException NotAllowed(IruTool tool, ToolParameter parameter, object value) =>
        Invalid(tool, ToolText.NotAllowed(parameter, value), ToolText.SeeParameters(tool.Name));

    public static IruException OutOfRange(IruTool tool, ToolParameter parameter, object value) =>
        Invalid(tool, ToolText.OutOfRange(parameter, value), ToolText.SeeParameters(tool.Name));

    private static IruException Missing(IruTool tool, string message, IReadOnlyList<string> names) =>
        new("IruMcp.MissingArgument", IruErrorCategory.InvalidArgument, message, ToolText.GiveArguments(names)) { Tool = tool.Name, MissingArguments = names };

    private static IruException Invalid(IruTool tool, string message, string nextStep) =>
        Error(tool, "IruMcp.InvalidArgument", message, nextStep);

    private static IruException Error(IruTool tool, string id, string message, string nextStep) =>
        new(id, IruErrorCategory.InvalidArgument, message, nextStep) { Tool = tool.Name };
}
