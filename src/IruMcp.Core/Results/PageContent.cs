namespace IruMcp.Results;

/// <summary>What one request brought, made ready to be given out.</summary>
internal sealed record PageContent
{
    public required ToolAnswer Answer { get; init; }

    /// <summary>What the answer says beside its items, which are not to be read any more; null where it is a text.</summary>
    public LocatedItems? Located { get; init; }

    /// <summary>The same for two pages that are likely the same; null for what is no list or an empty one.</summary>
    public string? Likeness { get; init; }

    /// <summary>What is given out: a value for each item, or one for the whole answer.</summary>
    public required IReadOnlyList<object?> Values { get; init; }

    /// <summary>For each item what tells it from the others, null where nothing does; empty where that does not matter.</summary>
    public IReadOnlyList<string?> Keys { get; init; } = [];
}
