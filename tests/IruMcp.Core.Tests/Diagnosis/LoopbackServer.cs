using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IruMcp.Core.Tests.Diagnosis;

/// <summary>Answers every request on a real socket with one text, in the clear or behind TLS with a certificate of its own.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly string? _greeting;
    private readonly Task _serving;

    /// <param name="answer">Makes the whole HTTP answer of a request's head.</param>
    /// <param name="certificate">Null for no TLS.</param>
    /// <param name="greeting">What is said before anything was asked; the connection then ends.</param>
    public LoopbackServer(Func<string, string> answer, X509Certificate2? certificate = null, string? greeting = null)
    {
        _greeting = greeting;
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The first lines of the requests that came.</summary>
    public List<string> Requests { get; } = [];

    public static string Http(int status, string body = "", string type = "text/html", string headers = "") =>
        $"HTTP/1.1 {status} Said\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    /// <summary>A port on which nothing listens.</summary>
    public static int ClosedPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <param name="host">The name it is for.</param>
    /// <param name="issuer">The common name of an authority that signs it; null for a certificate that signs itself.</param>
    /// <param name="from">The days from now on which it begins and ends.</param>
    public static X509Certificate2 Certificate(string host, string? issuer = null, int from = -1, int until = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var (begin, end) = (DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until));
        using var certificate = issuer is null ? request.CreateSelfSigned(begin, end) : Signed(request, issuer, key, begin, end);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _certificate?.Dispose();
    }

    private static X509Certificate2 Signed(CertificateRequest request, string issuer, ECDsa key, DateTimeOffset begin, DateTimeOffset end)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest($"CN={issuer}", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-400), DateTimeOffset.UtcNow.AddDays(400));
        using var signed = request.Create(root, begin, end, [1, 2, 3, 4]);
        return signed.CopyWithPrivateKey(key);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
            catch (Exception broken) when (broken is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The other side hung up, as it does when it does not like the certificate.
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_greeting is not null)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_greeting));
            return;
        }
        if (_certificate is not null)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(_certificate);
            stream = tls;
        }
        await using (stream)
        {
            var head = await ReadHeadAsync(stream);
            if (head.Length == 0)
                return;
            lock (Requests)
                Requests.Add(head.Split('\r')[0]);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_answer(head)));
        }
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            length += read;
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || end >= 0 && length >= end + 4 + BodyLength(text))
                return text;
        }
    }

    private static int BodyLength(string head) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line[15..]) : 0;
}
