using System.Management.Automation;
using IruMcp.Connections;

namespace IruMcp.PowerShell;

/// <summary>What a connection tells in PowerShell beside what it is itself.</summary>
public static class ConnectionMembers
{
    /// <summary>Whether cmdlets of this runspace use the connection where they are told none. PowerShell asks each time, since that changes.</summary>
    public static bool IsDefault(PSObject connection) => ReferenceEquals(connection?.BaseObject, RunspaceConnections.Default);

    /// <summary>The connection with its property IsDefault.</summary>
    internal static PSObject Shown(IruConnection connection)
    {
        var shown = PSObject.AsPSObject(connection);
        if (shown.Properties[nameof(IsDefault)] is null)
            shown.Properties.Add(new PSCodeProperty(nameof(IsDefault), typeof(ConnectionMembers).GetMethod(nameof(IsDefault))!));
        return shown;
    }
}
