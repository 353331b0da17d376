using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IruMcp.Connections;

/// <summary>What the server says beside its answers over one session, on its way to <see cref="ServerMessages"/>.</summary>
/// <param name="messages">Null where nobody listens.</param>
internal sealed class SessionMessages(ServerMessages? messages)
{
    private const string FirstVersionWithoutSetLevel = "2026-07-28";
    private const string LevelMember = "io.modelcontextprotocol/logLevel";

    private static readonly TimeSpan LongestSetLevel = TimeSpan.FromSeconds(5);

    private CancellationTokenSource _isMoot = new();
    private int _open;
    private int _asked;
    private string? _toldLevel;

    /// <summary>True where somebody listens, so that what comes just before an answer is to be heard before it.</summary>
    public bool AreHeard => messages is not null;

    /// <summary>How many questions there have been.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>True while a person thinks about a question.</summary>
    public bool HasOpenQuestion => Volatile.Read(ref _open) > 0;

    public McpClientHandlers Handlers => new()
    {
        ElicitationHandler = messages?.AskAsync is { } ask ? (question, cancellationToken) => AskAsync(ask, question, cancellationToken) : null,
        NotificationHandlers = messages is null ? null : [new(NotificationMethods.LoggingMessageNotification, Hear)],
    };

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

    /// <summary>What a request says beside its parameters.</summary>
    public static JsonObject Meta(JsonObject parameters)
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

    private ValueTask Hear(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        if (notification.Params is JsonObject parameters)
            messages!.OnLog(parameters);
        return default;
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
