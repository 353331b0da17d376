using System.Net;

namespace IruMcp.Connections;

/// <summary>An answer's body that is read through other streams.</summary>
internal sealed class WatchedContent : HttpContent
{
    private const int CopyBytes = 16 * 1024;

    private readonly HttpContent _inner;
    private readonly Func<Stream, Stream> _watch;

    /// <param name="inner">The body as it comes from the wire.</param>
    /// <param name="watch">Puts the other streams around its stream.</param>
    public WatchedContent(HttpContent inner, Func<Stream, Stream> watch)
    {
        _inner = inner;
        _watch = watch;
        foreach (var header in inner.Headers)
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => _watch(await _inner.ReadAsStreamAsync().ConfigureAwait(false));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

#if NET
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        _watch(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task CopyAsync(Stream target, CancellationToken cancellationToken)
    {
        using var source = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await source.CopyToAsync(target, CopyBytes, cancellationToken).ConfigureAwait(false);
    }
}
