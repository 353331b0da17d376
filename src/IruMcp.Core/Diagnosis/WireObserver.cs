using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IruMcp.Diagnosis;

/// <summary>Notes what the answers of a server look like, and which certificate it shows.</summary>
internal sealed class WireObserver
{
    private static readonly string[] RateHeaders =
        ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];

    /// <summary>What the TLS handshake showed; null where there was none.</summary>
    public CertificateVerdict? Certificate { get; private set; }

    /// <summary>The status of the last answer.</summary>
    public int? Status { get; private set; }

    public string? MediaType { get; private set; }

    /// <summary>True once an answer was a success.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>True where an event stream came with its length: somebody on the way had collected all of it first.</summary>
    public bool IsStreamHeldBack { get; private set; }

    /// <summary>Who passed the answer on, by its own words.</summary>
    public string? Via { get; private set; }

    /// <summary>The server's clock, to the second.</summary>
    public DateTimeOffset? ServerTime { get; private set; }

    /// <summary>This machine's clock when <see cref="ServerTime"/> came.</summary>
    public DateTimeOffset AnsweredAt { get; private set; }

    /// <summary>The longest time to the start of an answer.</summary>
    public TimeSpan LongestWait { get; private set; }

    public int RequestCount { get; private set; }

    /// <summary>What the last answer says about rate limits.</summary>
    public IReadOnlyList<string> RateLimits { get; private set; } = [];

    public HttpMessageHandler Watch(HttpClientHandler handler)
    {
        handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => Judge(certificate, chain, errors);
        return new ObservingHandler(handler, this);
    }

    private bool Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Certificate = CertificateVerdict.Of(certificate, chain, errors);
        return errors == SslPolicyErrors.None;
    }

    private void Note(HttpResponseMessage response, TimeSpan wait)
    {
        AnsweredAt = DateTimeOffset.UtcNow;
        ServerTime = response.Headers.Date ?? ServerTime;
        Status = (int)response.StatusCode;
        MediaType = response.Content?.Headers.ContentType?.MediaType;
        HasSucceeded |= response.IsSuccessStatusCode;
        IsStreamHeldBack |= MediaType == "text/event-stream" && response.Content?.Headers.ContentLength is > 0;
        if (response.Headers.Via.Count > 0)
            Via = string.Join(", ", response.Headers.Via);
        if (wait > LongestWait)
            LongestWait = wait;
        RateLimits = [.. RateHeaders.Where(response.Headers.Contains).Select(name => $"{name} {string.Join(",", response.Headers.GetValues(name))}")];
    }

    private sealed class ObservingHandler(HttpMessageHandler inner, WireObserver observer) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            observer.RequestCount++;
            var watch = Stopwatch.StartNew();
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (request.Method == HttpMethod.Post)
                observer.Note(response, watch.Elapsed);
            return response;
        }
    }
}
