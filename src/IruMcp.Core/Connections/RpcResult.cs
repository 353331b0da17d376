using System.Text.Json.Nodes;
using IruMcp.Results;

namespace IruMcp.Connections;

/// <summary>The result of a request.</summary>
/// <param name="node">The result.</param>
/// <param name="memory">What it stands in; null for memory of its own.</param>
internal sealed class RpcResult(JsonNode? node, PooledJson? memory = null) : IDisposable
{
    public JsonNode? Node => node;

    public PooledJson? Memory => memory;

    /// <summary>Gives its memory back; it must not be read any more. Without it the memory is collected some time.</summary>
    public void Dispose() => memory?.Dispose();
}
