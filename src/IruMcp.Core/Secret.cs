using System.Diagnostics;

namespace IruMcp;

/// <summary>A text that must not be shown: no property bears it, and its string form is a mask.</summary>
[DebuggerDisplay("{ToString()}")]
public sealed class Secret(string value) : IEquatable<Secret>
{
    private const int ShownCharacters = 4;
    private const int ShortestToShowAnyOf = 12;

    private readonly string _value = value;

    /// <summary>The text itself. The caller keeps it out of every message.</summary>
    public string Reveal() => _value;

    /// <summary>A mask with the last four characters, or without any where the text is too short to give four away.</summary>
    public override string ToString() =>
        _value.Length < ShortestToShowAnyOf ? "****" : "****" + _value.Substring(_value.Length - ShownCharacters);

    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);
}
