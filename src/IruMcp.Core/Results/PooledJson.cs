using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IruMcp.Results;

/// <summary>Parsed JSON and the memory that it stands in, which the next answer can have.</summary>
internal sealed class PooledJson : IDisposable
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth };

    private readonly JsonDocument _document;
    private readonly ArrayPool<byte> _pool;
    private readonly int _length;
    private byte[]? _buffer;

    /// <param name="buffer">An array of the pool's, which it gets back, here too where this is no JSON.</param>
    /// <param name="length">How much of the array is the JSON's.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public PooledJson(ArrayPool<byte> pool, byte[] buffer, int length)
    {
        _pool = pool;
        _buffer = buffer;
        _length = length;
        try
        {
            _document = JsonDocument.Parse(buffer.AsMemory(0, length), Deep);
        }
        catch (JsonException)
        {
            Return();
            throw;
        }
    }

    public JsonElement Root => _document.RootElement;

    public string Text => Encoding.UTF8.GetString(_buffer!, 0, _length);

    public void Dispose()
    {
        _document.Dispose();
        Return();
    }

    private void Return()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } mine)
            _pool.Return(mine, clearArray: true);
    }
}
