using System.Text.Json.Nodes;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Connections;

/// <summary>Has the code that the first answers need compiled while the first requests are under way: half of a fresh
/// process's first call is compiling, and the other half waits for the server with a processor to spare.</summary>
internal static class WarmUp
{
    private const string Schema = """
        {"type":"object","properties":{"limit":{"type":"integer","minimum":1,"maximum":300,"description":"d"},"offset":{"type":"integer","default":0},
        "platform":{"anyOf":[{"type":"string","enum":["Mac","iPad"]},{"type":"null"}]},"device_id":{"type":"string"}},"required":["device_id"]}
        """;

    private const string Answer = """
        {"operation":"o","outcome":"success","result":[{"device_id":"00000000-0000-4000-8000-000000000000","n":1,"x":1.5,"is":true,"none":null,
        "last_check_in":"2026-01-02T03:04:05.678901Z","user":{"id":2,"tags":["a"]}}]}
        """;

    private static int _isStarted;

    /// <summary>Once a process; returns at once.</summary>
    public static void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
            Task.Run(RunAsync);
    }

    private static async Task RunAsync()
    {
#if NET
        await SendAsync().ConfigureAwait(false);
#endif
        // Names of three kinds, so that scores, refusals and the words of risk are all looked up.
        var tools = ToolCatalogue.Build([Listed("get-devices"), Listed("erase-device"), Listed("fetch-everything")]);
        var call = ToolCall.Bind(tools.Tools[2], null, new Dictionary<string, object?> { ["device_id"] = "d" }, null, new PageRequest { First = 1 });
        var pager = new Pager(
            call,
            (_, _) => Task.FromResult(AnswerReader.Read(new JsonObject
            {
                ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Answer }),
            })),
            new ActivityLog(static _ => { }, static _ => { }));
        await pager.ReadPageAsync(CancellationToken.None).ConfigureAwait(false);
    }

#if NET
    /// <summary>Has the HTTP client compiled, by an exchange that goes nowhere.</summary>
    private static async Task SendAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = static (_, _) => ValueTask.FromResult<Stream>(new Echo()) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }

    /// <summary>A line whose other end has answered already.</summary>
    private sealed class Echo() : MemoryStream("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"u8.ToArray())
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }
#endif

    private static ListedTool Listed(string name) => new(name, null, "Lists the devices, with their blueprint.", Schema, null, null);
}
