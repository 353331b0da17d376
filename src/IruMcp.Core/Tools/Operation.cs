namespace IruMcp.Tools;

/// <summary>One documented request of Iru's Enterprise API, from the table that the project keeps.</summary>
public sealed record Operation
{
    /// <summary>All that are documented.</summary>
    public static IReadOnlyList<Operation> Documented => OperationTable.Operations;

    /// <summary>Stable short id of this project's own, such as <c>list-devices</c>: the documented name in lower case with dashes.</summary>
    public required string Id { get; init; }

    /// <summary>The documented category, such as <c>Device Actions</c>.</summary>
    public required string Category { get; init; }

    public required string Name { get; init; }

    /// <summary>GET, POST, PATCH or DELETE.</summary>
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required Risk Risk { get; init; }

    /// <summary>The class of a call that gives nothing but these arguments and identifiers, by the arguments' plain names; all others have the
    /// operation's own.</summary>
    internal IReadOnlyDictionary<string, Risk> ArgumentRisks { get; init; } = new Dictionary<string, Risk>();

    /// <summary>The documented risk is the highest class: the operation unmanages or erases.</summary>
    public bool IsHighlyDestructive { get; init; }

    public required IReadOnlyList<string> PathParameters { get; init; }

    public required IReadOnlyList<string> QueryParameters { get; init; }

    public required IReadOnlyList<string> BodyFields { get; init; }

    public PagingStyle Paging { get; init; }

    /// <summary>The type name of the result's items, such as <c>Iru.Device</c>.</summary>
    public string ResultType { get; init; } = "Iru.Object";

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>How an operation hands out long lists; the letters are those of the project's documentation.</summary>
public enum PagingStyle
{
    /// <summary>One answer, no list or an unknown one.</summary>
    None,

    /// <summary>A: a bare array by limit and offset, without a total.</summary>
    BareOffset,

    /// <summary>B1: <c>{count,next,previous,results}</c> by limit and offset.</summary>
    EnvelopeOffset,

    /// <summary>B2: the same envelope by page number, 300 a page.</summary>
    EnvelopePage,

    /// <summary>B4: the envelope one level down, by limit and offset.</summary>
    NestedOffset,

    /// <summary>C: a cursor in <c>next</c>, as a URL or as a token.</summary>
    Cursor,

    /// <summary>D: Prism's <c>{offset,limit,total,data,cursor}</c>.</summary>
    Prism,

    /// <summary>E: page and size with a total.</summary>
    PageSize,

    /// <summary>F: a raw cursor in <c>next</c> that goes back as <c>after</c>.</summary>
    AfterSize,

    /// <summary>G: limit (at most 1,000) and offset with totals of their own.</summary>
    ThreatOffset,

    /// <summary>H and I: the whole list in one answer, bare or wrapped.</summary>
    Whole,
}
