namespace IruMcp.Governance;

/// <summary>What a rule says about the calls that it matches.</summary>
public enum PolicyAction
{
    /// <summary>Send without the question that the call's risk would raise.</summary>
    Allow,

    /// <summary>Ask a person first.</summary>
    Confirm,

    /// <summary>Do not send.</summary>
    Deny,
}

/// <summary>Whose policy it is.</summary>
public enum PolicyScope
{
    /// <summary>The user's own file.</summary>
    User,

    /// <summary>The machine's, which its administrator writes and users cannot loosen.</summary>
    Machine,
}
