using System.Text.Json;

namespace IruMcp.Tools;

/// <summary>One value that a tool's arguments can hold, wherever it is nested.</summary>
/// <param name="Path">The names that lead to it, without those of wrappers such as <c>body</c>.</param>
/// <param name="Type">Its types in order, joined by a bar; empty where the schema does not say.</param>
/// <param name="Values">The values of <c>enum</c> and <c>const</c> as JSON text, in order.</param>
/// <param name="Default">What the server takes when it is left out, as JSON text; null where the schema does not say.</param>
/// <param name="IsRequired">True where it and all that encloses it is required.</param>
/// <param name="IsFree">True for an object or an untyped value of which the schema does not say what it holds.</param>
internal sealed record SchemaLeaf(IReadOnlyList<string> Path, string Type, IReadOnlyList<string> Values, string? Default, bool IsRequired, bool IsFree)
{
    /// <summary>The innermost name; empty for what a schema says of all its arguments at once.</summary>
    public string Name => Path.Count == 0 ? "" : Path[Path.Count - 1];

    /// <summary>The whole path without case and separators.</summary>
    public string PlainPath { get; } = Identifiers.Plain(string.Concat(Path));

    /// <summary>The words in which its values and its default are said.</summary>
    public IEnumerable<string> Said => Default is null ? Values : Values.Append(Default);
}
