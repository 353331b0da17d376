using IruMcp.Results;

namespace IruMcp.Governance;

/// <summary>What became of a call, as the audit trail tells it.</summary>
public enum AuditOutcome
{
    /// <summary>It was sent, and no answer is on record: still under way, the process ended meanwhile, or the answer was lost.</summary>
    Unknown,

    Succeeded,

    /// <summary>It certainly did not take effect.</summary>
    Failed,

    /// <summary>It was not sent.</summary>
    Refused,
}

/// <summary>One call or refusal from the audit trail: its decision line, and its outcome line where there is one.</summary>
public sealed record AuditEntry
{
    /// <summary>When it was decided, local time.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The same in both lines of a call.</summary>
    public required string Id { get; init; }

    public string? User { get; init; }

    public string? Host { get; init; }

    public int ProcessId { get; init; }

    public string? ProcessName { get; init; }

    /// <summary>The script that the call came from; null at a prompt.</summary>
    public string? Script { get; init; }

    public string? Connection { get; init; }

    /// <summary>Host and port of the tenant's server.</summary>
    public string? Tenant { get; init; }

    public string? Channel { get; init; }

    public string? Tool { get; init; }

    /// <summary>The id of the documented operation behind the tool, as the rules of a policy name it; null where none was known.</summary>
    public string? Operation { get; init; }

    public string? Risk { get; init; }

    /// <summary>The arguments, with a mask for each secret. Values are null, string, bool, long, decimal, double, dictionaries and arrays of these.
    /// As text they are JSON.</summary>
    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    /// <summary>What the call acts on, as far as it was known: <c>name</c>, <c>serial_number</c>, <c>user</c>, <c>email</c>, <c>id</c>. As text it is JSON.</summary>
    public required IReadOnlyDictionary<string, object?> KnownAs { get; init; }

    /// <summary>The target's names and the arguments in one line, for tables; what the call is about comes first.</summary>
    public string Target => string.Join(", ", KnownAs.Where(name => name.Key != "id").Select(name => $"{name.Value}")
        .Concat(Arguments.OrderBy(argument => !SecretFields.IsIdentifier(argument.Key)).Select(argument => argument.Value is string or bool or long or decimal or double ? $"{argument.Key}={argument.Value}" : argument.Key)));

    /// <summary><c>Allowed</c> or <c>Refused</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>The rule, switch or person that made the decision.</summary>
    public string? By { get; init; }

    public AuditOutcome Outcome { get; init; }

    /// <summary>The id of the error that the user was shown; null for none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>From the decision to the answer; null where no outcome is on record.</summary>
    public TimeSpan? Duration { get; init; }
}
