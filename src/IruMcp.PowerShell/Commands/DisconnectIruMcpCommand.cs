using System.Management.Automation;
using IruMcp.Connections;

namespace IruMcp.PowerShell.Commands;

/// <summary>Closes connections.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "IruMcp", DefaultParameterSetName = "Connection")]
public sealed class DisconnectIruMcpCommand : PSCmdlet
{
    /// <summary>The connection to close, or the name of an open one. Without it, the default of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Connection")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IruConnection? Connection { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    protected override void ProcessRecord()
    {
        IReadOnlyList<IruConnection> closing = All ? RunspaceConnections.All
            : (Connection ?? RunspaceConnections.Default) is { } one ? [one] : [];
        if (closing.Count == 0 && !All)
            WriteError(ErrorRecords.From(new IruException("IruMcp.NotConnected", IruErrorCategory.ConnectionError, Messages.NotConnected)));
        foreach (var connection in closing)
        {
            connection.Dispose();
            WriteVerbose($"Closed the connection '{connection.Name}'.");
        }
    }
}
