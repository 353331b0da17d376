using System.Management.Automation;
using IruMcp.Connections;
using IruMcp.Diagnosis;

namespace IruMcp.PowerShell.Commands;

/// <summary>Tells which tools the connection's key may use, as far as reads can tell.</summary>
[Cmdlet(VerbsCommon.Get, "IruMcpPermission")]
[OutputType("IruMcp.Diagnosis.ToolPermission")]
public sealed class GetIruMcpPermissionCommand : ConnectedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[] Tool { get; set; } = ["*"];

    [Parameter]
    [ValidateSet("Allowed", "Denied", "Unknown", "NotListed")]
    public string[]? State { get; set; }

    [Parameter]
    public SwitchParameter NoProbe { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            var connection = OpenConnection;
            foreach (var name in Tool.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
                RequireListed(connection, name);
            var patterns = Tool.Select(Wildcards.Of).ToList();
            var survey = new PermissionSurvey(connection, [.. connection.Tools.Tools.Where(tool => patterns.Any(pattern => pattern.IsMatch(tool.Name)))]);
            Run(async cancellationToken =>
            {
                var found = await survey.RunAsync(!NoProbe, ShowProgress, Log, cancellationToken).ConfigureAwait(false);
                await WriteAsync(() => WriteFound(found)).ConfigureAwait(false);
                if (Tool.Contains("*"))
                    await WriteAsync(() => WriteFound(PermissionSurvey.NotListed(connection))).ConfigureAwait(false);
            });
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }

    private void RequireListed(IruConnection connection, string name)
    {
        try
        {
            connection.GetTool(name);
        }
        catch (IruException unknown)
        {
            WriteError(ErrorRecords.From(unknown, name));
        }
    }

    private void ShowProgress(int done, int total, string next) => Post(() => WriteProgress(
        new ProgressRecord(1, Messages.TryingReads, next) { PercentComplete = total == 0 ? 100 : 100 * done / total }));

    private void WriteFound(IEnumerable<ToolPermission> found)
    {
        foreach (var permission in found)
            if (State is null || State.Contains(permission.State.ToString(), StringComparer.OrdinalIgnoreCase))
                WriteObject(permission);
    }
}
