using System.Buffers;
using System.Text.Json;

namespace IruMcp.Results;

/// <summary>Parsed JSON and the memory that it stands in, which the next answer can have.</summary>
/// <param name="document">The JSON, which reads from the buffer.</param>
/// <param name="buffer">An array of the shared pool's.</param>
internal sealed class PooledJson(JsonDocument document, byte[] buffer) : IDisposable
{
    private byte[]? _buffer = buffer;

    public JsonElement Root => document.RootElement;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is not { } mine)
            return;
        document.Dispose();
        ArrayPool<byte>.Shared.Return(mine, clearArray: true);
    }
}
