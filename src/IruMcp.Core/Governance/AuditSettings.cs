namespace IruMcp.Governance;

/// <summary>A second place that every audit line goes to.</summary>
public enum AuditSink
{
    None,

    /// <summary>Windows: the Application log, source <c>IruMcp</c>. Elsewhere: the system's syslog socket, facility <c>authpriv</c>.</summary>
    System,
}

/// <summary>Where the audit trail is kept. A policy may set any of it; the rest is the default.</summary>
public sealed record AuditSettings
{
    /// <summary>A full path, a share included; null for the user's own folder, which <see cref="AuditPlace"/> knows.</summary>
    public string? Folder { get; init; }

    public AuditSink Sink { get; init; }

    /// <summary>A file of this many bytes gets no further line; a new one is begun.</summary>
    public long MaximumBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many full files stay beside the one being written; older ones are deleted.</summary>
    public int KeptFiles { get; init; } = 20;
}
