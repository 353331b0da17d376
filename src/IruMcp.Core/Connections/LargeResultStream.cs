using System.Buffers;
using IruMcp.Results;

namespace IruMcp.Connections;

/// <summary>A body that lets a <see cref="LargeResult"/> see each of its messages before it is read.</summary>
/// <param name="inner">The body as it comes from the wire.</param>
/// <param name="isEventStream">True where each message is a line of its own, false where the whole body is one.</param>
/// <param name="large">Takes the result out of a message.</param>
internal sealed class LargeResultStream(Stream inner, bool isEventStream, LargeResult large) : ReadOnlyStream(inner)
{
    private const int FirstBytes = 16 * 1024;

    private readonly ArrayPool<byte> _pool = PageMemory.Pool;
    private byte[] _buffer = [];

    /// <summary>Up to where the buffer has been read, may be read, has been searched for the end of a line, and is filled.</summary>
    private int _read, _ready, _searched, _filled;

    private bool _isAtEnd;

    /// <summary>1 while a read is under way, and once the buffer is given back.</summary>
    private int _isInUse;

    private static ReadOnlySpan<byte> Data => "data:"u8;

    public override int Read(byte[] buffer, int offset, int count)
    {
        Enter();
        try
        {
            while (HasNothing)
            {
                MakeRoom();
                Accept(Inner.Read(_buffer, _filled, _buffer.Length - _filled));
            }
            return Deliver(buffer.AsSpan(offset, count));
        }
        finally
        {
            Leave();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        DeliverAsync(buffer.AsMemory(offset, count), cancellationToken);

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(DeliverAsync(buffer, cancellationToken));
#endif

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        // A read that is still under way may write into the buffer when somebody else has it.
        if (disposing && Interlocked.Exchange(ref _isInUse, 1) == 0)
            Return();
    }

    private bool HasNothing => _read == _ready && !_isAtEnd;

    private async Task<int> DeliverAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            while (HasNothing)
            {
                MakeRoom();
                Accept(await Inner.ReadAsync(_buffer, _filled, _buffer.Length - _filled, cancellationToken).ConfigureAwait(false));
            }
            return Deliver(target.Span);
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
            throw new ObjectDisposedException(nameof(LargeResultStream));
    }

    private void Leave() => Volatile.Write(ref _isInUse, 0);

    /// <summary>What has been read makes room for the next bytes.</summary>
    private void MakeRoom()
    {
        _filled -= _read;
        _searched -= _read;
        if (_read > 0)
            Buffer.BlockCopy(_buffer, _read, _buffer, 0, _filled);
        _read = _ready = 0;
        if (_filled < _buffer.Length)
            return;
        var larger = _pool.Rent(Math.Max(FirstBytes, _buffer.Length * 2));
        Buffer.BlockCopy(_buffer, 0, larger, 0, _filled);
        Return();
        _buffer = larger;
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            _pool.Return(_buffer, clearArray: true);
    }

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
