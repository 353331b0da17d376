using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IruMcp.Bridge;
using IruMcp.Connections;
using IruMcp.Core.Tests.Connections;
using IruMcp.Governance;

namespace IruMcp.Core.Tests.Bridge;

/// <summary>An MCP client, written by hand, on the other end of a bridge that runs in this process.</summary>
internal sealed class BridgeClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Pipe _toBridge = new();
    private readonly Pipe _fromBridge = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly StringWriter _log = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly Channel<JsonObject> _others = System.Threading.Channels.Channel.CreateUnbounded<JsonObject>();
    private readonly Task _reading;
    private int _lastId;

    private BridgeClient(BridgeOptions options, bool keepsLog = true)
    {
        var bridge = new McpBridge(options, TextWriter.Synchronized(_log), isVerbose: keepsLog);
        Ended = bridge.RunAsync(_toBridge.Reader.AsStream(), _fromBridge.Writer.AsStream(), CancellationToken.None);
        _reading = ReadAsync();
    }

    /// <summary>Completes when the bridge has ended.</summary>
    public Task Ended { get; }

    public string Log => _log.ToString();

    /// <summary>How many requests have had no answer.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>The questions that the bridge has asked.</summary>
    public ConcurrentQueue<JsonObject> Questions { get; } = new();

    /// <summary>What to answer to a question: the result; null leaves it open.</summary>
    public Func<JsonObject, JsonObject?> Answer { get; set; } = static _ => throw new InvalidOperationException("No question was expected.");

    /// <summary>A bridge that nobody has said anything to.</summary>
    public static BridgeClient Start(BridgeOptions options) => new(options);

    /// <summary>A bridge whose client has introduced itself.</summary>
    public static async Task<BridgeClient> OpenAsync(BridgeOptions options, bool elicits = false, string name = "tests", string version = "2025-06-18", bool keepsLog = true)
    {
        var client = new BridgeClient(options, keepsLog);
        await client.InitializeAsync(elicits ? """{"elicitation":{}}""" : "{}", name, version);
        return client;
    }

    public static BridgeOptions Options(SimulatorProcess simulator, string? resultFolder = null, AuditSettings? audit = null, PolicyPlaces? policy = null)
    {
        var connection = TestConnection.Options(simulator);
        if (audit is not null)
            connection = connection with { Audit = audit };
        if (policy is not null)
            connection = connection with { PolicyPlaces = policy };
        return new BridgeOptions { ReadConfiguration = () => connection, ResultFolder = resultFolder ?? TemporaryResults };
    }

    public async Task<JsonObject> InitializeAsync(string capabilities = "{}", string name = "tests", string version = "2025-06-18")
    {
        var answer = await RequestAsync("initialize", JsonNode.Parse(
            $$$"""{"protocolVersion":"{{{version}}}","capabilities":{{{capabilities}}},"clientInfo":{"name":"{{{name}}}","version":"1.0"}}"""));
        await SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return answer["result"]!.AsObject();
    }

    public Task<JsonObject> RequestAsync(string method, JsonNode? parameters = null) => BeginAsync(method, parameters).Answer;

    public (int Id, Task<JsonObject> Answer) BeginAsync(string method, JsonNode? parameters = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var waiting = _waiting[id] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method };
        if (parameters is not null)
            message["params"] = parameters;
        return (id, SendAndWaitAsync());

        async Task<JsonObject> SendAndWaitAsync()
        {
            await SendAsync(message.ToJsonString());
            return await waiting.Task.WaitAsync(Patience);
        }
    }

    /// <summary>The result of a call.</summary>
    public async Task<JsonObject> CallAsync(string tool, object? arguments = null, JsonObject? meta = null)
    {
        var parameters = new JsonObject { ["name"] = tool, ["arguments"] = System.Text.Json.JsonSerializer.SerializeToNode(arguments ?? new { }) };
        if (meta is not null)
            parameters["_meta"] = meta;
        return (await RequestAsync("tools/call", parameters))["result"]!.AsObject();
    }

    /// <summary>The first text of a call's result.</summary>
    public async Task<string> CallForTextAsync(string tool, object? arguments = null) => TextOf(await CallAsync(tool, arguments));

    public static string TextOf(JsonObject result) => (string)result["content"]![0]!["text"]!;

    public async Task<List<JsonObject>> ListAsync() =>
        [.. (await RequestAsync("tools/list"))["result"]!["tools"]!.AsArray().Select(tool => tool!.AsObject())];

    public async Task<IReadOnlyList<string>> ListNamesAsync() => [.. (await ListAsync()).Select(tool => (string)tool["name"]!)];

    /// <summary>A line as it is, to which the bridge adds nothing.</summary>
    public async Task SendAsync(string line) => await _toBridge.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>How many messages that are no answers have come and were not looked at.</summary>
    public int OtherCount => _others.Reader.Count;

    /// <summary>The next message that is no answer to a request of this client's.</summary>
    public async Task<JsonObject> NextOtherAsync() => await _others.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next notification of this kind; others before it are dropped.</summary>
    public async Task<JsonObject> NextOtherAsync(string method)
    {
        while (true)
            if (await NextOtherAsync() is var message && (string?)message["method"] == method)
                return message;
    }

    public void CloseInput() => _toBridge.Writer.Complete();

    public async ValueTask DisposeAsync()
    {
        CloseInput();
        await Ended.WaitAsync(Patience);
        await _fromBridge.Writer.CompleteAsync();
        await _reading.WaitAsync(Patience);
    }

    private static string TemporaryResults { get; } = TemporaryFolder.OfThisRun("results");

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(_fromBridge.Reader.AsStream());
        while (await reader.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!.AsObject();
            if ((string?)message["method"] == "elicitation/create")
            {
                Questions.Enqueue(message);
                if (Answer(message["params"]!.AsObject()) is { } result)
                    await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = message["id"]!.DeepClone(), ["result"] = result }.ToJsonString());
            }
            else if (message["id"]?.GetValueKind() == System.Text.Json.JsonValueKind.Number && _waiting.TryRemove((int)message["id"]!, out var waiting))
                waiting.SetResult(message);
            else
                await _others.Writer.WriteAsync(message);
        }
    }
}
