using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>The arguments of one call, checked and in the form that is sent.</summary>
internal sealed class BoundArguments
{
    /// <summary>As sent: nested where the tool nests them.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>By the names that the user sees; values are null, string, Secret, bool, long, decimal, double, BigInteger,
    /// dictionaries and lists of these.</summary>
    public required IReadOnlyDictionary<string, object?> Flat { get; init; }

    /// <summary>What the call is about, such as a device's id, for messages; null where the tool has no identifier.</summary>
    public string? IdentifierText { get; init; }

    /// <summary>The identifiers by the names that the API documents, for results that do not say whose they are.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Identifiers { get; init; } = [];

    /// <summary>The names of the arguments that are identifiers.</summary>
    public IReadOnlyList<string> IdentifierNames { get; init; } = [];

    /// <summary>The values that were given as secrets: they are shown nowhere.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];
}
