namespace IruMcp.Connections;

/// <summary>When a request may be sent again, and after how long.</summary>
internal sealed class RetryPolicy(bool isTriedOnce = false)
{
    /// <summary>A wait beyond this, at once or in pauses without any success, is told to the user instead.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private const int MostAttempts = 5;
    private const int MostRejections = 50;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(15);

    private readonly Random _jitter = new();

    /// <summary>Whether a request that came too fast may be sent again, after the wait that its connection makes.</summary>
    /// <param name="failure">The server's refusal.</param>
    /// <param name="mayRepeat">True for requests that change nothing.</param>
    /// <param name="attempt">How often it has been sent, from 1.</param>
    public static bool MayRepeatRejected(IruException failure, bool mayRepeat, int attempt) =>
        (mayRepeat || failure.IsFromTransport) && attempt < MostRejections && !(failure.RetryAfter > LongestWait);

    /// <summary>Null where the request must not be sent again.</summary>
    /// <param name="failure">What happened, already told apart.</param>
    /// <param name="mayRepeat">True for requests that change nothing.</param>
    /// <param name="attempt">How often it has been sent, from 1.</param>
    public TimeSpan? DelayBefore(IruException failure, bool mayRepeat, bool wasSent, int attempt)
    {
        if (isTriedOnce || attempt >= MostAttempts)
            return null;

        // A call that may have changed something is repeated only where it is certain that nobody processed it.
        var certainlyNotProcessed = failure is { Id: FailureIds.RateLimited, IsFromTransport: true }
            || failure.Id is FailureIds.ConnectionFailed or FailureIds.ConnectionLost && !wasSent;
        var isTransient = failure.Id is FailureIds.RateLimited or FailureIds.ServerUnavailable or FailureIds.ConnectionFailed
            or FailureIds.ConnectionLost or FailureIds.IncompleteAnswer or FailureIds.UpstreamTimeout;
        if (!(mayRepeat ? isTransient : certainlyNotProcessed))
            return null;

        if (failure.RetryAfter is { } asked)
            return asked <= LongestWait ? asked : null;

        var backoff = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1), LongestBackoff.TotalMilliseconds);
        lock (_jitter)
            return TimeSpan.FromMilliseconds(backoff * (0.75 + 0.5 * _jitter.NextDouble()));
    }
}
