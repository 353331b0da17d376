using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Protocol;

/// <summary>What a door answers to one message. A door that has nothing to say (a notification) answers null.</summary>
public sealed class DoorAnswer
{
    private string? _json;

    public DoorAnswer(string json, int status = 200)
    {
        _json = json;
        Status = status;
    }

    public DoorAnswer(byte[] eventStream, int status)
    {
        EventStream = eventStream;
        Status = status;
    }

    public int Status { get; }

    /// <summary>The answer as the door framed it itself, or null.</summary>
    public byte[]? EventStream { get; }

    /// <summary>The JSON-RPC answer: the last event's data.</summary>
    public string Json => _json ??= SseParser.Create(new MemoryStream(EventStream!)).Enumerate().Last(e => e.Data.Length > 0).Data;
}

/// <summary>An MCP endpoint over the tenant.</summary>
public interface IDoor
{
    string Name { get; }

    /// <summary>Whether it answers plain JSON whatever the switch says.</summary>
    bool IsPlainJson { get; }

    Task<DoorAnswer?> AnswerAsync(JsonObject message, DoorSession? session, string? protocolVersion, CancellationToken cancellationToken);

    /// <summary>A door with a stream of its own for GET writes it and says true.</summary>
    Task<bool> TryStreamAsync(DoorSession session, HttpContext http);
}
