using System.Management.Automation;
using IruMcp.Governance;

namespace IruMcp.PowerShell.Commands;

/// <summary>Reads the audit trail: one object for each call or refusal.</summary>
[Cmdlet(VerbsCommon.Get, "IruMcpAuditLog")]
[OutputType("IruMcp.Governance.AuditEntry", "IruMcp.Governance.AuditEntry" + CompletedProperties.Suffix)]
public sealed class GetIruMcpAuditLogCommand : AsyncCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[] Tool { get; set; } = ["*"];

    [Parameter]
    public DateTime? After { get; set; }

    [Parameter]
    public DateTime? Before { get; set; }

    [Parameter]
    [ValidateSet("Succeeded", "Failed", "Unknown", "Refused")]
    public string[]? Outcome { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Connection { get; set; } = ["*"];

    /// <summary>A folder or a file; without it, this user's own trail on this machine.</summary>
    [Parameter]
    public string? Path { get; set; }

    protected override void ProcessRecord()
    {
        CompletedProperties.Ensure(this);
        try
        {
            var path = Path is null ? null : FilePath.Of(this, Path);
            if (path is null)
                WriteVerbose($"Reading {AuditLog.OwnFile ?? "nothing: this user has no folder for an audit trail"}.");
            foreach (var entry in AuditLog.Read(path, After, WriteWarning))
            {
                if (Stopping)
                    return;
                if (IsWanted(entry))
                    WriteObject(entry);
            }
        }
        catch (IruException failure)
        {
            WriteError(ErrorRecords.From(failure, Path));
        }
        catch (Exception failure) when (failure is System.IO.IOException or UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(failure, "IruMcp.FileNotReadable", ErrorCategory.OpenError, Path));
        }
    }

    private bool IsWanted(AuditEntry entry) =>
        (After is not { } after || entry.Time.ToUniversalTime() >= after.ToUniversalTime())
        && (Before is not { } before || entry.Time.ToUniversalTime() < before.ToUniversalTime())
        && (Outcome is null || Outcome.Contains(entry.Outcome.ToString(), StringComparer.OrdinalIgnoreCase))
        && Matches(entry.Tool, Tool) && Matches(entry.Connection, Connection);

    private static bool Matches(string? value, string[] patterns) =>
        patterns.Any(pattern => Wildcards.Matches(pattern, value ?? ""));
}
