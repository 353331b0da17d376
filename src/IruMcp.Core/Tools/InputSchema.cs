namespace IruMcp.Tools;

/// <summary>What a tool's input schema says.</summary>
internal sealed record InputSchema
{
    /// <summary>The arguments that the user can name, nested ones flattened by one level.</summary>
    public IReadOnlyList<ToolParameter> Parameters { get; init; } = [];

    /// <summary>Arguments whose name another one has already: only to be reached by their path.</summary>
    public IReadOnlyList<ToolParameter> HiddenParameters { get; init; } = [];

    /// <summary>Enclosing objects that must be there even when nothing is in them.</summary>
    public IReadOnlyList<string> RequiredObjects { get; init; } = [];

    /// <summary>Enclosing objects that take members which the schema does not name.</summary>
    public IReadOnlyList<string> OpenObjects { get; init; } = [];

    public bool AllowsOtherArguments { get; init; }
}
