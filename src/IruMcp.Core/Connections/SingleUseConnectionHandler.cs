#if !NET
namespace IruMcp.Connections;

/// <summary>Sends each request that must not be repeated over a connection of its own.</summary>
/// <remarks>When a reused keep-alive connection fails, the HttpWebRequest of the .NET Framework sends a buffered POST once more by
/// itself. It does not on a connection that has carried nothing before, and each handler has its own connections.</remarks>
internal sealed class SingleUseConnectionHandler(Func<HttpMessageHandler> createHandler) : DelegatingHandler(createHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (ExchangeTrace.Current is { MayRepeat: true })
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        request.Headers.ConnectionClose = true;
        // Not disposed here: the response is still being read, and its connection closes at its end.
        var client = new HttpMessageInvoker(createHandler(), disposeHandler: false);
        return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
#endif
