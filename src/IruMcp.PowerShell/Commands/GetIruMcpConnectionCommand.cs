using System.Management.Automation;

namespace IruMcp.PowerShell.Commands;

/// <summary>Lists the open connections of this runspace, the default first.</summary>
[Cmdlet(VerbsCommon.Get, "IruMcpConnection")]
[OutputType("IruMcp.Connections.IruConnection", "IruMcp.Connections.IruConnection" + CompletedProperties.Suffix)]
public sealed class GetIruMcpConnectionCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        var all = RunspaceConnections.All.Reverse().ToList();
        foreach (var pattern in Name)
        {
            var wildcard = Wildcards.Of(pattern);
            var found = all.Where(connection => wildcard.IsMatch(connection.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
                WriteError(ErrorRecords.From(new IruException("IruMcp.NotConnected", IruErrorCategory.ObjectNotFound,
                    $"There is no open connection named '{pattern}' in this runspace.",
                    "Get-IruMcpConnection without a name lists them; Connect-IruMcp opens one."), pattern));
            WriteObject(found.Select(ConnectionMembers.Shown), enumerateCollection: true);
        }
    }
}
