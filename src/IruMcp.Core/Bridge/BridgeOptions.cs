using IruMcp.Connections;

namespace IruMcp.Bridge;

/// <summary>What a bridge serves, and to whom it may do what.</summary>
public sealed record BridgeOptions
{
    /// <summary>Characters of one answer beyond which it goes to a file: about 12,000 tokens, where clients begin to warn or to cut.</summary>
    public const int DefaultMaxResultSize = 50_000;

    /// <summary>Reads the saved configuration. Called off any pipeline, at first when a request needs the server, and again after a failure.</summary>
    public required Func<ConnectionOptions> ReadConfiguration { get; init; }

    /// <summary>Named sets of tools to offer; none for what fits the client.</summary>
    public IReadOnlyList<string> ToolSets { get; init; } = [];

    /// <summary>Patterns of tools to offer besides the sets.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of tools that are neither offered nor called.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>True offers and calls nothing that changes something.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>How many characters of JSON an answer may have before it goes to a file.</summary>
    public int MaxResultSize { get; init; } = DefaultMaxResultSize;

    /// <summary>Where large answers are kept.</summary>
    internal string? ResultFolder { get; init; }
}
