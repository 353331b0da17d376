namespace IruMcp.Results;

/// <summary>The names of an object's members, which most objects of a list have in common: what holds for the names is looked at once.</summary>
internal sealed class MemberNames
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames",
    };

    public MemberNames(IReadOnlyList<string> names, IReadOnlyList<bool> areSecret)
    {
        Names = names;
        AreSecret = areSecret;
        CanBeProperties = CanAllBeProperties(names);
    }

    public static MemberNames None { get; } = new([], []);

    public IReadOnlyList<string> Names { get; }

    /// <summary>For each name, whether the values under it are secrets.</summary>
    public IReadOnlyList<bool> AreSecret { get; }

    public bool CanBeProperties { get; }

    public int Count => Names.Count;

    /// <summary>A PowerShell object compares names without case, has none that is empty, and some of its own.</summary>
    public static bool CanAllBeProperties(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return names.All(name => name.Length > 0 && !Reserved.Contains(name) && seen.Add(name));
    }
}
