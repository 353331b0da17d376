using System.Management.Automation;
using IruMcp.Connections;

namespace IruMcp.PowerShell.Commands;

/// <summary>Makes an open connection the default of this runspace.</summary>
[Cmdlet(VerbsCommon.Select, "IruMcpConnection")]
[OutputType("IruMcp.Connections.IruConnection")]
public sealed class SelectIruMcpConnectionCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IruConnection? Connection { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var connection = Connection!;
        if (!connection.IsOpen)
        {
            WriteError(ErrorRecords.From(ConnectedCmdlet.Closed(connection), connection));
            return;
        }
        RunspaceConnections.MakeDefault(connection);
        WriteVerbose($"Cmdlets use the connection '{connection.Name}' where they are told none.");
        if (PassThru)
            WriteObject(ConnectionMembers.Shown(connection));
    }
}
