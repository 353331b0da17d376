using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IruMcp.LoadTests;

/// <summary>Forwards TCP connections on loopback to a server, and keeps what the client sent over each.</summary>
internal sealed class CountingForwarder : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<StringBuilder> _connections = [];
    private readonly Uri _target;

    public CountingForwarder(Uri target)
    {
        _target = target;
        _listener.Start();
        Endpoint = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _ = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>For each connection, the requests that came over it: header and body of each, in their order.</summary>
    public IReadOnlyList<string[]> Connections =>
        [.. _connections.Select(sent => sent.ToString().Split("POST /", StringSplitOptions.RemoveEmptyEntries))];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        var sent = new StringBuilder();
        _connections.Add(sent);
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port);
                var answers = server.GetStream().CopyToAsync(client.GetStream());
                var buffer = new byte[16 * 1024];
                int read;
                while ((read = await client.GetStream().ReadAsync(buffer)) > 0)
                {
                    sent.Append(Encoding.Latin1.GetString(buffer, 0, read));
                    await server.GetStream().WriteAsync(buffer.AsMemory(0, read));
                }
                server.Client.Shutdown(SocketShutdown.Send);
                await answers;
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
            {
                // One side has closed the connection.
            }
        }
    }
}
