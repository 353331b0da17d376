namespace IruMcp.Tools;

/// <summary>The words that may be found run together in a name. Only whole words are listed, so that "clock" is not "c" and
/// "lock"; verbs of risk come from <see cref="RiskWords"/> in all their forms.</summary>
internal static class KnownWords
{
    private const string Verbs =
        "add and assign blank cancel check count create describe disable download edit enable execute export fetch find get " +
        "insert install list locate make modify move new perform ping play post push put query read refresh register " +
        "reinstall rename request retrieve run search send set show start stop submit then trigger upload view";

    private const string Nouns =
        "account action activation activity ade affected agent agents android app apple application applications apps assignment " +
        "audit automated behavioral block blocked blueprint blueprints bypass category categories cellular certificate " +
        "certificates checkin clock code command commands computer computers custom cve daemon daemons daily data database desktop " +
        "detail details detection detections device devices enrollment erased esim event events extension extensions factory file filevault " +
        "firewall firmware gatekeeper history hotspot house id ids in info information inhouse integration integrations inventory " +
        "ipa item items kernel key kext launch library license licenses licensing local location log logs mac machine machines mdm " +
        "mode name names node note notes ota parameter parameters passcode password personal pin plan plans prism profile " +
        "profiles public recovery remote roaming route routing screen screensaver script scripts secret secrets self service " +
        "setting settings share sharing software sound startup status statuses system tag tags template templates threat threats token " +
        "transparency user users vault vulnerability vulnerabilities work xprotect all";

    private static readonly HashSet<string> Words = Load();

    public static bool Contains(string word) => Words.Contains(word);

    private static HashSet<string> Load()
    {
        var words = new HashSet<string>((Verbs + " " + Nouns).Split(' '), StringComparer.Ordinal);
        words.UnionWith(RiskWords.All);
        return words;
    }
}
