namespace IruMcp.Tools;

/// <summary>Brings the words of names and paths to one form, so that "fetchComputerApplications" and "List device apps" can be seen to say
/// the same.</summary>
internal static class OperationWords
{
    private static readonly HashSet<string> Fillers = Verbs.Words("the a an of for to by in on from with at id uuid guid given specific single api v1 rest data and apple");

    private static readonly HashSet<string> Vendors = Verbs.Words("iru kandji mcp api v1 v2");

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
        ("look up", "lookup"), ("screen share", "remote desktop"), ("screen sharing", "remote desktop"), ("self service", "selfservice"),
    ];

    public static bool IsVendor(string word) => Vendors.Contains(word);

    public static bool IsFiller(string word) => Fillers.Contains(word);

    /// <summary>All words of a text in their one form, in order.</summary>
    public static IReadOnlyList<string> Of(string text) => Of(NameWords.Split(text));

    public static IReadOnlyList<string> Of(IReadOnlyList<string> words)
    {
        var joined = " " + string.Join(" ", words.Select(NameWords.Singular)) + " ";
        foreach (var (phrase, word) in Phrases)
            joined = joined.Replace(" " + phrase + " ", " " + word + " ");
        return [.. joined.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(word => Synonyms.TryGetValue(word, out var other) ? other : word)];
    }

    /// <summary>The words that say which operation it is: no fillers, and no verbs that go with any noun.</summary>
    public static HashSet<string> Content(IEnumerable<string> words) =>
        new(words.Where(word => !IsFiller(word) && !Verbs.IsGeneric(word)), StringComparer.Ordinal);

    private static Dictionary<string, string> Pairs(string pairs) =>
        pairs.Split(' ').Select(pair => pair.Split(':')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
