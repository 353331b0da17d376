using System.Collections.Concurrent;
using System.Text.Json;
using IruMcp.Connections;

namespace IruMcp.Bridge;

/// <summary>An MCP server on a pair of streams that forwards to Iru's. It answers <c>initialize</c> before it has read a key or opened a
/// connection, and stays when it cannot have either: each call tries again and says what is wrong.</summary>
public sealed class McpBridge
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int InternalError = -32603;

    /// <summary>Calls that are under way when the input ends may still come to their end: scripts close it at once.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(20);

    /// <summary>Clients wait about so long for the first list.</summary>
    private static readonly TimeSpan LongestListWait = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ListStaysFresh = TimeSpan.FromMinutes(1);

    private static readonly string[] Versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    private readonly BridgeOptions _options;
    private readonly BridgeLog _log;
    private readonly ConcurrentDictionary<string, RunningRequest> _running = new(StringComparer.Ordinal);

    private ClientFacts _client = ClientFacts.Unknown;
    private bool _hasListedWithoutTools;
    private DateTime _listedAt = DateTime.MinValue;

    /// <param name="options">What to serve.</param>
    /// <param name="error">Takes the log, without secrets.</param>
    /// <param name="isVerbose">True logs each step as well.</param>
    public McpBridge(BridgeOptions options, TextWriter error, bool isVerbose)
    {
        _options = options;
        _log = new BridgeLog(error, isVerbose);
    }

    /// <summary>Serves one client until its input ends, its process ends, or the token is cancelled.</summary>
    /// <param name="input">What the client sends: one JSON-RPC message a line, UTF-8.</param>
    /// <param name="output">What it gets, in the same form. Nothing else may write to it.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var session = new Session(this, output, end.Token);
        var inputEnded = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: a read of standard input cannot be cancelled, and must not keep the process alive.
        new Thread(() =>
        {
            Read(input, session);
            inputEnded.TrySetResult(true);
        })
        { IsBackground = true, Name = BridgeText.ServerName }.Start();

        var gone = Task.WhenAny(ParentWatch.WaitForEndAsync(end.Token), session.Writer.Broken, Task.Delay(Timeout.Infinite, end.Token));
        if (await Task.WhenAny(inputEnded.Task, gone).ConfigureAwait(false) == inputEnded.Task)
        {
            session.Requests.GiveUp();
            await Task.WhenAny(AllRunning(), gone, Task.Delay(LongestDrain, end.Token)).ConfigureAwait(false);
        }
        end.Cancel();
        await Task.WhenAny(AllRunning(), Task.Delay(LongestGoodbye, CancellationToken.None)).ConfigureAwait(false);
    }

    private Task AllRunning() => Task.WhenAll(_running.Values.Select(request => request.Ended));

    private void Read(Stream input, Session session)
    {
        var lines = new LineReader(input);
        try
        {
            while (lines.Read() is { } line)
                Take(line, session);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            _log.Verbose(broken.Message);
        }
    }

    private void Take(ArraySegment<byte> line, Session session)
    {
        IReadOnlyList<RpcMessage?> messages;
        try
        {
            messages = RpcMessage.Read(line);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            session.Writer.Fail(null, ParseError, BridgeText.ParseError);
            return;
        }
        foreach (var message in messages)
            if (message is null)
                session.Writer.Fail(null, InvalidRequest, BridgeText.InvalidRequest);
            else if (message.Method is not { } method)
                session.Requests.Complete(message);
            else if (message.Id is { } id)
                Serve(method, id, message, session);
            else if (method == "notifications/cancelled")
                Cancel(message.Params);
    }

    private void Serve(string method, JsonElement id, RpcMessage message, Session session)
    {
        switch (method)
        {
            case "initialize":
                Initialize(id, message.Params, session);
                return;
            case "ping":
                session.Writer.Answer(id, static json =>
                {
                    json.WriteStartObject();
                    json.WriteEndObject();
                });
                return;
            case "tools/list":
                Start(message, session, cancellationToken => ListAsync(id, session, cancellationToken));
                return;
            case "tools/call":
                if (RpcMessage.Text(message.Params, "name") is { Length: > 0 } name)
                    Start(message, session, cancellationToken => CallAsync(id, name, message.Params, session, cancellationToken));
                else
                    session.Writer.Fail(id, InvalidParams, BridgeText.NoToolName);
                return;
            default:
                session.Writer.Fail(id, MethodNotFound, BridgeText.MethodNotFound(method));
                return;
        }
    }

    private void Initialize(JsonElement id, JsonElement parameters, Session session)
    {
        var asked = RpcMessage.Text(parameters, "protocolVersion");
        _client = ClientFacts.Read(parameters);
        session.Writer.Answer(id, json =>
        {
            json.WriteStartObject();
            json.WriteString("protocolVersion", Array.IndexOf(Versions, asked) >= 0 ? asked : Versions[0]);
            json.WriteStartObject("capabilities");
            json.WriteStartObject("tools");
            json.WriteBoolean("listChanged", true);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("serverInfo");
            json.WriteString("name", BridgeText.ServerName);
            json.WriteString("title", BridgeText.ServerTitle);
            json.WriteString("version", HttpPipeline.ClientVersion);
            json.WriteEndObject();
            json.WriteString("instructions", BridgeText.Instructions(_options.IsReadOnly));
            json.WriteEndObject();
        });
        // What the client asks for next needs the connection.
        session.Open();
    }

    private async Task ListAsync(JsonElement id, Session session, CancellationToken cancellationToken)
    {
        var connection = await ConnectionForListAsync(session, cancellationToken).ConfigureAwait(false);
        var offer = ToolOffer.Make(connection?.Tools, _options, _client.ToolLimit);
        _hasListedWithoutTools = connection is null;
        if (connection is not null)
        {
            _log.Verbose(BridgeText.Serving(_client.Name, offer.Shown.Count, connection.ToolCount));
            if (_client.ToolLimit is { } limit && offer.Shown.Count > limit)
                _log.Warning(BridgeText.TooManyTools(_client.Name, offer.Shown.Count, limit));
        }
        session.Writer.Answer(id, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("tools");
            foreach (var tool in offer.Shown)
                ToolWriter.Write(json, tool, connection!.Redact);
            if (offer.NeedsFinder)
                OwnTools.Write(json, _options.IsReadOnly);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Null where there is none in time: a client that gets no list shows the server as broken, and would not try again.</summary>
    private async Task<IruConnection?> ConnectionForListAsync(Session session, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestListWait);
        try
        {
            var connection = await session.Connections.GetAsync(limit.Token).ConfigureAwait(false);
            if (DateTime.UtcNow - _listedAt > ListStaysFresh && _listedAt != DateTime.MinValue)
                await connection.RefreshToolsAsync(_log, limit.Token).ConfigureAwait(false);
            _listedAt = DateTime.UtcNow;
            return connection;
        }
        catch (IruException why)
        {
            _log.Warning(BridgeText.ListWithoutTools(why.Message));
            return session.Connections.Current;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return session.Connections.Current;
        }
    }

    private async Task CallAsync(JsonElement id, string name, JsonElement parameters, Session session, CancellationToken cancellationToken)
    {
        var result = await session.Calls.CallAsync(
            name, RpcMessage.Member(parameters, "arguments"), _client, ProgressSink.For(session.Writer, parameters), cancellationToken).ConfigureAwait(false);
        session.Writer.Answer(id, result);
    }

    private void Start(RpcMessage message, Session session, Func<CancellationToken, Task> serve)
    {
        var request = new RunningRequest(session.End);
        if (!_running.TryAdd(message.Key, request))
        {
            session.Writer.Fail(message.Id, InvalidRequest, BridgeText.DuplicateId);
            return;
        }
        Task.Run(async () =>
        {
            try
            {
                await serve(request.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (request.Token.IsCancellationRequested)
            {
                // Called off: no answer is awaited.
            }
            catch (Exception unforeseen)
            {
                _log.Warning(unforeseen.ToString());
                session.Writer.Fail(message.Id, InternalError, BridgeText.InternalError);
            }
            finally
            {
                _running.TryRemove(message.Key, out _);
                request.End();
            }
        });
    }

    private void Cancel(JsonElement parameters)
    {
        if (parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("requestId", out var id)
            && _running.TryGetValue(id.GetRawText(), out var request))
            request.Cancel();
    }

    /// <summary>The parts that live as long as one client is served.</summary>
    private sealed class Session : IDisposable
    {
        private readonly McpBridge _bridge;

        public Session(McpBridge bridge, Stream output, CancellationToken end)
        {
            _bridge = bridge;
            End = end;
            Writer = new MessageWriter(output);
            Requests = new ClientRequests(Writer);
            Connections = new BridgeConnection(bridge._options, bridge._log, Opened, end);
            var files = new ResultFiles(bridge._options.ResultFolder);
            Files = files;
            Calls = new BridgeCalls(
                bridge._options, Connections, new Elicitation(Requests),
                new AnswerShaper(new LargeAnswer(files, bridge._options.MaxResultSize), bridge._options.MaxResultSize), bridge._log);
        }

        public CancellationToken End { get; }

        public MessageWriter Writer { get; }

        public ClientRequests Requests { get; }

        public BridgeConnection Connections { get; }

        public BridgeCalls Calls { get; }

        private ResultFiles Files { get; }

        /// <summary>Opens the connection in the background; whoever needs it waits for it and hears of a failure.</summary>
        public void Open() => Connections.Open().ContinueWith(
            opening =>
            {
                _ = opening.Exception;
                Files.CleanUp(DateTime.Now);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        public void Dispose() => Connections.Dispose();

        private void Opened(IruConnection connection)
        {
            _bridge._log.Redact = connection.Redact;
            if (!_bridge._hasListedWithoutTools)
                return;
            _bridge._hasListedWithoutTools = false;
            Writer.Say("notifications/tools/list_changed", null, null);
        }
    }
}
