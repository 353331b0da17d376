using System.Net;

namespace IruMcp.Connections;

/// <summary>An answer's body that ends in an error where it is longer than any real one: a server whose answer has no end must not fill the
/// memory of whoever asked.</summary>
internal sealed class BoundedContent : HttpContent
{
    private const int CopyBytes = 64 * 1024;

    private readonly HttpContent _inner;
    private readonly long _mostBytes;
    private readonly Action _exceeded;

    /// <param name="inner">The body as it comes from the wire.</param>
    /// <param name="mostBytes">How much of it is read.</param>
    /// <param name="exceeded">Told when it is longer.</param>
    public BoundedContent(HttpContent inner, long mostBytes, Action exceeded)
    {
        _inner = inner;
        _mostBytes = mostBytes;
        _exceeded = exceeded;
        foreach (var header in inner.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new BoundedStream(await _inner.ReadAsStreamAsync().ConfigureAwait(false), _mostBytes, _exceeded);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

#if NET
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new BoundedStream(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _mostBytes, _exceeded);

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

    private sealed class BoundedStream(Stream inner, long mostBytes, Action exceeded) : Stream
    {
        private long _left = mostBytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Count(await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

#if NET
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
#endif

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int read)
        {
            if ((_left -= read) >= 0)
                return read;
            exceeded();
            throw new IOException();
        }
    }
}
