using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Protocol;

/// <summary>What a door answers to one message. A door that has nothing to say (a notification) answers null.</summary>
/// <param name="Json">The JSON-RPC answer.</param>
/// <param name="EventStream">The same as the door framed it itself, or null.</param>
/// <param name="Status">HTTP status.</param>
public sealed record DoorAnswer(string Json, byte[]? EventStream = null, int Status = 200);

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
