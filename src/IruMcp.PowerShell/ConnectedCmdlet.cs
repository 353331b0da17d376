using System.Management.Automation;
using IruMcp.Connections;

namespace IruMcp.PowerShell;

/// <summary>What cmdlets that use a connection have in common.</summary>
public abstract class ConnectedCmdlet : AsyncCmdlet
{
    /// <summary>The connection to use: one from Connect-IruMcp, or the name of an open one. Without it, the default of this runspace.</summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IruConnection? Connection { get; set; }

    private protected IruConnection OpenConnection
    {
        get
        {
            var connection = Connection ?? RunspaceConnections.Default
                ?? throw new IruException("IruMcp.NotConnected", IruErrorCategory.ConnectionError, Messages.NotConnected, Messages.ConnectFirst);
            return connection.IsOpen ? connection : throw Closed(connection);
        }
    }

    /// <summary>The connection to use; null where there is none that is open.</summary>
    private protected IruConnection? UsableConnection => (Connection ?? RunspaceConnections.Default) is { IsOpen: true } open ? open : null;

    internal static IruException Closed(IruConnection connection) =>
        new("IruMcp.Disconnected", IruErrorCategory.ConnectionError, Messages.ConnectionClosed(connection.Name), Messages.ConnectFirst);
}
