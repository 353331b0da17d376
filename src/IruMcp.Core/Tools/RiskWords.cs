namespace IruMcp.Tools;

/// <summary>The words of a name that tell what a call can do, in every form that English has for them.</summary>
internal static class RiskWords
{
    // The design's words first; the rest mean the same.
    private static readonly string[] DestructiveVerbs =
    [
        "erase", "wipe", "delete", "remove", "lock", "clear", "reset", "revoke",
        "destroy", "purge", "drop", "unenroll", "unmanage", "uninstall", "terminate", "expunge", "obliterate", "nuke", "deprovision",
    ];

    private static readonly string[] DestructiveForms =
    [
        "deletion", "deletions", "removal", "removals", "revocation", "revocations", "destruction", "destructive", "erasure",
        "lockdown", "lockout", "cleared", "clearing", "unenrollment", "uninstallation", "termination", "del", "rm",
    ];

    private static readonly string[] DisruptiveVerbs = ["restart", "reboot", "shutdown", "update", "assign", "renew", "toggle", "unlock"];

    private static readonly string[] DisruptiveForms = ["lost", "renewal", "renewals", "assignment", "assignments", "poweroff"];

    // Only for names that are no documented operation's: the resolver must not take its own operations apart by them.
    private static readonly string[] ForeignDestructiveVerbs =
    [
        "retire", "offboard", "decommission", "sanitize", "sanitise", "shred", "scrub", "kill", "evict", "forget", "disown", "disenroll",
        "release", "rid", "discard", "trash", "eradicate", "annihilate", "overwrite", "truncate", "flush", "empty", "brick", "zap", "eacs",
    ];

    private static readonly string[] ForeignDisruptiveVerbs =
    [
        "disable", "deactivate", "suspend", "isolate", "quarantine", "ban", "rotate", "halt", "stop", "unassign", "migrate",
        "transfer", "merge", "replace", "logout", "signout", "modify", "edit", "alter", "amend", "change", "reconfigure",
    ];

    private static readonly Dictionary<string, Form> Forms = Load();

    private static readonly Dictionary<string, Risk> ForeignForms = LoadForeign();

    private static readonly HashSet<string> ReadVerbs = new(StringComparer.Ordinal) { "get", "list", "retrieve", "search", "count", "find" };

    private static readonly HashSet<string> VendorWords = new(StringComparer.Ordinal) { "iru", "kandji", "mcp", "api", "v1", "v2" };

    private static readonly HashSet<string> Joining = new(StringComparer.Ordinal) { "and", "then", "or", "plus" };

    /// <summary>Every form of every word, for taking names apart.</summary>
    public static IEnumerable<string> All => Forms.Keys;

    /// <summary>Verbs that can be nothing else: behind a read verb they are still what the tool does.</summary>
    public static bool IsPlainVerb(string word) =>
        word is "erase" or "wipe" or "delete" or "remove" or "revoke" or "destroy" or "purge" or "uninstall" or "unenroll" or "unmanage";

    public static bool IsRead(string word) => ReadVerbs.Contains(word);

    public static bool IsVendor(string word) => VendorWords.Contains(word);

    public static bool IsJoining(string word) => Joining.Contains(word);

    /// <summary>Words for what can do anything, whatever an annotation says.</summary>
    public static bool RunsSomething(string word) => word is "run" or "running" or "execute" or "exec" or "eval" or "invoke" or "script" or "command" or "shell";

    /// <summary>What comes behind such a word is not what is read: "devices associated to a token".</summary>
    public static bool LeadsElsewhere(string word) => word is "to" or "of" or "by" or "for" or "with" or "in" or "on" or "from";

    /// <summary>True for two words that name a secret; a token does alone where nothing follows that it is merely the token of.</summary>
    /// <param name="word">A word in the singular.</param>
    /// <param name="next">The one behind it; empty for none.</param>
    public static bool IsSecretPair(string word, string next) => word switch
    {
        "api" or "private" or "access" or "signing" or "encryption" => next is "key",
        "token" => next is "" or "value" or "text" || LeadsElsewhere(next),
        _ => false,
    };

    /// <summary>The risk that a word speaks of; null where it speaks of none.</summary>
    public static Risk? Of(string word) => Forms.TryGetValue(word, out var form) ? form.Risk : null;

    /// <summary>The same for a name that is no documented operation's: there the other words for the same deeds count as well.</summary>
    public static Risk? OfForeign(string word) => Of(word) ?? (ForeignForms.TryGetValue(word, out var risk) ? risk : null);

    /// <summary>The plain form of a word of risk (<c>wiping</c>: <c>wipe</c>); other words as they are.</summary>
    public static string BaseOf(string word) => Forms.TryGetValue(word, out var form) ? form.Base : word;

    private static Dictionary<string, Form> Load()
    {
        var forms = new Dictionary<string, Form>(StringComparer.Ordinal);
        AddAll(Risk.Destructive, DestructiveVerbs, DestructiveForms, forms);
        AddAll(Risk.Disruptive, DisruptiveVerbs, DisruptiveForms, forms);
        return forms;
    }

    private static Dictionary<string, Risk> LoadForeign()
    {
        var forms = new Dictionary<string, Risk>(StringComparer.Ordinal);
        foreach (var form in ForeignDisruptiveVerbs.SelectMany(Inflected))
            forms[form] = Risk.Disruptive;
        foreach (var form in ForeignDestructiveVerbs.SelectMany(Inflected))
            forms[form] = Risk.Destructive;
        return forms;
    }

    private static void AddAll(Risk risk, string[] verbs, string[] others, Dictionary<string, Form> forms)
    {
        foreach (var verb in verbs)
            foreach (var form in Inflected(verb))
                forms[form] = new Form(risk, verb);
        foreach (var form in others)
            if (!forms.ContainsKey(form))
                forms[form] = new Form(risk, verbs.FirstOrDefault(verb => form.StartsWith(verb.TrimEnd('e'), StringComparison.Ordinal)) ?? form);
    }

    private static IEnumerable<string> Inflected(string verb)
    {
        var stem = verb.EndsWith("e", StringComparison.Ordinal) ? verb.Substring(0, verb.Length - 1) : verb;
        yield return verb;
        yield return verb + "s";
        yield return stem + "ed";
        yield return stem + "ing";
        yield return stem + "er";

        // "resetting", "unenrolled": the last letter doubles in some verbs, and too many forms do no harm.
        var doubled = stem + stem[stem.Length - 1];
        yield return doubled + "ed";
        yield return doubled + "ing";
    }

    private sealed record Form(Risk Risk, string Base);
}
