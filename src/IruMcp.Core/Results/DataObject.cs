namespace IruMcp.Results;

/// <summary>A JSON object of an answer: its members in their order, duplicates of case and empty names included.</summary>
/// <remarks>Values are null, string, bool, long, decimal, double, System.Numerics.BigInteger, DateTime (Kind Local),
/// <see cref="Secret"/>, <see cref="DataObject"/> or <c>object?[]</c>.</remarks>
public sealed class DataObject(IReadOnlyList<KeyValuePair<string, object?>> members)
{
    public IReadOnlyList<KeyValuePair<string, object?>> Members { get; } = members;

    /// <summary>The type name that views know, such as <c>Iru.Device</c>; null for objects inside others.</summary>
    public string? TypeName { get; init; }

    /// <summary>Names that these members' are among; null where that is not known.</summary>
    internal MemberNames? KnownNames { get; init; }

    /// <summary>True where the names can be those of a PowerShell object's properties: not empty, not reserved, and different without their case.</summary>
    public bool CanBeProperties => KnownNames is { CanBeProperties: true } || MemberNames.CanAllBeProperties(Members.Select(member => member.Key));

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
