namespace IruMcp.Governance;

/// <summary>Why a policy cannot be used. Until it is corrected, only reads are sent.</summary>
/// <param name="Scope">Whose policy.</param>
/// <param name="Source">The file or registry key.</param>
/// <param name="Place">Line and column; null where the trouble is not in the text.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
public sealed record PolicyProblem(PolicyScope Scope, string Source, string? Place, string Message)
{
    public override string ToString() => Place is null ? $"{Source}: {Message}" : $"{Source}, {Place}: {Message}";
}
