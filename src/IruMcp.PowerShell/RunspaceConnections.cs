using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using IruMcp.Connections;

namespace IruMcp.PowerShell;

/// <summary>The open connections of each runspace; the newest is its default, unless another was chosen since.</summary>
internal static class RunspaceConnections
{
    private static readonly ConditionalWeakTable<Runspace, List<IruConnection>> ByRunspace = new();

    /// <summary>This runspace's open connections; the last is its default.</summary>
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

    /// <summary>The open connection of this name, in any case; null where there is none.</summary>
    public static IruConnection? Find(string name) =>
        All.LastOrDefault(open => string.Equals(open.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes a new connection as this runspace's default; one of the same name is closed.</summary>
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

    /// <summary>Makes an open connection this runspace's default, also one that another runspace has opened.</summary>
    public static void MakeDefault(IruConnection connection)
    {
        var all = OfCurrentRunspace();
        lock (all)
        {
            all.Remove(connection);
            all.Add(connection);
        }
    }

    private static List<IruConnection> OfCurrentRunspace() => ByRunspace.GetOrCreateValue(Runspace.DefaultRunspace);
}
