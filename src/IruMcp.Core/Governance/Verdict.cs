namespace IruMcp.Governance;

/// <summary>What the policy says about one call.</summary>
public sealed record Verdict
{
    /// <summary>Null where no rule and no default of the channel says anything: the call's risk decides then.</summary>
    public PolicyAction? Action { get; init; }

    /// <summary>True where only the machine's administrator can change it: neither the user's file nor a switch lifts it.</summary>
    public bool IsMachine { get; init; }

    /// <summary>True where nothing but a person's answer lets the call through.</summary>
    public bool NeedsPerson { get; init; }

    /// <summary>What says so, for people and for the record; empty where nothing does.</summary>
    public string Words { get; init; } = "";

    /// <summary>The rule that decided; null for a default, a read-only policy or a broken one.</summary>
    public PolicyRule? Rule { get; init; }

    /// <summary>The id of the error that a refusal is reported with.</summary>
    internal string RefusalId { get; init; } = PolicyText.Denied;
}
