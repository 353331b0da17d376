using System.Net;

namespace IruMcp.Connections;

/// <summary>What was seen on the wire of one request: the SDK's exceptions lose the headers and cannot say whether the
/// request ever left.</summary>
internal sealed class ExchangeTrace
{
    private static readonly AsyncLocal<ExchangeTrace?> CurrentTrace = new();

    /// <summary>The trace that the requests of this asynchronous flow are noted in.</summary>
    public static ExchangeTrace? Current => CurrentTrace.Value;

    /// <summary>False as long as it is certain that no byte of the request reached the server.</summary>
    public bool WasSent { get; private set; }

    public HttpStatusCode? Status { get; private set; }

    public string? MediaType { get; private set; }

    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>The first characters of the body, for answers that are no success.</summary>
    public string? BodyStart { get; private set; }

    /// <summary>True where the request carried a session id, so that 404 means that the session is gone.</summary>
    public bool CarriedSession { get; private set; }

    /// <summary>True where the server gave a session id that cannot be sent back.</summary>
    public bool HasUnusableSession { get; private set; }

    /// <summary>The host that a redirect pointed to; it is never followed.</summary>
    public string? RedirectHost { get; private set; }

    /// <summary>True where the answer was longer than any real one, and was given up.</summary>
    public bool WasTooLong { get; private set; }

    /// <summary>The exception of the connection itself, where there was one.</summary>
    public Exception? ConnectFailure { get; private set; }

    /// <summary>Takes the result out of the answer where it is large; null where none is awaited.</summary>
    public LargeResult? Large { get; set; }

    /// <summary>True where the request changes nothing, so that the transport may send it again.</summary>
    public bool MayRepeat { get; private init; }

    /// <summary>Notes all requests of the current asynchronous flow in a new trace.</summary>
    public static ExchangeTrace Begin(bool mayRepeat) => CurrentTrace.Value = new ExchangeTrace { MayRepeat = mayRepeat };

    /// <summary>From here on nothing of this flow is noted: for messages that are sent beside the request that matters.</summary>
    public static void Detach() => CurrentTrace.Value = null;

    public ExchangeTrace Snapshot() => (ExchangeTrace)MemberwiseClone();

    public void TakeOver(ExchangeTrace other)
    {
        WasSent = other.WasSent;
        Status = other.Status;
        MediaType = other.MediaType;
        RetryAfter = other.RetryAfter;
        BodyStart = other.BodyStart;
        CarriedSession = other.CarriedSession;
        RedirectHost = other.RedirectHost;
        ConnectFailure = other.ConnectFailure;
        WasTooLong = other.WasTooLong;
        HasUnusableSession = other.HasUnusableSession;
    }

    /// <summary>A request is about to be sent: what an earlier one of the same flow left behind no longer counts.</summary>
    public void Sending(bool carriesSession)
    {
        WasSent = true;
        CarriedSession = carriesSession;
        Status = null;
        MediaType = null;
        RetryAfter = null;
        BodyStart = null;
        RedirectHost = null;
        ConnectFailure = null;
        WasTooLong = false;
        HasUnusableSession = false;
    }

    public void IsTooLong() => WasTooLong = true;

    /// <summary>The request could not even be written.</summary>
    public void CannotCarrySession()
    {
        WasSent = false;
        HasUnusableSession = true;
    }

    public void NeverLeft(Exception failure)
    {
        WasSent = false;
        ConnectFailure = failure;
    }

    public void Answered(HttpResponseMessage response, string? bodyStart, DateTimeOffset now)
    {
        Status = response.StatusCode;
        MediaType = response.Content?.Headers.ContentType?.MediaType;
        BodyStart = bodyStart;
        RetryAfter = WantedPause.Of(response.Headers, now);
        if (response.Headers.Location is { } location)
            RedirectHost = location.IsAbsoluteUri ? location.Authority : null;
    }
}
