namespace IruMcp.Tools;

/// <summary>Tells which documented operation each listed tool is.</summary>
internal static class OperationResolver
{
    public static IReadOnlyList<Resolution> Resolve(IReadOnlyList<ResolvableTool> tools) =>
        [.. tools.Select(_ => new Resolution(null, ""))];
}

/// <param name="Name">The server's name of the tool.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Description">Its description, or null.</param>
/// <param name="Schema">Its arguments.</param>
internal sealed record ResolvableTool(string Name, string? Title, string? Description, InputSchema Schema);

/// <param name="Operation">The documented operation; null where none could be told with certainty.</param>
/// <param name="Reason">Why this one, or why none, in one sentence.</param>
internal sealed record Resolution(Operation? Operation, string Reason);
