using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using IruMcp.Connections;

namespace IruMcp.PowerShell;

/// <summary>The open connections of each runspace; the newest is its default.</summary>
internal static class RunspaceConnections
{
    private static readonly ConditionalWeakTable<Runspace, List<IruConnection>> ByRunspace = new();

    /// <summary>This runspace's open connections, oldest first.</summary>
    public static IReadOnlyList<IruConnection> All
    {
        get
        {
            var all = OfCurrentRunspace();
            lock (all)
            {
                all.RemoveAll(connection => !connection.IsOpen);
                return [.. all];
            }
        }
    }

    public static IruConnection? Default => All.LastOrDefault();

    /// <summary>Makes a connection this runspace's default; one of the same name is closed.</summary>
    public static void Add(IruConnection connection)
    {
        var all = OfCurrentRunspace();
        List<IruConnection> replaced;
        lock (all)
        {
            replaced = all.FindAll(other => string.Equals(other.Name, connection.Name, StringComparison.OrdinalIgnoreCase));
            all.RemoveAll(replaced.Contains);
            all.Add(connection);
        }
        replaced.ForEach(other => other.Dispose());
    }

    private static List<IruConnection> OfCurrentRunspace() => ByRunspace.GetOrCreateValue(Runspace.DefaultRunspace);
}
