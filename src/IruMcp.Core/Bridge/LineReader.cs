namespace IruMcp.Bridge;

/// <summary>Cuts a stream of bytes into lines.</summary>
internal sealed class LineReader(Stream input)
{
    private const int FirstCapacity = 16 * 1024;
    private const byte LineEnd = (byte)'\n';

    private byte[] _bytes = new byte[FirstCapacity];
    private int _start;
    private int _end;
    private bool _isFirst = true;

    /// <summary>The next line that is not blank, without its end; null when the stream has ended. The bytes are valid until the next call.</summary>
    public ArraySegment<byte>? Read()
    {
        var searched = _start;
        while (true)
        {
            var found = Array.IndexOf(_bytes, LineEnd, searched, _end - searched);
            if (found >= 0)
            {
                var line = Trimmed(_start, found);
                _start = searched = found + 1;
                if (line.Count > 0)
                    return line;
                continue;
            }

            searched = _end;
            if (!Fill(ref searched))
            {
                // A last line may lack its end.
                var rest = Trimmed(_start, _end);
                _start = _end;
                return rest.Count > 0 ? rest : (ArraySegment<byte>?)null;
            }
        }
    }

    private bool Fill(ref int searched)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            searched -= _start;
            _end -= _start;
            _start = 0;
        }
        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        var read = input.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        return read > 0;
    }

    private ArraySegment<byte> Trimmed(int start, int end)
    {
        // Some programs begin what they write with a byte order mark.
        if (_isFirst && end - start >= 3 && _bytes[start] == 0xEF && _bytes[start + 1] == 0xBB && _bytes[start + 2] == 0xBF)
            start += 3;
        _isFirst = false;
        while (end > start && _bytes[end - 1] is (byte)'\r' or (byte)' ' or (byte)'\t')
            end--;
        return new ArraySegment<byte>(_bytes, start, end - start);
    }
}
