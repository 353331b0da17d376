namespace IruMcp.Hosts;

/// <summary>One thing that an export does to the entry of a server. What no change names stays as the user has it.</summary>
internal abstract record EntryChange(string Key);

internal sealed record SetText(string Key, string Value) : EntryChange(Key);

internal sealed record SetFlag(string Key, bool Value) : EntryChange(Key);

/// <summary>Written with a new entry only: afterwards it is the user's setting.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">A flag, or a list of texts.</param>
internal sealed record SetOnce(string Key, object Value) : EntryChange(Key);

/// <summary>Written where the entry has no such key yet.</summary>
internal sealed record SetIfMissing(string Key, int Value) : EntryChange(Key);

internal sealed record SetList(string Key, IReadOnlyList<string> Values) : EntryChange(Key);

/// <summary>Makes a map hold these pairs, and none other of the names that are ours; the user's other names stay.</summary>
internal sealed record SetMap(string Key, IReadOnlyList<KeyValuePair<string, string>> Pairs, IReadOnlyList<string> OwnNames, StringComparison Comparison)
    : EntryChange(Key)
{
    public bool IsOwn(string name) => OwnNames.Any(own => string.Equals(own, name, Comparison));
}

/// <summary>Drops a key of another form of the entry, which would contradict this one or still hold a key.</summary>
internal sealed record Remove(string Key) : EntryChange(Key);
