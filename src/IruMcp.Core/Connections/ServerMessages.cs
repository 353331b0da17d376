using System.Text.Json.Nodes;

namespace IruMcp.Connections;

/// <summary>Takes what a server says beside its answers: log messages, and questions to a person.</summary>
internal sealed class ServerMessages
{
    private volatile string? _logLevel;

    /// <summary>Takes the parameters of a log message. Called from any thread.</summary>
    public required Action<JsonObject> OnLog { get; init; }

    /// <summary>Puts the parameters of <c>elicitation/create</c> to a person and gives the result; null where nobody can be asked, which the
    /// server is told when the session opens.</summary>
    public Func<JsonObject, CancellationToken, Task<JsonObject>>? AskAsync { get; init; }

    /// <summary>The least severe log message that is wanted, by the protocol's name; null leaves it to the server.</summary>
    public string? LogLevel
    {
        get => _logLevel;
        set => _logLevel = value;
    }
}
