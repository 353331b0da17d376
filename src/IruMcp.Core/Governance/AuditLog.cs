namespace IruMcp.Governance;

/// <summary>Reads the audit trail back.</summary>
public static class AuditLog
{
    /// <summary>The entries of this user on this machine, or of what a path names; each file's oldest first, full files included. They
    /// are read as they are asked for.</summary>
    /// <param name="path">A folder with the files of any users and machines, or one file; null for where the policy has the trail kept.</param>
    /// <param name="after">Files that ended before it are not opened; null for all.</param>
    /// <param name="reportProblem">Hears of lines and files that cannot be read.</param>
    /// <exception cref="IruException"><c>IruMcp.NoAuditLog</c>: there is nothing at the path.</exception>
    public static IEnumerable<AuditEntry> Read(string? path, DateTime? after, Action<string> reportProblem)
    {
        if (path is null)
            return OwnFile is { } own ? new AuditReader(reportProblem).ReadSeries(own, after) : [];
        if (File.Exists(path))
            return new AuditReader(reportProblem).ReadFile(path);
        var series = Directory.Exists(path) ? AuditPlace.Series(path) : [];
        if (series.Count == 0)
            throw new IruException("IruMcp.NoAuditLog", IruErrorCategory.ObjectNotFound, AuditText.NothingAt(path), AuditText.LeavePathOut);
        return series.SelectMany(file => new AuditReader(reportProblem).ReadSeries(file, after));
    }

    /// <summary>The file that this user's calls on this machine are written to; null where there is no place for one.</summary>
    public static string? OwnFile => AuditTrail.PathOf(PolicyStore.Load(PolicyPlaces.Default).Audit);
}
