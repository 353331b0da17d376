namespace IruMcp.Governance;

/// <summary>Who or what let a call through.</summary>
/// <param name="Kind">What kind of consent it is.</param>
/// <param name="Words">What made it, for the record: <c>-Force</c>, <c>asked</c>, the words of a rule.</param>
public sealed record CallApproval(ApprovalKind Kind, string Words)
{
    public override string ToString() => Words;
}

public enum ApprovalKind
{
    /// <summary>Nothing had to be asked.</summary>
    Default,

    /// <summary>A rule of the policy allows it.</summary>
    Policy,

    /// <summary>A preference variable said beforehand not to ask.</summary>
    Preference,

    /// <summary>A switch or a program said beforehand not to ask.</summary>
    Switch,

    /// <summary>A person was asked and said yes.</summary>
    Asked,
}
