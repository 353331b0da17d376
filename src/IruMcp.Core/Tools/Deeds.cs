namespace IruMcp.Tools;

/// <summary>Words that say that something is done to a thing. They never make a tool harmless: they only keep one from counting as a read, so
/// a missing word cannot turn a change into a read where its name does not begin with a verb of reading.</summary>
internal static class Deeds
{
    /// <summary>They are nearly always verbs.</summary>
    private static readonly HashSet<string> Verbal = Verbs.Words(
        "erase wipe delete remove revoke destroy purge uninstall terminate expunge obliterate nuke sanitize sanitise shred scrub kill evict " +
        "disown discard trash eradicate annihilate overwrite truncate flush empty brick zap prune detach decommission retire offboard " +
        "quarantine isolate suspend expire deprovision withdraw eject dismiss abort cancel clear lock unlock reset restart reboot reimage " +
        "disable enable activate apply assign attach approve accept deny reject grant rotate halt pause resume modify edit alter amend " +
        "create add insert append write rename move migrate convert merge replace restore rollback revert reconfigure configure enroll enrol provision " +
        "register install reinstall deploy redeploy publish upload execute exec eval invoke perform enforce trigger submit send notify " +
        "toggle stop shutdown poweroff rm del unlink drop escalate acknowledge resolve archive unpublish bypass impersonate elevate " +
        "regenerate generate initialize zeroize wipeout rid kick logout signout");

    /// <summary>Words that are verbs or nouns: "update the device" acts, "the last update" does not.</summary>
    private static readonly HashSet<string> Nominal = Verbs.Words(
        "update change run start push patch sync refresh request release set block ban mute format import scan copy clone " +
        "close open save switch transfer swap freeze action command script shell do make put post kill renew redirect downgrade upgrade play ping checkin export");

    /// <summary>Endings of verbs that this file does not list.</summary>
    private static readonly string[] VerbEndings = ["ize", "ise", "ify"];

    private static readonly HashSet<string> NoVerbs = Verbs.Words(
        "enterprise precise noise exercise promise premise expertise franchise merchandise otherwise size resize prize rise wise likewise");

    private static readonly string[] Prefixes = ["de", "un", "dis", "re", "over", "force", "pre"];

    private static readonly HashSet<string> PrefixedNouns = Verbs.Words(
        "record report reset release request resource reference remote review recovery region detail details device description design report " +
        "unit united default dedicated reform react recall reply reread reput redo undo present");

    private static readonly Dictionary<string, string> Forms = LoadForms();

    /// <summary>Every form of every word, for taking names apart.</summary>
    public static IEnumerable<string> All => Forms.Keys;

    /// <summary>True for a verb of action in its base form, with -s or with -ing. "Deleted" describes a state.</summary>
    public static bool IsDeed(string word) => Forms.ContainsKey(word) || IsFormed(word);

    /// <summary>True for a deed that cannot also be a noun.</summary>
    public static bool IsVerbalOnly(string word) => IsDeed(word) && !(Forms.TryGetValue(word, out var plain) && Nominal.Contains(plain));

    /// <summary>True for several things of one kind, such as "commands" and "updates": a name tells what to do without an -s.</summary>
    public static bool IsThings(string word) =>
        Forms.TryGetValue(word, out var plain) && Nominal.Contains(plain) && word != plain && word.EndsWith("s", StringComparison.Ordinal);

    /// <summary>True for a state that a deed leaves behind, such as "deleted".</summary>
    public static bool IsState(string word) => word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal);

    private static bool IsFormed(string word)
    {
        if (word.Length >= 6 && VerbEndings.Any(ending => Plain(word).EndsWith(ending, StringComparison.Ordinal)) && !NoVerbs.Contains(Plain(word)))
            return true;
        if (PrefixedNouns.Contains(word))
            return false;
        foreach (var prefix in Prefixes)
            if (word.Length > prefix.Length + 2 && word.StartsWith(prefix, StringComparison.Ordinal)
                && word.Substring(prefix.Length) is var rest && (Forms.ContainsKey(rest) || rest.Length > 3 && Verbs.IsVerb(rest)))
                return true;
        return false;
    }

    private static string Plain(string word) => word.EndsWith("s", StringComparison.Ordinal) ? word.Substring(0, word.Length - 1) : word;

    private static Dictionary<string, string> LoadForms()
    {
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var verb in Verbal.Concat(Nominal))
            foreach (var form in Inflected(verb))
                forms[form] = verb;
        return forms;
    }

    private static IEnumerable<string> Inflected(string verb)
    {
        var stem = verb.EndsWith("e", StringComparison.Ordinal) ? verb.Substring(0, verb.Length - 1) : verb;
        yield return verb;
        yield return verb + "s";
        yield return verb + "es";
        yield return stem + "ing";

        // "resetting": the last letter doubles in some verbs, and too many forms do no harm.
        yield return stem + stem[stem.Length - 1] + "ing";
        if (verb.EndsWith("y", StringComparison.Ordinal))
            yield return verb.Substring(0, verb.Length - 1) + "ies";
    }
}
