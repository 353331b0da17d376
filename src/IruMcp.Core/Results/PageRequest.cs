namespace IruMcp.Results;

/// <summary>Which part of a long result is wanted, and in what pieces.</summary>
public sealed record PageRequest
{
    /// <summary>How many items in all; null for every one.</summary>
    public long? First { get; init; }

    /// <summary>How many items to leave out at the start.</summary>
    public long Skip { get; init; }

    /// <summary>How many items to ask for at once; null for the documented maximum.</summary>
    public int? PageSize { get; init; }

    /// <summary>True where the total count is wanted even if no item is.</summary>
    public bool WantsTotal { get; init; }

    /// <summary>True for the one page that the arguments ask for.</summary>
    public bool IsSinglePage { get; init; }

    /// <summary>Where an earlier reading of the same call stood (<see cref="ResultPage.NextPosition"/>); null for the start. It takes the
    /// place of <see cref="Skip"/> and <see cref="PageSize"/>.</summary>
    public string? StartAt { get; init; }

    /// <summary>True where a point in time stays the text that the server wrote, for files.</summary>
    public bool KeepsDateText { get; init; }

    /// <summary>True for the answer as the server sent it, one text a page.</summary>
    public bool IsRaw { get; init; }
}
