using System.Net;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IruMcp.Connections;

/// <summary>One opened session of the SDK's client, and the way a request goes over it.</summary>
internal sealed class McpSession : IDisposable
{
    /// <summary>Above the ids that the SDK counts up by itself, so that the two never meet.</summary>
    private const long FirstRequestId = 1_000_000;

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(3);
    private static readonly string[] OlderVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    private static long _lastRequestId = FirstRequestId;

    private readonly McpClient _client;
    private readonly SessionMessages _messages;

    /// <summary>The requests under way, and one for the owner; at zero the session ends.</summary>
    private int _holds = 1;

    private int _exchanges;

    private McpSession(McpClient client, SessionMessages messages)
    {
        _client = client;
        _messages = messages;
    }

    public string ServerName => _client.ServerInfo?.Name ?? "";

    public string ServerVersion => _client.ServerInfo?.Version ?? "";

    /// <summary>True once the server has ended the session; requests can no longer go over it.</summary>
    public bool IsEnded => _client.Completion.IsCompleted;

    public string ProtocolVersion => _client.NegotiatedProtocolVersion ?? "";

    /// <summary>Opens a session with the SDK's own negotiation; where its probe fails, again with older versions pinned.</summary>
    /// <exception cref="Exception">Whatever the SDK threw for the first try; the flow's trace tells the rest.</exception>
    public static async Task<McpSession> OpenAsync(HttpClient http, ConnectionOptions options, IActivityLog log, CancellationToken cancellationToken)
    {
        Exception? first = null;
        ExchangeTrace? firstTrace = null;
        foreach (var version in VersionsToTry(options.Protocols.Recall(options.Endpoint)))
        {
            var trace = ExchangeTrace.Current!;
            try
            {
                log.Verbose(version is null ? $"Opening a session with {options.Endpoint}." : $"Opening a session with {options.Endpoint}, protocol {version}.");
                var messages = new SessionMessages(options.Messages);
                var session = new McpSession(await CreateClientAsync(http, options, version, messages, cancellationToken).ConfigureAwait(false), messages);
                options.Protocols.Remember(options.Endpoint, session.ProtocolVersion);
                log.Verbose($"{options.Endpoint.Host} answered, protocol {session.ProtocolVersion}.");
                return session;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (first is null)
                    (first, firstTrace) = (failure, trace.Snapshot());
                if (MayBeAboutTheVersion(trace))
                    options.Protocols.Forget(options.Endpoint);
                // A probe may hang for its version; what hangs twice would hang for every version.
                if (!MayBeAboutTheVersion(trace) || failure is TimeoutException && first != failure)
                    throw;
            }
        }

        ExchangeTrace.Current!.TakeOver(firstTrace!);
        throw first!;
    }

    /// <summary>Keeps the session alive until <see cref="Release"/>; false where it is over already.</summary>
    public bool TryHold()
    {
        for (var holds = Volatile.Read(ref _holds); holds > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _holds, holds + 1, holds);
            if (seen == holds)
                return true;
            holds = seen;
        }
        return false;
    }

    /// <summary>Lets go of the session; whoever does so last ends it, in the background.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
            Task.Run(Dispose);
    }

    /// <summary>Sends one request and waits for its answer; a cancelled one is called off at the server as well.</summary>
    /// <param name="method">The JSON-RPC method.</param>
    /// <param name="parameters">Its parameters; the SDK adds to the object, so it must not be used twice.</param>
    /// <param name="timeout">The longest wait for the whole answer.</param>
    /// <param name="onProgress">Told how far the server is; null for nobody.</param>
    /// <exception cref="TimeoutException">The time was up; the request may have taken effect.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled, or the session ended under the request.</exception>
    public async Task<RpcResult> SendAsync(
        string method, JsonObject parameters, TimeSpan timeout, ProgressHandler? onProgress, CancellationToken cancellationToken)
    {
        var request = new JsonRpcRequest
        {
            Id = new RequestId(Interlocked.Increment(ref _lastRequestId)),
            Method = method,
            Params = parameters,
        };

        await _messages.TellLevelAsync(_client, parameters).ConfigureAwait(false);
        if (onProgress is null)
            return await ExchangeAsync(request, timeout, cancellationToken).ConfigureAwait(false);

        var id = (long)request.Id.Id!;
        _messages.ListenToProgress(parameters, id, onProgress);
        try
        {
            return await ExchangeAsync(request, timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _messages.StopListening(id);
        }
    }

    private async Task<RpcResult> ExchangeAsync(JsonRpcRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var abort = new CancellationTokenSource();
        var large = new LargeResult((long)request.Id.Id!);
        ExchangeTrace.Current?.Large = large;
        Interlocked.Increment(ref _exchanges);
        try
        {
            var answer = _client.SendRequestAsync(request, abort.Token);
            await WaitAsync(answer, timeout, cancellationToken).ConfigureAwait(false);
            if (answer.IsCompleted)
                return large.Complete((await answer.ConfigureAwait(false)).Result);

            // The SDK only aborts the request; a server with sessions would go on with the tool.
            Observe(SayCancelledAsync(request.Id));
            abort.Cancel();
            Observe(answer);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException();
        }
        finally
        {
            if (Interlocked.Decrement(ref _exchanges) == 0)
                _messages.CloseQuestions();
        }
    }

    /// <summary>Waits for an answer, for the caller to give up, or for the time to pass. A person whom the server asks meanwhile takes the time
    /// that a person takes.</summary>
    private async Task WaitAsync(Task answer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        int asked;
        do
        {
            asked = _messages.Asked;
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            giveUp.CancelAfter(timeout);
            await Task.WhenAny(answer, Task.Delay(Timeout.Infinite, giveUp.Token)).ConfigureAwait(false);
            giveUp.Cancel();
        }
        while (!answer.IsCompleted && !cancellationToken.IsCancellationRequested && (_messages.HasOpenQuestion || _messages.Asked != asked));
    }

    /// <summary>Ends the session at the server, as far as that can be done quickly.</summary>
    public void Dispose()
    {
        var goodbye = Task.Run(async () => await _client.DisposeAsync().ConfigureAwait(false));
        Observe(goodbye);
        goodbye.Wait(LongestGoodbye);
    }

    private static IEnumerable<string?> VersionsToTry(string? remembered)
    {
        if (remembered is not null)
            yield return remembered;
        yield return null;
        foreach (var version in OlderVersions)
            yield return version;
    }

    private static Task<McpClient> CreateClientAsync(HttpClient http, ConnectionOptions options, string? version, SessionMessages messages, CancellationToken cancellationToken)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = options.Endpoint,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
                Name = options.Name,
            },
            http);
        return McpClient.CreateAsync(
            new ListeningTransport(transport, messages.Hear),
            new McpClientOptions
            {
                ClientInfo = new Implementation { Name = "IruMcp", Version = HttpPipeline.ClientVersion },
                ProtocolVersion = version,
                InitializationTimeout = options.Timeout,
                Handlers = messages.Handlers,
            },
            loggerFactory: null,
            cancellationToken);
    }

    /// <summary>An answer that an unknown version, header or method may have caused; a web page, a refused key, a busy server
    /// or a dead line would be the same for every version.</summary>
    private static bool MayBeAboutTheVersion(ExchangeTrace trace) =>
        trace.ConnectFailure is null
        && trace.MediaType != "text/html"
        && !trace.HasUnusableSession
        && trace.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.ServiceUnavailable or (HttpStatusCode)429)
        && trace.Status is not (>= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest);

    private async Task SayCancelledAsync(RequestId id)
    {
        ExchangeTrace.Detach();
        using var limit = new CancellationTokenSource(LongestGoodbye);
        await _client.SendMessageAsync(
            new JsonRpcNotification
            {
                Method = NotificationMethods.CancelledNotification,
                Params = new JsonObject { ["requestId"] = JsonValue.Create((long)id.Id!) },
            },
            limit.Token).ConfigureAwait(false);
    }

    private static void Observe(Task task) =>
        task.ContinueWith(done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
