namespace IruMcp.Results;

/// <summary>One page of a result.</summary>
public sealed class ResultPage
{
    /// <summary>The items; see <see cref="DataObject"/> for the kinds of value.</summary>
    public required IReadOnlyList<object?> Items { get; init; }

    /// <summary>How many items there are in all, where the server says so.</summary>
    public long? TotalCount { get; init; }

    /// <summary>Where a later reading of the same call goes on behind this page, for <see cref="PageRequest.StartAt"/>; null after the last
    /// page and for results that are not paged.</summary>
    public string? NextPosition { get; init; }

    /// <summary>The answer that the page was made of, for raw pages; null otherwise.</summary>
    internal ToolAnswer? Answer { get; init; }
}
