using System.Text.Json;
using IruMcp.Connections;

namespace IruMcp.Results;

/// <summary>What a tool answered, taken out of its MCP wrapping and the server's envelope.</summary>
/// <param name="owner">Whose memory the payload is in; null for its own.</param>
internal sealed class ToolAnswer(IDisposable? owner = null) : IDisposable
{
    private string? _rawText;

    /// <summary>The data; undefined where the answer held no JSON.</summary>
    public JsonElement Payload { get; init; }

    /// <summary>The text, where the answer was no JSON; null otherwise.</summary>
    public string? PlainText { get; init; }

    /// <summary>Makes <see cref="RawText"/>, which is rarely wanted and as long as the answer.</summary>
    public required Func<string> ReadRawText { private get; init; }

    /// <summary>The answer as the server sent it: the text of its blocks, or its structured content.</summary>
    public string RawText => _rawText ??= ReadRawText();

    /// <summary>True where the protocol or the envelope says that the call failed.</summary>
    public bool IsFailure { get; init; }

    /// <summary>The envelope's outcome where it is no success; null otherwise.</summary>
    public string? Outcome { get; init; }

    /// <summary>The envelope's own status, where a failed one names it.</summary>
    public int? Status { get; init; }

    /// <summary>The whole result of the call, as it came.</summary>
    public RpcResult? Source { get; set; }

    /// <summary>Gives back what the answer was read from, where it has memory of its own by now. <see cref="Source"/> must not be read any more.</summary>
    public void ReleaseSource()
    {
        if (owner is not null && owner != Source?.Memory)
            Source?.Dispose();
    }

    /// <summary>Gives back the memory of the answer, which must not be read any more. Without it the memory is collected some time.</summary>
    public void Dispose()
    {
        owner?.Dispose();
        Source?.Dispose();
    }
}
