namespace IruMcp.Tools;

/// <summary>What a server says of a tool in its annotations; null where it says nothing.</summary>
internal sealed record ToolAnnotations(string? Title, bool? ReadOnly, bool? Destructive, bool? Idempotent, bool? OpenWorld)
{
    public static ToolAnnotations None { get; } = new(null, null, null, null, null);
}
