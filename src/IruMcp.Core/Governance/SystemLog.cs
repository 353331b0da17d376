using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
#if NET
using System.Text;
#endif

namespace IruMcp.Governance;

/// <summary>The system's own log as a second place for audit lines, by what every system has and without a library: the event log of
/// Windows, the syslog socket elsewhere.</summary>
internal static class SystemLog
{
    private const string Source = "IruMcp";

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    public static string Name => IsWindows ? "the Windows event log" : "syslog";

    /// <summary>Null when it was written, else why not.</summary>
    public static string? TryWrite(string line)
    {
        try
        {
            if (IsWindows)
                WriteEvent(line);
            else
                WriteSyslog(line);
            return null;
        }
        catch (Exception failure) when (failure is Win32Exception or SocketException or PlatformNotSupportedException or DllNotFoundException)
        {
            return failure.Message;
        }
    }

    private const ushort Information = 4;
    private const uint EventId = 1;

    /// <summary>An event's string takes no more (ReportEventW: 31,839 characters).</summary>
    private const int LongestEventText = 31_000;

    private static void WriteEvent(string line)
    {
        var log = RegisterEventSource(null, Source);
        if (log == IntPtr.Zero)
            throw new Win32Exception();
        try
        {
            if (!ReportEvent(log, Information, 0, EventId, IntPtr.Zero, 1, 0, [Cut(line, LongestEventText)], IntPtr.Zero))
                throw new Win32Exception();
        }
        finally
        {
            DeregisterEventSource(log);
        }
    }

    private static string Cut(string line, int longest) => line.Length > longest ? line.Substring(0, longest) : line;

    [DllImport("advapi32", EntryPoint = "RegisterEventSourceW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern IntPtr RegisterEventSource(string? server, string source);

    [DllImport("advapi32", EntryPoint = "ReportEventW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ReportEvent(
        IntPtr log, ushort type, ushort category, uint id, IntPtr user, ushort strings, uint dataSize, string[] texts, IntPtr data);

    [DllImport("advapi32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool DeregisterEventSource(IntPtr log);

#if NET
    // RFC 3164: facility 10 (authpriv) times 8, plus severity 5 (notice).
    private const int Priority = 10 * 8 + 5;

    /// <summary>What every syslog daemon takes in one message.</summary>
    private const int LongestMessage = 8 * 1024;

    private static readonly string[] Sockets = ["/dev/log", "/var/run/syslog"];

    private static void WriteSyslog(string line) => WriteSyslog(line, Sockets.FirstOrDefault(File.Exists) ?? Sockets[0]);

    internal static void WriteSyslog(string line, string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        var message = Encoding.UTF8.GetBytes($"<{Priority}>{Source}[{Environment.ProcessId}]: {line}");
        socket.Send(message.Length > LongestMessage ? message[..LongestMessage] : message);
    }
#else
    // The netstandard2.0 build runs on Windows PowerShell only.
    private static void WriteSyslog(string _) => throw new PlatformNotSupportedException();
#endif
}
