namespace IruMcp.Tools;

/// <summary>What a verb without an object of its own says about the request behind a tool.</summary>
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

/// <summary>Brings the words of names, paths and descriptions to one form, so that "fetchComputerApplications" and "List
/// device apps" can be seen to say the same.</summary>
internal static class ResolverWords
{
    private static readonly Dictionary<string, VerbKinds> Verbs = Load(
        (VerbKinds.Read, "get list fetch show retrieve read view find search query describe lookup browse enumerate download pull " +
                         "inspect display see obtain count reveal"),
        (VerbKinds.Create, "create add new make register insert"),
        (VerbKinds.Update, "update modify edit patch change set put alter toggle"),
        (VerbKinds.Delete, "delete remove destroy drop"),
        (VerbKinds.Act, "run perform send do issue trigger execute invoke start stop request submit initiate post collect locate"));

    // Verbs of reading that have no second meaning, as "pull" and "see" have.
    private static readonly HashSet<string> PlainReads = Words(
        "get list fetch show retrieve read view find search query describe lookup browse enumerate count reveal");

    private static readonly HashSet<string> ActionVerbs = Words(
        "erase lock unlock restart shutdown clear reset enable disable play refresh reinstall renew assign unassign upload cancel " +
        "export rename ping push move install revoke deactivate activate");

    private static readonly HashSet<string> Fillers = Words(
        "the a an of for to by in on from with at its this that all every single one id uuid guid given specific api v1 rest data " +
        "action and or iru kandji mcp tool apple");

    private static readonly Dictionary<string, string> Synonyms = Pairs(
        "application:app computer:device machine:device endpoint:device fleet:device wipe:erase reboot:restart poweroff:shutdown " +
        "ipa:inhouse dep:ade info:information licence:license licensing:license behavioural:behavioral vuln:vulnerability " +
        "cve:vulnerability comment:note label:tag person:user people:user config:setting configuration:setting specification:detail " +
        "specs:detail summary:status state:status report:prism remark:note preset:template history:activity behavior:behavioral behaviour:behavioral finding:detection");

    private static readonly (string Phrase, string Word)[] Phrases =
    [
        ("automated device enrollment", "ade"), ("device enrollment program", "ade"), ("in house", "inhouse"),
        ("file vault", "filevault"), ("x protect", "xprotect"), ("e sim", "esim"), ("check in", "checkin"), ("shut down", "shutdown"),
        ("power off", "shutdown"), ("screen saver", "screensaver"), ("gate keeper", "gatekeeper"), ("cellular plan", "esim"),
        ("look up", "lookup"), ("screen share", "remote desktop"), ("screen sharing", "remote desktop"),
    ];

    /// <summary>All words of a text in their one form, in order, fillers and verbs included.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var joined = " " + string.Join(" ", NameWords.Split(text).Select(NameWords.Singular)) + " ";
        foreach (var (phrase, word) in Phrases)
            joined = joined.Replace(" " + phrase + " ", " " + word + " ");
        return [.. joined.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(Canonical)];
    }

    /// <summary>The words that say what a text is about: no fillers, and no verbs but those that mean one thing only.</summary>
    public static HashSet<string> Content(IEnumerable<string> words) =>
        new(words.Where(word => !Fillers.Contains(word) && (!Verbs.ContainsKey(word) || word == "count")), StringComparer.Ordinal);

    public static VerbKinds KindOf(string word) => Verbs.TryGetValue(word, out var kind) ? kind : VerbKinds.None;

    public static bool IsReadVerb(string word) => KindOf(word) == VerbKinds.Read;

    public static bool IsPlainRead(string word) => PlainReads.Contains(word);

    public static bool IsFiller(string word) => Fillers.Contains(word);

    /// <summary>True for every word that speaks of a change, whatever else it may mean.</summary>
    public static bool IsWriteVerb(string word) =>
        (KindOf(word) & ~VerbKinds.Read) != 0 || ActionVerbs.Contains(word) || RiskWords.Of(word) is not null;

    /// <summary>True for verbs that change something, but not for "run" or "send", which may be about a query.</summary>
    public static bool SaysChange(string word) =>
        (KindOf(word) & (VerbKinds.Create | VerbKinds.Update | VerbKinds.Delete)) != 0 || ActionVerbs.Contains(word);

    /// <summary>A write verb that is no description of a state as well: "lost mode" does nothing.</summary>
    public static bool IsDeed(string word) => IsWriteVerb(word) && word != "lost";

    private static string Canonical(string word)
    {
        var plain = RiskWords.BaseOf(word);
        return Synonyms.TryGetValue(plain, out var other) ? other : plain;
    }

    private static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private static Dictionary<string, string> Pairs(string pairs) =>
        pairs.Split(' ').Select(pair => pair.Split(':')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static Dictionary<string, VerbKinds> Load(params (VerbKinds Kind, string Words)[] groups)
    {
        var kinds = new Dictionary<string, VerbKinds>(StringComparer.Ordinal);
        foreach (var (kind, words) in groups)
            foreach (var word in words.Split(' '))
                kinds.Add(word, kind);
        return kinds;
    }
}
