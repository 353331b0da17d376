namespace IruMcp.Governance;

/// <summary>Where calls come from.</summary>
public enum Channel
{
    /// <summary>A person or a script in PowerShell.</summary>
    Shell,

    /// <summary>An AI client, through the module's bridge: its defaults are stricter.</summary>
    Bridge,

    /// <summary>An AI agent that uses PowerShell: the rules of the bridge apply, and a user's Allow does not.</summary>
    Agent,
}
