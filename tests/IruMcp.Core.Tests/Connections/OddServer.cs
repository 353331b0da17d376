using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Governance;

namespace IruMcp.Core.Tests.Connections;

/// <summary>A small MCP server on loopback whose answers can be bent.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    public const string Key = "sk_live:CANARY0123456789";

    private readonly HttpListener _listener = new();
    private readonly Uri _endpoint;
    private readonly Task _serving;
    private int _calls;

    public OddServer()
    {
        _endpoint = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(_endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public string MediaType { get; set; } = "application/json";

    public string? Session { get; set; }

    public string? Version { get; set; }

    public string Name { get; set; } = "odd";

    /// <summary>More tools of the list as JSON, each after a comma.</summary>
    public string MoreTools { get; set; } = "";

    /// <summary>True answers everything with an error whose body goes on for ever.</summary>
    public bool NeverEnds { get; set; }

    /// <summary>The media type of calls' answers whose body goes on for ever; null for answers that end.</summary>
    public string? Endless { get; set; }

    /// <summary>The status and body of a call, by its number from 1; no body for a good answer. In a body {id} is the request's.</summary>
    public Func<int, (int Status, string? Body)> Call { get; set; } = _ => (200, null);

    /// <summary>The Retry-After header of calls that are no success, as it stands; null for none.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>The status and body of an answer to initialize, by the version that it asks for; no body for a good answer.</summary>
    public Func<string, (int Status, string? Body)> Opening { get; set; } = _ => (200, null);

    /// <summary>The result of server/discover; null where the server does not know it.</summary>
    public string? Discovery { get; set; }

    public int Calls => _calls;

    /// <summary>The result of a good call.</summary>
    public string Result { get; set; } = """{"content":[{"type":"text","text":"{\"ok\":true}"}]}""";

    public ConnectionOptions Options => new()
    {
        Name = "odd", Endpoint = _endpoint, ApiKey = new Secret(Key), Audit = new AuditSettings { Folder = TestConnection.AuditPath }, PolicyPlaces = TestConnection.Policies,
        Protocols = TestConnection.Protocols,
    };

    public Task<IruConnection> OpenAsync(int timeoutSeconds = 20) =>
        IruConnection.OpenAsync(Options with { Timeout = TimeSpan.FromSeconds(timeoutSeconds) }, new RecordingLog(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _serving;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var text = await reader.ReadToEndAsync();
        if (NeverEnds)
        {
            context.Response.StatusCode = 500;
            context.Response.SendChunked = true;
            await context.Response.OutputStream.WriteAsync("x"u8.ToArray());
            await context.Response.OutputStream.FlushAsync();
            return;
        }
        var message = text.Length == 0 ? null : JsonNode.Parse(text);
        if (Endless is { } type && (string?)message?["method"] == "tools/call")
        {
            _calls++;
            context.Response.ContentType = type;
            await PourAsync(context.Response);
            return;
        }
        var (status, body) = message?["id"] is null ? (202, "") : Answer(message);
        context.Response.StatusCode = status;
        if (Session is not null)
            context.Response.Headers["Mcp-Session-Id"] = Session;
        if (RetryAfter is not null && status != 200)
            context.Response.Headers["Retry-After"] = RetryAfter;
        if (body.Length > 0)
            context.Response.ContentType = MediaType;
        context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
    }

    private static async Task PourAsync(HttpListenerResponse response)
    {
        var letters = new byte[1024 * 1024];
        Array.Fill(letters, (byte)'x');
        response.SendChunked = true;
        try
        {
            while (true)
                await response.OutputStream.WriteAsync(letters);
        }
        catch (Exception hungUp) when (hungUp is HttpListenerException or IOException or ObjectDisposedException)
        {
            response.Abort();
        }
    }

    private (int Status, string Body) Answer(JsonNode message)
    {
        var method = (string?)message["method"];
        if (method == "tools/call" && Call(++_calls) is { Body: { } bent } answer)
            return (answer.Status, bent.Replace("{id}", message["id"]!.ToJsonString()));
        if (method == "initialize" && Opening((string)message["params"]!["protocolVersion"]!) is { Body: { } refusal } refused)
            return (refused.Status, refusal.Replace("{id}", message["id"]!.ToJsonString()));
        var result = method switch
        {
            "initialize" => $$$"""
                {"protocolVersion":"{{{Version ?? (string?)message["params"]!["protocolVersion"]}}}","capabilities":{"tools":{}},"serverInfo":{"name":"{{{Name}}}","version":"1"}}
                """,
            "server/discover" => Discovery,
            "tools/list" => $$$"""{"tools":[{"name":"get-thing","inputSchema":{"type":"object"}},{"name":"change-thing","inputSchema":{"type":"object"}}{{{MoreTools}}}]}""",
            "tools/call" => Result,
            _ => null,
        };
        var id = message["id"]!.ToJsonString();
        var outcome = result is null ? "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}" : $"\"result\":{result}";
        return (200, $$$"""{"jsonrpc":"2.0","id":{{{id}}},{{{outcome}}}""" + "}");
    }
}
