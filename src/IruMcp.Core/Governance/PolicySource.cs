namespace IruMcp.Governance;

/// <summary>What one file or registry key holds.</summary>
internal sealed record PolicySource(PolicyScope Scope, string Name)
{
    /// <summary>False for a file or key that is not there, which is nothing wrong.</summary>
    public bool Exists { get; init; }

    public bool IsReadOnly { get; init; }

    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];

    public AuditRules Audit { get; init; } = new();

    public IReadOnlyList<PolicyProblem> Problems { get; init; } = [];

    public static PolicySource Broken(PolicyScope scope, string name, string message, string? place = null) =>
        new(scope, name) { Exists = true, Problems = [new PolicyProblem(scope, name, place, message)] };
}
