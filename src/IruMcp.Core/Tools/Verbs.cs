namespace IruMcp.Tools;

/// <summary>What a verb says about the request behind a tool.</summary>
[Flags]
internal enum VerbKinds
{
    None = 0,
    Read = 1,
    Create = 2,
    Update = 4,
    Delete = 8,

    /// <summary>"Run", "send", "request": something is done, and other words say what.</summary>
    Act = 16,
}

/// <summary>The verbs that prove something: what they say about a documented operation, and which of them only read.</summary>
internal static class Verbs
{
    private static readonly Dictionary<string, VerbKinds> Kinds = Load(
        (VerbKinds.Read, "get list fetch show retrieve read view find search query describe lookup browse enumerate download pull " +
                         "inspect display see obtain count reveal"),
        (VerbKinds.Create, "create add new make register insert"),
        (VerbKinds.Update, "update modify edit patch change set put alter toggle"),
        (VerbKinds.Delete, "delete remove destroy drop"),
        (VerbKinds.Act, "run perform send do issue trigger execute invoke start stop request submit initiate post collect locate"));

    /// <summary>They mean reading and nothing else, as "pull" and "download" do not.</summary>
    private static readonly HashSet<string> Reading = Words(
        "get list fetch show retrieve read view find search query describe lookup browse enumerate inspect display see count reveal check " +
        "explain preview compare");

    public static VerbKinds KindOf(string word) => Kinds.TryGetValue(word, out var kind) ? kind : VerbKinds.None;

    public static bool IsReading(string word) => Reading.Contains(word);

    public static bool IsReadKind(string word) => KindOf(word) == VerbKinds.Read;

    /// <summary>True for a verb in any of the groups.</summary>
    public static bool IsVerb(string word) => Kinds.ContainsKey(word) || Reading.Contains(word);

    /// <summary>True for verbs that people put in front of any noun, so that they say nothing about which operation it is. "Count" does.</summary>
    public static bool IsGeneric(string word) => Kinds.ContainsKey(word) && word != "count";

    public static IEnumerable<string> All => Kinds.Keys.Concat(Reading);

    public static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private static Dictionary<string, VerbKinds> Load(params (VerbKinds Kind, string Words)[] groups)
    {
        var kinds = new Dictionary<string, VerbKinds>(StringComparer.Ordinal);
        foreach (var (kind, words) in groups)
            foreach (var word in words.Split(' '))
                kinds.Add(word, kind);
        return kinds;
    }
}
