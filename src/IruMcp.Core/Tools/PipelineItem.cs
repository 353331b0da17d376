namespace IruMcp.Tools;

/// <summary>One object of the pipeline, without any type of PowerShell's.</summary>
/// <param name="Value">A text, a Guid, a whole number, or the object's members by name.</param>
/// <param name="TypeNames">The object's type names, most specific first.</param>
public sealed record PipelineItem(object? Value, IReadOnlyList<string> TypeNames);
