using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>A tool of the connected server: what it takes, which documented operation it is, and what it can do.</summary>
public sealed class IruTool
{
    private Risk _risk;
    private string _reason = "";
    private bool _isUnknown;

    /// <summary>Only a connection says what a tool is: one made up elsewhere could call itself harmless.</summary>
    internal IruTool()
    {
    }

    /// <summary>The server's own name for it, used in every call.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The documented category of the operation, or <c>Other</c> where the tool is none of the documented ones.</summary>
    public required string Category { get; init; }

    public required Risk Risk { get => _risk; init => _risk = value; }

    /// <summary>Why the tool has this risk.</summary>
    public required string RiskReason { get => _reason; init => _reason = value; }

    /// <summary>True where nothing proves what the tool does: it counts as Destructive.</summary>
    public bool IsUnknown { get => _isUnknown; internal init => _isUnknown = value; }

    /// <summary>The documented operation behind the tool; null where none could be told with certainty.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The command that <c>Import-IruTool</c> makes of the tool, such as <c>Lock-IruDevice</c>.</summary>
    public string Command { get; internal set; } = "";

    /// <summary>Why this operation was chosen, or why none was.</summary>
    public string OperationReason { get; init; } = "";

    public IReadOnlyList<ToolParameter> Parameters { get; init; } = [];

    /// <summary>The input schema as the server sent it, as JSON text.</summary>
    public string InputSchema { get; init; } = "{}";

    /// <summary>True where the schema lets arguments through that it does not name.</summary>
    public bool AllowsOtherArguments { get; init; }

    /// <summary>Arguments whose name another one has already: only to be reached by their path.</summary>
    internal IReadOnlyList<ToolParameter> HiddenParameters { get; init; } = [];

    /// <summary>Enclosing objects of the arguments that must be sent even when nothing is in them.</summary>
    internal IReadOnlyList<string> RequiredObjects { get; init; } = [];

    /// <summary>Enclosing objects of the arguments that take members which the schema does not name.</summary>
    internal IReadOnlyList<string> OpenObjects { get; init; } = [];

    /// <summary>The tools beside it, for advice that names one; null for a tool that is in no list.</summary>
    internal ToolCatalogue? Catalogue { get; set; }

    /// <summary>True for a tool that the server does not list: only its name is known.</summary>
    public bool IsUnlisted { get; internal init; }

    /// <summary>All that its arguments can hold, in one form for all ways to write a schema.</summary>
    internal IReadOnlyList<SchemaLeaf> Leaves { get; init; } = [];

    /// <summary>What the server says of the tool; it may be wrong.</summary>
    internal ToolAnnotations Annotations { get; init; } = ToolAnnotations.None;

    /// <summary>The arguments that say what a call is about. Worked out once: a call asks for them again and again.</summary>
    internal IReadOnlyList<Identifier> IdentifyingArguments => field ??= Identifiers.Of(this);

    internal PagingPlan Paging => field ??= PagingPlan.For(this);

    /// <summary>True where the policy says what class the tool has, and not a proof.</summary>
    public bool IsClassedByPolicy { get; private set; }

    /// <summary>True where a user's own rule has lowered the class: the machine's rules then judge the tool as the unknown one that it is.</summary>
    internal bool IsLoweredByUser { get; private set; }

    /// <summary>True for a documented read that the module may call by itself, and no other.</summary>
    internal bool MayBeCalledUnasked => Operation is { Method: "GET", Risk: Risk.Read } && Risk == Risk.Read && !IsClassedByPolicy;

    /// <summary>The tool with the class that a rule of the policy gives it.</summary>
    internal IruTool ClassedAs(Risk risk, string reason, bool isLoweredByUser)
    {
        var classed = (IruTool)MemberwiseClone();
        (classed._risk, classed._reason, classed._isUnknown) = (risk, reason, false);
        (classed.IsClassedByPolicy, classed.IsLoweredByUser) = (true, isLoweredByUser);
        return classed;
    }

    /// <summary>True for Read and Sensitive: nothing is changed, so a failed call may be repeated.</summary>
    public bool IsRead => Risk <= Risk.Sensitive;

    public override string ToString() => Name;
}
