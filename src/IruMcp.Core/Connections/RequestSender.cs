using System.Diagnostics;
using System.Text.Json.Nodes;
using IruMcp.Governance;

namespace IruMcp.Connections;

/// <summary>Sends requests over the connection's session: opens it when needed, opens it again when the server has forgotten
/// it, and repeats what may be repeated.</summary>
internal sealed class RequestSender : IDisposable
{
    private readonly ConnectionOptions _options;
    private readonly HttpClient _http;
    private readonly WireFailure _failures;
    private readonly RetryPolicy _retry;
    private readonly RequestBudget _budget;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private McpSession? _session;
    private long _requestCount;
    private volatile bool _isClosed;

    public RequestSender(ConnectionOptions options, Redactor redactor)
    {
        _options = options;
        _retry = new RetryPolicy(options.IsTriedOnce);
        _http = HttpPipeline.Create(options);
        _failures = new WireFailure(options.Endpoint, redactor);
        var rate = options.MaximumRequestRate ?? (options.Endpoint.IsLoopback ? 0 : ConnectionOptions.DefaultRequestRate);
        _budget = new RequestBudget(rate == 0 ? null : rate);
    }

    public McpSession? Session => _session;

    public bool IsClosed => _isClosed;

    public RequestBudget Budget => _budget;

    /// <summary>How many requests were sent, repetitions included.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <param name="request">What to send, and how to judge the answer.</param>
    /// <exception cref="IruException">It failed for good, or may not be repeated.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<RpcResult> SendAsync(SentRequest request, IActivityLog log, CancellationToken cancellationToken)
    {
        var sessionsLost = 0;
        IruException? rejected = null;
        for (var attempt = 1; ; attempt++)
        {
            var sentAt = await EnterAsync(request, rejected, log, cancellationToken).ConfigureAwait(false);
            var session = await HoldSessionAsync(log, cancellationToken).ConfigureAwait(false);
            var trace = ExchangeTrace.Begin(request.MayRepeat);
            var sent = Stopwatch.StartNew();
            IruException failure;
            try
            {
                Interlocked.Increment(ref _requestCount);
                var result = await session.SendAsync(request.Method, request.CreateParameters(), _options.Timeout, request.OnProgress, cancellationToken).ConfigureAwait(false);
                if (request.Judge(result) is not { } judged)
                {
                    _budget.Accept(sentAt);
                    return result;
                }
                failure = judged;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception thrown) when (thrown is not IruException)
            {
                failure = _failures.Describe(thrown, trace, request.Tool, changes: !request.MayRepeat);
            }
            finally
            {
                session.Release();
            }

            if (failure.Id == FailureIds.SessionLost || session.IsEnded)
                Discard(session);

            // Only 404 is promised to mean that the request was not processed.
            if (failure.Id == FailureIds.SessionLost && (request.MayRepeat || failure.StatusCode == 404) && sessionsLost++ == 0)
            {
                log.Verbose("The server has forgotten the session; opening a new one and sending the request again.");
                continue;
            }

            if (failure.Id == FailureIds.RateLimited)
            {
                var mayRepeat = !_isClosed && request.MayWait && RetryPolicy.MayRepeatRejected(failure, request.MayRepeat, attempt);
                SlowDown(sentAt, failure, mayRepeat ? log : null);
                // A change that the API behind the server turned away may be the only one.
                failure.HoldsForAll = !request.MayWait || request.MayRepeat || failure.IsFromTransport;
                if (!mayRepeat)
                    throw failure;
                rejected = failure;
                continue;
            }

            if (_isClosed || _retry.DelayBefore(failure, request.MayRepeat, trace.WasSent, attempt) is not { } delay)
            {
                if (failure.IsAmbiguous)
                    log.Verbose(FailureText.WhatIsKnown(trace, attempt, sent.Elapsed));
                throw failure;
            }
            await WaitAsync(failure, delay, attempt, log, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<McpSession> EnsureSessionAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw Closed();
        if (_session is { IsEnded: false } open)
            return open;

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_session is { IsEnded: false } openedMeanwhile)
                return openedMeanwhile;
            return _session = await OpenAsync(log, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<TimeSpan> EnterAsync(SentRequest request, IruException? rejected, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await _budget.EnterAsync(request.MayWait, log.Waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (RateLimitException limit)
        {
            throw rejected ?? FailureText.MustWait(_options.Name, limit.Wait, request);
        }
    }

    /// <summary>A request was turned away: the others of this connection wait too.</summary>
    private void SlowDown(TimeSpan sentAt, IruException failure, IActivityLog? log)
    {
        _budget.Reject(sentAt, failure.RetryAfter);
        log?.Verbose(FormattableString.Invariant($"{failure.Message} All requests of this connection wait, then continue at up to {_budget.Rate:0.#} a second."));
    }

    private async Task<McpSession> HoldSessionAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        while (true)
        {
            var session = await EnsureSessionAsync(log, cancellationToken).ConfigureAwait(false);
            if (session.TryHold())
                return session;
            // Another caller has discarded it meanwhile.
        }
    }

    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _session?.Dispose();
        _http.Dispose();
    }

    private async Task<McpSession> OpenAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var trace = ExchangeTrace.Begin(mayRepeat: true);
            IruException failure;
            try
            {
                return await McpSession.OpenAsync(_http, _options, log, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception thrown) when (thrown is not IruException)
            {
                failure = _failures.Describe(thrown, trace, null, changes: false);
            }

            // An answer that is none was asked for again already, with every version of the protocol.
            if (failure.Id == FailureIds.IncompleteAnswer || _retry.DelayBefore(failure, mayRepeat: true, trace.WasSent, attempt) is not { } delay)
                throw failure;
            await WaitAsync(failure, delay, attempt, log, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the session up; requests of other callers that are under way on it still come to their end.</summary>
    private void Discard(McpSession session)
    {
        if (Interlocked.CompareExchange(ref _session, null, session) == session)
            session.Release();
    }

    private static async Task WaitAsync(IruException failure, TimeSpan delay, int attempt, IActivityLog log, CancellationToken cancellationToken)
    {
        log.Verbose(FormattableString.Invariant($"{failure.Message} Trying again in {delay.TotalSeconds:0.0} s (try {attempt + 1})."));
        await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
    }

    private IruException Closed() => new(FailureIds.Disconnected, IruErrorCategory.ConnectionError,
        $"The connection '{_options.Name}' has been closed.", FailureText.ConnectAgain);
}

/// <summary>One request: what is sent, whether it may be sent twice, and what its answer is worth.</summary>
/// <param name="Method">The JSON-RPC method.</param>
/// <param name="CreateParameters">Makes fresh parameters for each try, since the SDK writes into them.</param>
/// <param name="MayRepeat">True where nothing is changed by it.</param>
/// <param name="Tool">The tool being called, if any.</param>
/// <param name="Judge">The failure that an answer reports, or null for a good one.</param>
internal sealed record SentRequest(
    string Method, Func<JsonObject> CreateParameters, bool MayRepeat, string? Tool, Func<RpcResult, IruException?> Judge)
{
    /// <summary>False gives an error where the limit on requests would make it wait for a noticeable time.</summary>
    public bool MayWait { get; init; } = true;

    /// <summary>Told how far the server is; null for nobody.</summary>
    public ProgressHandler? OnProgress { get; init; }
}
