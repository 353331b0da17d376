using System.Net.Sockets;
using System.Text;
using IruMcp.Governance;

namespace IruMcp.Core.Tests.Governance;

public sealed class SystemLogTests
{
    [Fact]
    public void A_line_arrives_at_the_syslog_socket_with_its_priority()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(Path.GetTempPath(), "irumcp-" + Guid.NewGuid().ToString("n")[..8]);
        try
        {
            using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            daemon.Bind(new UnixDomainSocketEndPoint(path));
            daemon.ReceiveTimeout = 5000;
            SystemLog.WriteSyslog("{\"kind\":\"decision\"}", path);
            SystemLog.WriteSyslog(new string('x', 100_000), path);

            var buffer = new byte[64 * 1024];
            var first = Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer));
            // authpriv.notice
            Assert.Equal($"<85>IruMcp[{Environment.ProcessId}]: {{\"kind\":\"decision\"}}", first);
            Assert.Equal(8 * 1024, daemon.Receive(buffer));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_second_place_that_does_not_work_is_told_once_and_stops_nothing()
    {
        if (OperatingSystem.IsWindows() || File.Exists("/dev/log") || File.Exists("/var/run/syslog"))
            return;
        using var folder = new AuditFolder();
        var trail = new AuditTrail(folder.Settings() with { Sink = AuditSink.System }, new AuditScope("acme", AuditFolder.Tenant, "Shell", new Redactor()));
        trail.Allow(AuditFolder.Call(), "-Force", null, folder.Log).End(AuditOutcome.Succeeded, null);
        Assert.Equal(2, folder.Lines().Count);
        Assert.Contains("syslog", Assert.Single(folder.Log.Messages));
    }
}
