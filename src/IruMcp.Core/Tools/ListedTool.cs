namespace IruMcp.Tools;

/// <summary>A tool as a server lists it; hints are null where the server does not give them.</summary>
internal sealed record ListedTool(
    string Name,
    string? Title,
    string? Description,
    string InputSchemaJson,
    bool? ReadOnlyHint,
    bool? DestructiveHint)
{
    public ToolAnnotations Annotations { get; init; } = ToolAnnotations.None;
}
