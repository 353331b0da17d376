using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using IruMcp.Connections;

namespace IruMcp.Diagnosis;

/// <summary>Asks a proxy for a way to the server, since the HTTP client does not say why it got none.</summary>
internal static class ProxyTunnel
{
    private const int LongestHead = 16 * 1024;

    private static readonly Regex StatusLine = new(@"^HTTP/\d\.\d (?<status>\d{3})", RegexOptions.CultureInvariant);
    private static readonly Regex Scheme = new(@"^Proxy-Authenticate:\s*(?<scheme>[A-Za-z]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    /// <returns>The status, null where the answer is none of a proxy; the ways to sign in that it offers, as the end of a sentence.</returns>
    public static async Task<(int? Status, string Schemes)> AskAsync(
        TcpClient client, Uri endpoint, ProxyOptions proxy, TimeSpan longest, CancellationToken cancellationToken)
    {
        var request = new StringBuilder($"CONNECT {endpoint.IdnHost}:{endpoint.Port} HTTP/1.1\r\nHost: {endpoint.IdnHost}:{endpoint.Port}\r\n");
        if (proxy.UserName is { } user)
            request.Append("Proxy-Authorization: Basic ").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{proxy.Password?.Reveal()}"))).Append("\r\n");
        request.Append("\r\n");

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(longest);
        // A network stream of the .NET Framework heeds no token; closing it ends the read.
        using var closing = over.Token.Register(client.Dispose);
        try
        {
            var stream = client.GetStream();
            var bytes = Encoding.ASCII.GetBytes(request.ToString());
            await stream.WriteAsync(bytes, 0, bytes.Length, over.Token).ConfigureAwait(false);
            var head = await ReadHeadAsync(stream, over.Token).ConfigureAwait(false);
            var status = StatusLine.Match(head);
            var schemes = string.Join(", ", Scheme.Matches(head).Cast<Match>().Select(match => match.Groups["scheme"].Value).Distinct());
            return (status.Success ? int.Parse(status.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture) : null,
                schemes.Length > 0 ? $", {schemes}" : "");
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, "");
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
            if (Encoding.ASCII.GetString(buffer, 0, length).IndexOf("\r\n\r\n", StringComparison.Ordinal) >= 0)
                break;
        }
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
