namespace IruMcp.Tools;

/// <summary>The words that tell that an answer holds a secret.</summary>
internal static class SecretWords
{
    private static readonly HashSet<string> Alone = Verbs.Words(
        "secret password passwd passcode passphrase psk pin credential apikey bypass recovery seed otp totp laps kubeconfig cookie keytab " +
        "passkey mnemonic plaintext mfa token key kubeconfigs decrypt unmask");

    /// <summary>What is said of a key that is none, or of a secret that is not shown.</summary>
    private static readonly HashSet<string> Harmless = Verbs.Words("public foreign primary sort partition registry license cache keyboard");

    private static readonly (string First, string Second)[] Pairs =
    [
        ("enrollment", "profile"), ("enrolment", "profile"), ("enrollment", "code"), ("backup", "code"), ("connection", "string"), ("one", "time"),
        ("file", "vault"), ("private", "certificate"), ("unlock", "code"), ("security", "code"), ("verification", "code"), ("pass", "phrase"), ("pass", "word"),
        ("environment", "variable"), ("env", "var"), ("clear", "text"), ("plain", "text"), ("setup", "code"), ("pairing", "code"),
    ];

    /// <summary>The first word that names a secret; null for none. What comes behind "by" or "for" is not what is read.</summary>
    /// <param name="words">Lower-case words, in order.</param>
    public static string? In(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = NameWords.Singular(words[i]);
            if (LeadsElsewhere(word) && i > 0)
                return null;
            if (Alone.Contains(word) && !(i > 0 && Harmless.Contains(words[i - 1])))
                return words[i];
            if (i + 1 < words.Count && NameWords.Singular(words[i + 1]) is var next && Pairs.Any(pair => pair.First == word && pair.Second == next))
                return $"{words[i]} {words[i + 1]}";
        }
        return null;
    }

    private static bool LeadsElsewhere(string word) => word is "by" or "for" or "with" or "from" or "using" or "without" or "no" or "to";
}
