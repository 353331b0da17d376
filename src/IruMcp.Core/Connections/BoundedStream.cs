namespace IruMcp.Connections;

/// <summary>A body that ends in an error where it is longer than any real one: a server whose answer has no end must not fill the memory of
/// whoever asked.</summary>
/// <param name="inner">The body as it comes from the wire.</param>
/// <param name="mostBytes">How much of it is read.</param>
/// <param name="exceeded">Told when it is longer.</param>
internal sealed class BoundedStream(Stream inner, long mostBytes, Action exceeded) : ReadOnlyStream(inner)
{
    private long _left = mostBytes;

    public override int Read(byte[] buffer, int offset, int count) => Count(Inner.Read(buffer, offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await Inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
#endif

    private int Count(int read)
    {
        if ((_left -= read) >= 0)
            return read;
        exceeded();
        throw new IOException();
    }
}
