namespace IruMcp.Governance;

/// <summary>What one policy says about the audit trail; null where it says nothing.</summary>
internal sealed record AuditRules(string? Path = null, AuditSink? Sink = null, int? MaximumMegabytes = null, int? KeptFiles = null)
{
    /// <summary>These, and for what they leave open the weaker ones.</summary>
    public AuditRules Over(AuditRules weaker) => new(
        Path ?? weaker.Path, Sink ?? weaker.Sink, MaximumMegabytes ?? weaker.MaximumMegabytes, KeptFiles ?? weaker.KeptFiles);

    public AuditSettings ToSettings()
    {
        var standard = new AuditSettings();
        return new AuditSettings
        {
            Folder = Path,
            Sink = Sink ?? standard.Sink,
            MaximumBytes = MaximumMegabytes is { } megabytes ? megabytes * 1024L * 1024L : standard.MaximumBytes,
            KeptFiles = KeptFiles ?? standard.KeptFiles,
        };
    }
}
