namespace IruMcp.Results;

/// <summary>A JSON object of an answer: its members in their order, duplicates of case and empty names included.</summary>
/// <remarks>Values are null, string, bool, long, decimal, double, System.Numerics.BigInteger, DateTime (Kind Local),
/// <see cref="Secret"/>, <see cref="DataObject"/> or <c>object?[]</c>.</remarks>
public sealed class DataObject(IReadOnlyList<KeyValuePair<string, object?>> members)
{
    public IReadOnlyList<KeyValuePair<string, object?>> Members { get; } = members;

    /// <summary>The type name that views know, such as <c>Iru.Device</c>; null for objects inside others.</summary>
    public string? TypeName { get; init; }

    /// <summary>The same object for all that have the same names in the same order, as far as that is known: what holds for the names of one
    /// holds for the others. Null where it is not known.</summary>
    public object? Shape { get; init; }

    /// <summary>The value of a member, compared ordinally; null where there is none.</summary>
    public object? this[string name]
    {
        get
        {
            foreach (var member in Members)
                if (string.Equals(member.Key, name, StringComparison.Ordinal))
                    return member.Value;
            return null;
        }
    }
}
