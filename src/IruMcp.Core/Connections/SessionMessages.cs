using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IruMcp.Connections;

/// <summary>What the server says beside its answers over one session, on its way to whoever listens.</summary>
/// <param name="messages">Takes log messages and questions; null where nobody does.</param>
internal sealed class SessionMessages(ServerMessages? messages)
{
    private const string FirstVersionWithoutSetLevel = "2026-07-28";
    private const string LevelMember = "io.modelcontextprotocol/logLevel";

    private static readonly TimeSpan LongestSetLevel = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ProgressHandler> _progress = new(StringComparer.Ordinal);
    private CancellationTokenSource _isMoot = new();
    private int _open;
    private int _asked;
    private string? _toldLevel;

    /// <summary>How many questions there have been.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>True while a person thinks about a question.</summary>
    public bool HasOpenQuestion => Volatile.Read(ref _open) > 0;

    public McpClientHandlers Handlers => new()
    {
        ElicitationHandler = messages?.AskAsync is { } ask ? (question, cancellationToken) => AskAsync(ask, question, cancellationToken) : null,
    };

    /// <summary>Takes a notification, in the order in which they come and before the answer that follows.</summary>
    public void Hear(JsonRpcNotification notification)
    {
        try
        {
            if (notification.Params is not JsonObject parameters)
                return;
            if (notification.Method == NotificationMethods.LoggingMessageNotification)
                messages?.OnLog(parameters);
            else if (notification.Method == NotificationMethods.ProgressNotification && parameters["progressToken"]?.ToString() is { } token
                && _progress.TryGetValue(token, out var onProgress))
                onProgress((double)parameters["progress"]!, (double?)parameters["total"], (string?)parameters["message"]);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or FormatException or ArgumentException)
        {
            // A notification that is none is no reason to lose the answer.
        }
    }

    /// <summary>Asks for progress with a request.</summary>
    /// <param name="id">The request's id, which is its token as well.</param>
    public void ListenToProgress(JsonObject parameters, long id, ProgressHandler onProgress)
    {
        Meta(parameters)["progressToken"] = id;
        _progress[Token(id)] = onProgress;
    }

    public void StopListening(long id) => _progress.TryRemove(Token(id), out _);

    /// <summary>Closes what is still asked: no request is under way that an answer could belong to.</summary>
    public void CloseQuestions()
    {
        if (HasOpenQuestion)
            Interlocked.Exchange(ref _isMoot, new CancellationTokenSource()).Cancel();
    }

    /// <summary>Tells the server which log messages are wanted, where that is not what it knows already.</summary>
    /// <param name="parameters">The request that is sent next. Newer servers read the level from it.</param>
    public async Task TellLevelAsync(McpClient client, JsonObject parameters)
    {
        if (messages?.LogLevel is not { } level)
            return;
        if (string.CompareOrdinal(client.NegotiatedProtocolVersion, FirstVersionWithoutSetLevel) >= 0)
            Meta(parameters)[LevelMember] = level;
        else if (client.ServerCapabilities.Logging is not null && Interlocked.Exchange(ref _toldLevel, level) != level)
            await Task.Run(() => SetLevelAsync(client, level)).ConfigureAwait(false);
    }

    private static string Token(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a request says beside its parameters.</summary>
    private static JsonObject Meta(JsonObject parameters)
    {
        if (parameters["_meta"] is not JsonObject meta)
            parameters["_meta"] = meta = [];
        return meta;
    }

    private static async Task SetLevelAsync(McpClient client, string level)
    {
        ExchangeTrace.Detach();
        using var limit = new CancellationTokenSource(LongestSetLevel);
        try
        {
            await client.SendRequestAsync(
                new JsonRpcRequest { Method = RequestMethods.LoggingSetLevel, Params = new JsonObject { ["level"] = level } }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is McpException or HttpRequestException or IOException or OperationCanceledException)
        {
            // Whoever listens leaves out what it does not want anyway.
        }
    }

    private async ValueTask<ElicitResult> AskAsync(
        Func<JsonObject, CancellationToken, Task<JsonObject>> ask, ElicitRequestParams? question, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        Interlocked.Increment(ref _open);
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _isMoot.Token);
            var answer = await ask(JsonSerializer.SerializeToNode(question, McpJsonUtilities.DefaultOptions) as JsonObject ?? [], end.Token).ConfigureAwait(false);
            return answer.Deserialize<ElicitResult>(McpJsonUtilities.DefaultOptions)!;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            Interlocked.Increment(ref _asked);
        }
    }
}
