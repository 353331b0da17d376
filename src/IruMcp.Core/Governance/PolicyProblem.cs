namespace IruMcp.Governance;

/// <summary>Why a policy cannot be used. While there is one, nothing but plain reads is sent.</summary>
/// <param name="Scope">Whose policy.</param>
/// <param name="Source">The file or registry key.</param>
/// <param name="Place">Line and column; null where the trouble is not in the text.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
public sealed record PolicyProblem(PolicyScope Scope, string Source, string? Place, string Message)
{
    public override string ToString() => Place is null ? $"{Source}: {Message}" : $"{Source}, {Place}: {Message}";
}
