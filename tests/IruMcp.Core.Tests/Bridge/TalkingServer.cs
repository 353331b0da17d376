using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Core.Tests.Connections;
using IruMcp.Governance;

namespace IruMcp.Core.Tests.Bridge;

/// <summary>A small MCP server with sessions that says more than answers. Its tool <c>ask</c> puts a question and answers with what came back;
/// <c>talk</c> sends log messages before the answer.</summary>
internal sealed class TalkingServer : IAsyncDisposable
{
    public const string Key = "sk_live:CANARY0123456789";

    private readonly HttpListener _listener = new();
    private readonly Uri _endpoint;
    private readonly Task _serving;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _asked = new();
    private int _answered;

    public TalkingServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        probe.Stop();
        _listener.Prefixes.Add(_endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The parameters of the question.</summary>
    public string Question { get; set; } = """{"message":"Which one?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}""";

    /// <summary>How many requests of its own it sends before the answer of <c>talk</c>.</summary>
    public int Flood { get; set; }

    /// <summary>How many of them were answered.</summary>
    public int Answered => _answered;

    /// <summary>The parameters of the log messages.</summary>
    public string[] LogMessages { get; set; } = [];

    /// <summary>What the client said that it can do.</summary>
    public JsonObject? Capabilities { get; private set; }

    /// <summary>The level that the client wanted last.</summary>
    public string? Level { get; private set; }

    public ConnectionOptions Options => new()
    {
        Name = "talking", Endpoint = _endpoint, ApiKey = new Secret(Key), Audit = new AuditSettings { Folder = TestConnection.AuditPath }, PolicyPlaces = TestConnection.Policies,
        Protocols = TestConnection.Protocols,
    };

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var text = await reader.ReadToEndAsync();
            context.Response.Headers["Mcp-Session-Id"] = "one";
            if (text.Length == 0 || JsonNode.Parse(text) is not JsonObject message || message["id"] is not { } id || message["method"] is null)
            {
                if (text.Contains("\"roots-", StringComparison.Ordinal))
                    Interlocked.Increment(ref _answered);
                else if (text.Length > 0 && JsonNode.Parse(text)!["id"] is { } answered && _asked.TryRemove((string)answered!, out var question))
                    question.SetResult(JsonNode.Parse(text)!.AsObject());
                context.Response.StatusCode = 202;
                context.Response.Close();
                return;
            }
            context.Response.ContentType = "text/event-stream";
            context.Response.SendChunked = true;
            var outcome = await OutcomeAsync(message, context.Response);
            await SayAsync(context.Response, $$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},{{outcome}}}""");
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client has gone.
        }
    }

    private async Task<string> OutcomeAsync(JsonObject message, HttpListenerResponse response)
    {
        var parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "initialize":
                Capabilities = parameters!["capabilities"]!.AsObject();
                return $$$"""
                    "result":{"protocolVersion":"{{{parameters["protocolVersion"]}}}","capabilities":{"tools":{},"logging":{}},"serverInfo":{"name":"talking","version":"1"}}
                    """;
            case "tools/list":
                return """
                    "result":{"tools":[{"name":"ask","description":"Returns what a person answers.","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}},
                    {"name":"talk","description":"Returns what is said.","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}]}
                    """;
            case "logging/setLevel":
                Level = (string?)parameters!["level"];
                return "\"result\":{}";
            case "tools/call" when (string?)parameters!["name"] == "ask":
                var question = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
                var id = Guid.NewGuid().ToString("n");
                _asked[id] = question;
                await SayAsync(response, $$"""{"jsonrpc":"2.0","id":"{{id}}","method":"elicitation/create","params":{{Question}}}""");
                var answer = await question.Task;
                return Result((answer["result"] ?? answer["error"])!.ToJsonString());
            case "tools/call":
                for (var i = 0; i < Flood; i++)
                    await SayAsync(response, $$"""{"jsonrpc":"2.0","id":"roots-{{i}}","method":"roots/list"}""");
                foreach (var log in LogMessages)
                    await SayAsync(response, $$"""{"jsonrpc":"2.0","method":"notifications/message","params":{{log}}}""");
                return Result("said");
            default:
                return "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}";
        }
    }

    private static string Result(string text) =>
        "\"result\":" + new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }.ToJsonString();

    private static async Task SayAsync(HttpListenerResponse response, string json)
    {
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"event: message\ndata: {JsonNode.Parse(json)!.ToJsonString()}\n\n"));
        await response.OutputStream.FlushAsync();
    }
}
