namespace IruMcp.Governance;

/// <summary>What one policy file or registry key holds.</summary>
public sealed record PolicySource
{
    internal PolicySource(PolicyScope scope, string path)
    {
        Scope = scope;
        Path = path;
    }

    public PolicyScope Scope { get; }

    /// <summary>The file, or the registry key.</summary>
    public string Path { get; }

    /// <summary>False for a file or key that is not there, which is nothing wrong.</summary>
    public bool Exists { get; internal init; }

    public bool IsReadOnly { get; internal init; }

    public IReadOnlyList<PolicyRule> Rules { get; internal init; } = [];

    /// <summary>Why it cannot be used; empty where it can.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; internal init; } = [];

    /// <summary>The folder that it sets for the audit trail; null where it sets none.</summary>
    public string? AuditPath => Audit.Path;

    /// <summary>Whether it sends the trail to the system's log as well; null where it does not say.</summary>
    public AuditSink? AuditSink => Audit.Sink;

    internal AuditRules Audit { get; init; } = new();

    public override string ToString() => Path;

    internal static PolicySource Broken(PolicyScope scope, string path, string message, string? place = null) =>
        new(scope, path) { Exists = true, Problems = [new PolicyProblem(scope, path, place, message)] };
}
