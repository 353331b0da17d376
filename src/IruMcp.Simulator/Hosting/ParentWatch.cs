using System.Diagnostics;

namespace IruMcp.Simulator.Hosting;

/// <summary>Waits for another process to end, so that a test which dies leaves no simulator behind.</summary>
internal static class ParentWatch
{
    public static async Task WaitForEndAsync(int? processId)
    {
        if (processId is not { } id)
        {
            await Task.Delay(Timeout.Infinite);
            return;
        }
        try
        {
            using Process process = Process.GetProcessById(id);
            await process.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }
}
