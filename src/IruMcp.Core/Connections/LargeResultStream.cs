using System.Buffers;

namespace IruMcp.Connections;

/// <summary>A body that lets a <see cref="LargeResult"/> see each of its messages before it is read.</summary>
/// <param name="inner">The body as it comes from the wire.</param>
/// <param name="isEventStream">True where each message is a line of its own, false where the whole body is one.</param>
/// <param name="large">Takes the result out of a message.</param>
internal sealed class LargeResultStream(Stream inner, bool isEventStream, LargeResult large) : ReadOnlyStream(inner)
{
    private const int FirstBytes = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);

    /// <summary>Up to where the buffer has been read, may be read, has been searched for the end of a line, and is filled.</summary>
    private int _read, _ready, _searched, _filled;

    private bool _isAtEnd;

    /// <summary>1 while the buffer is written to, and once it is given back.</summary>
    private int _isInUse;

    private static ReadOnlySpan<byte> Data => "data:"u8;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_read == _ready && !_isAtEnd)
        {
            BeginFill();
            var read = 0;
            try
            {
                read = Inner.Read(_buffer, _filled, _buffer.Length - _filled);
            }
            finally
            {
                EndFill();
            }
            Accept(read);
        }
        return Deliver(buffer.AsSpan(offset, count));
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        return Deliver(buffer.AsSpan(offset, count));
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        return Deliver(buffer.Span);
    }
#endif

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        // A read that is still under way may write into the buffer when somebody else has it.
        if (disposing && Interlocked.Exchange(ref _isInUse, 1) == 0)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        while (_read == _ready && !_isAtEnd)
        {
            BeginFill();
            var read = 0;
            try
            {
                read = await Inner.ReadAsync(_buffer, _filled, _buffer.Length - _filled, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                EndFill();
            }
            Accept(read);
        }
    }

    /// <summary>What has been read makes room for the next bytes.</summary>
    private void BeginFill()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
            throw new ObjectDisposedException(nameof(LargeResultStream));
        _filled -= _read;
        _searched -= _read;
        if (_read > 0)
            Buffer.BlockCopy(_buffer, _read, _buffer, 0, _filled);
        _read = _ready = 0;
        if (_filled < _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, 0, larger, 0, _filled);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }

    private void EndFill() => Volatile.Write(ref _isInUse, 0);

    private void Accept(int read)
    {
        _filled += read;
        _isAtEnd = read == 0;
        if (isEventStream)
            FindLines();
        else if (_isAtEnd)
            _filled = large.TakeFrom(_buffer.AsSpan(0, _filled));
        if (_isAtEnd)
            _ready = _filled;
    }

    /// <summary>Only whole lines are given out, since the end of a line is the first moment at which its message can be read.</summary>
    private void FindLines()
    {
        int length;
        while ((length = _buffer.AsSpan(_searched, _filled - _searched).IndexOfAny((byte)'\r', (byte)'\n')) >= 0)
        {
            var end = _searched + length;
            var line = _buffer.AsSpan(_ready, end - _ready);
            if (line.StartsWith(Data))
            {
                var left = end - (line.Length - Data.Length) + large.TakeFrom(line.Slice(Data.Length));
                Buffer.BlockCopy(_buffer, end, _buffer, left, _filled - end);
                _filled -= end - left;
                end = left;
            }
            _ready = _searched = end + 1;
        }
        _searched = _filled;
    }

    private int Deliver(Span<byte> target)
    {
        var count = Math.Min(target.Length, _ready - _read);
        _buffer.AsSpan(_read, count).CopyTo(target);
        _read += count;
        return count;
    }
}
