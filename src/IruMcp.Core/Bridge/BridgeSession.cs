using System.Text.Json;
using IruMcp.Connections;

namespace IruMcp.Bridge;

/// <summary>Serves one client, message by message.</summary>
internal sealed class BridgeSession : IDisposable
{
    private static readonly string[] Versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    private static readonly Action<Utf8JsonWriter> Nothing = static json =>
    {
        json.WriteStartObject();
        json.WriteEndObject();
    };

    private readonly BridgeOptions _options;
    private readonly BridgeLog _log;
    private readonly MessageWriter _writer;
    private readonly ClientRequests _requests;
    private readonly RunningRequests _running;
    private readonly BridgeConnection _connections;
    private readonly MessageRelay _relay;
    private readonly ResultFiles _files;
    private readonly ToolListing _listing;
    private readonly BridgeCalls _calls;
    private ClientFacts _client = ClientFacts.Unknown;

    public BridgeSession(BridgeOptions options, BridgeLog log, Stream output, CancellationToken end)
    {
        _options = options;
        _log = log;
        _writer = new MessageWriter(output);
        _requests = new ClientRequests(_writer);
        _running = new RunningRequests(_writer, log, end);
        var elicitation = new Elicitation(_requests);
        _connections = new BridgeConnection(options, log, () => _relay!.MessagesFor(_client), Opened, end);
        _relay = new MessageRelay(_writer, elicitation, () => _connections.Current, log);
        _files = new ResultFiles(options.ResultFolder);
        _listing = new ToolListing(options, _connections, log);
        _calls = new BridgeCalls(
            options, _connections, elicitation, new AnswerShaper(new LargeAnswer(_files, options.MaxResultSize), options.MaxResultSize), log);
    }

    /// <summary>Completes when the client no longer reads.</summary>
    public Task ClientGone => _writer.Broken;

    /// <summary>Completes when the requests that are under way now have ended.</summary>
    public Task RequestsEnded => _running.Ended;

    /// <summary>The client says nothing any more.</summary>
    public void EndOfInput() => _requests.GiveUp();

    /// <summary>Takes one line of the client's; what takes time goes on in the background.</summary>
    public void Take(ArraySegment<byte> line)
    {
        IReadOnlyList<RpcMessage?> messages;
        try
        {
            messages = RpcMessage.Read(line);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            _writer.Fail(null, RpcErrors.ParseError, BridgeText.ParseError);
            return;
        }
        foreach (var message in messages)
            if (message is null)
                _writer.Fail(null, RpcErrors.InvalidRequest, BridgeText.InvalidRequest);
            else if (message.Method is not { } method)
                _requests.Complete(message);
            else if (message.Id is { } id)
                Serve(method, id, message);
            else if (method == "notifications/cancelled")
                _running.Cancel(message.Params);
    }

    public void Dispose() => _connections.Dispose();

    private void Serve(string method, JsonElement id, RpcMessage message)
    {
        switch (method)
        {
            case "initialize":
                Initialize(id, message.Params);
                return;
            case "ping":
                _writer.Answer(id, Nothing);
                return;
            case "logging/setLevel":
                if (_relay.TrySetLevel(RpcMessage.Text(message.Params, "level")))
                    _writer.Answer(id, Nothing);
                else
                    _writer.Fail(id, RpcErrors.InvalidParams, BridgeText.NoLogLevel);
                return;
            case "tools/list":
                _running.Start(message, cancellationToken => _listing.ListAsync(_client, cancellationToken));
                return;
            case "tools/call":
                if (RpcMessage.Text(message.Params, "name") is { Length: > 0 } name)
                    _running.Start(message, cancellationToken => _calls.CallAsync(
                        name, RpcMessage.Member(message.Params, "arguments"), _client, ProgressSink.For(_writer, message.Params), cancellationToken));
                else
                    _writer.Fail(id, RpcErrors.InvalidParams, BridgeText.NoToolName);
                return;
            default:
                _writer.Fail(id, RpcErrors.MethodNotFound, BridgeText.MethodNotFound(method));
                return;
        }
    }

    private void Initialize(JsonElement id, JsonElement parameters)
    {
        var asked = RpcMessage.Text(parameters, "protocolVersion");
        _writer.Answer(id, json =>
        {
            json.WriteStartObject();
            json.WriteString("protocolVersion", Array.IndexOf(Versions, asked) >= 0 ? asked : Versions[0]);
            json.WriteStartObject("capabilities");
            json.WriteStartObject("logging");
            json.WriteEndObject();
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
        _client = ClientFacts.Read(parameters);
        OpenConnection();
    }

    /// <summary>In the background, since what the client asks for next needs it; whoever does waits for it and hears of a failure.</summary>
    private void OpenConnection() => _connections.Open().ContinueWith(
        opening =>
        {
            _ = opening.Exception;
            _files.CleanUp(DateTime.Now);
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void Opened(IruConnection connection)
    {
        _log.Redact = connection.Redact;
        if (_listing.TakeIncomplete())
            _writer.Say("notifications/tools/list_changed", null, null);
    }
}
