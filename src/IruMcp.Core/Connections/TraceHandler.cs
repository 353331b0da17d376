using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace IruMcp.Connections;

/// <summary>Notes in the flow's <see cref="ExchangeTrace"/> what happens to each request.</summary>
internal sealed class TraceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The longest pages that were seen have a few megabytes.</summary>
    public const int MostBytes = 128 * 1024 * 1024;

    private const int BodyStartBytes = 8 * 1024;
    private const string SessionHeader = "Mcp-Session-Id";

    /// <summary>An error's words are worth a short wait; a body that never ends must not hold up the error itself.</summary>
    private static readonly TimeSpan LongestWaitForBody = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Notifications, and the session's DELETE, may share the flow of the request that matters.
        var trace = request.Method == HttpMethod.Post ? ExchangeTrace.Current : null;
        var carriesSession = request.Headers.Contains(SessionHeader);
        trace?.Sending(carriesSession);
        if (carriesSession && request.Headers.GetValues(SessionHeader).Any(id => id.Any(character => character is < ' ' or > '~')))
            trace?.CannotCarrySession();
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            WriteMediaTypeSmall(response);
            if (trace is not null)
            {
                trace.Answered(response, await ReadBodyStartAsync(response, cancellationToken).ConfigureAwait(false), DateTimeOffset.UtcNow);
                if (response is { IsSuccessStatusCode: true, Content: { } body })
                    response.Content = new WatchedContent(body, stream => WithoutLargeResult(new BoundedStream(stream, MostBytes, trace.IsTooLong), body, trace));
            }
            // A 404 would make the SDK end the session and with it every other request under way, whose fate nobody would then know.
            if (carriesSession && response.StatusCode == HttpStatusCode.NotFound)
                response.StatusCode = HttpStatusCode.Gone;
            return response;
        }
        catch (HttpRequestException failure) when (HappenedWhileConnecting(failure))
        {
            trace?.NeverLeft(failure);
            throw;
        }
    }

    private static Stream WithoutLargeResult(Stream stream, HttpContent body, ExchangeTrace trace) =>
        trace.Large is { } large && IsUtf8(body.Headers.ContentType) && body.Headers.ContentLength is not < LargeResult.LeastBytes
            ? new LargeResultStream(stream, body.Headers.ContentType?.MediaType == "text/event-stream", large)
            : stream;

    private static bool IsUtf8(MediaTypeHeaderValue? type) => type?.CharSet is not { } set || set.Trim('"').ToLowerInvariant() is "utf-8" or "utf8";

    /// <summary>Media types know no case, but the SDK compares them with it; and older frameworks take no quotes.</summary>
    private static void WriteMediaTypeSmall(HttpResponseMessage response)
    {
        if (response.Content?.Headers.ContentType is { MediaType: { } type } header)
        {
            header.MediaType = type.ToLowerInvariant();
            if (header.CharSet is not null && IsUtf8(header))
                header.CharSet = "utf-8";
        }
    }

    private static async Task<string?> ReadBodyStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.Content is not { } content)
            return null;

        var buffer = new byte[BodyStartBytes];
        var length = 0;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(LongestWaitForBody);
        try
        {
            using var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
            using var closing = giveUp.Token.Register(stream.Dispose);
            int read;
            while (length < buffer.Length && (read = await stream.ReadAsync(buffer, length, buffer.Length - length, giveUp.Token).ConfigureAwait(false)) > 0)
                length += read;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or ObjectDisposedException or OperationCanceledException)
        {
            // What arrived before the connection broke is still worth telling.
            cancellationToken.ThrowIfCancellationRequested();
        }

        var replacement = new ByteArrayContent(buffer, 0, length);
        foreach (var header in content.Headers.Where(header => header.Key is not ("Content-Length" or "Content-Encoding")))
            replacement.Headers.TryAddWithoutValidation(header.Key, header.Value);
        response.Content = replacement;
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

#if NET
    private static bool HappenedWhileConnecting(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or
        HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
#else
    private static bool HappenedWhileConnecting(HttpRequestException failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is WebException web)
                return web.Status is WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or
                    WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.SecureChannelFailure or
                    WebExceptionStatus.TrustFailure;
            if (cause is SocketException socket)
                return socket.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or
                    SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NoData or SocketError.TryAgain;
        }
        return false;
    }
#endif
}
