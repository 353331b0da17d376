using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IruMcp.Files;

/// <summary>Waits for other programs that have a file open: editors, backups, log shippers, virus scanners.</summary>
internal static class SharingWait
{
    private const int ShortestPauseMs = 1;
    private const int LongestPauseMs = 25;

    /// <summary>Long enough for a program that reads the file once; one that keeps the file open must be named in an error.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
    private static readonly Random Pauses = new();

    /// <summary>Does it again for as long as another program has the file open.</summary>
    public static T Run<T>(Func<T> work)
    {
        var waited = Stopwatch.StartNew();
        while (true)
            try
            {
                return work();
            }
            catch (IOException held) when (IsHeld(held) && waited.Elapsed < Longest)
            {
                Pause();
            }
    }

    /// <summary>The same for replacing, renaming or deleting: Windows then says that access was denied.</summary>
    public static void Replace(Action work)
    {
        var waited = Stopwatch.StartNew();
        while (true)
            try
            {
                work();
                return;
            }
            catch (IOException held) when (IsHeld(held) && waited.Elapsed < Longest)
            {
                Pause();
            }
            catch (UnauthorizedAccessException) when (IsWindows && waited.Elapsed < Longest)
            {
                Pause();
            }
    }

    /// <summary>True for a file that another process has open: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_UNABLE_TO_REMOVE_REPLACED,
    /// EWOULDBLOCK of Linux and of macOS.</summary>
    public static bool IsHeld(IOException failure) =>
        failure.GetType() == typeof(IOException) && (failure.HResult & 0xFFFF) is 32 or 33 or 1175 or 11 or 35;

    public static void Pause()
    {
        int milliseconds;
        lock (Pauses)
            milliseconds = Pauses.Next(ShortestPauseMs, LongestPauseMs);
        CancellationToken.None.WaitHandle.WaitOne(milliseconds);
    }
}
