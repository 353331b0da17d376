using System.ComponentModel;
using System.Diagnostics;

namespace IruMcp.Hosts;

/// <summary>Which programs run. A name alone does not tell them apart: Claude Desktop and Claude Code are both called claude.</summary>
internal static class RunningProcesses
{
    public static IReadOnlyList<string> PathsOf(string name)
    {
        var paths = new List<string>();
        foreach (var process in Process.GetProcessesByName(name))
        {
            using (process)
            {
                try
                {
                    if (process.MainModule?.FileName is { Length: > 0 } path)
                        paths.Add(path);
                }
                catch (Exception error) when (error is Win32Exception or InvalidOperationException or NotSupportedException)
                {
                    // Somebody else's process, or one that has just ended.
                }
            }
        }

        return paths;
    }
}
