using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>One rule of a policy: which calls it matches, and what it says about them. All conditions that are given must hold;
/// of the values of one condition any.</summary>
public sealed record PolicyRule
{
    /// <summary>Patterns of tool names, with <c>*</c> and <c>?</c>.</summary>
    public IReadOnlyList<string> Tool { get; init; } = [];

    /// <summary>Patterns of documented operations' ids, such as <c>erase-device</c>, whatever the server calls the tool.</summary>
    public IReadOnlyList<string> Operation { get; init; } = [];

    public IReadOnlyList<Tools.Risk> Risk { get; init; } = [];

    /// <summary>Patterns of arguments' values by the arguments' names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Argument { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A pattern of the connection's name, its host or its whole address; null for every connection.</summary>
    public string? Connection { get; init; }

    /// <summary>Null for both; an Allow without a channel is meant for the shell only.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Null for a rule that sets limits only.</summary>
    public PolicyAction? Action { get; init; }

    /// <summary>The class that the rule gives a tool: any to one that is unknown, a graver one to any other; null for a rule that gives none.</summary>
    public Tools.Risk? Class { get; init; }

    /// <summary>The fingerprint of the tool that a class milder than Destructive is for: it lapses when the tool changes. Null for none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>How many of the calls that the rule matches one pipeline may send; null where the rule does not say.</summary>
    public int? MaximumPerPipeline { get; init; }

    /// <summary>How many of the calls that the rule matches one user of one machine may send to one tenant in an hour; null where the rule does not say.</summary>
    public int? MaximumPerHour { get; init; }

    /// <summary>The author's own words, shown to whom the rule stops.</summary>
    public string? Reason { get; init; }

    public PolicyScope Scope { get; init; }

    /// <summary>The file or registry key that holds the rule.</summary>
    public string Source { get; init; } = "";

    /// <summary>Its place in its source, from one.</summary>
    public int Index { get; init; }

    /// <summary>The place in which the rule is asked among all that are in force, from one: the first rule with an action that matches decides.</summary>
    public int Order { get; internal init; }

    /// <summary>What the rule matches, in words.</summary>
    public string Conditions => PolicyText.Conditions(this);

    public override string ToString() => PolicyText.Rule(this);
}
