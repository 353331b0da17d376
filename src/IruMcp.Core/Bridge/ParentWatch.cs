using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IruMcp.Bridge;

/// <summary>Notices that the process that started this one is gone: a client that is killed may leave the pipe open in a third process.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the parent is gone; never where it cannot be told.</summary>
    public static async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        var isGone = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? WatchOnWindows() : WatchOnUnix();
        while (!isGone())
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An orphan gets another parent.</summary>
    private static Func<bool> WatchOnUnix()
    {
        var parent = getppid();
        return () => getppid() != parent;
    }

    private static Func<bool> WatchOnWindows()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            var facts = default(ProcessFacts);
            if (NtQueryInformationProcess(self.Handle, 0, ref facts, Marshal.SizeOf<ProcessFacts>(), out _) != 0)
                return static () => false;
            var parent = Process.GetProcessById(facts.ParentId.ToInt32());
            // A process with that number that is younger than its child is another one.
            return parent.StartTime > self.StartTime ? static () => false : () => parent.HasExited;
        }
        catch (Exception unknown) when (unknown is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return static () => false;
        }
    }

    [DllImport("libc")]
    private static extern int getppid();

    [DllImport("ntdll.dll")]
    private static extern int NtQueryInformationProcess(IntPtr process, int kind, ref ProcessFacts facts, int size, out int written);

    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessFacts
    {
        public IntPtr ExitStatus;
        public IntPtr Environment;
        public IntPtr Affinity;
        public IntPtr Priority;
        public IntPtr Id;
        public IntPtr ParentId;
    }
}
