namespace IruMcp.Tools;

/// <summary>How dangerous a tool is, from its documented operation, else from the words of its name, and what the server's
/// own annotations may add to that.</summary>
internal static class RiskClassifier
{
    public static RiskVerdict Classify(string name, Operation? operation, bool? readOnlyHint, bool? destructiveHint)
    {
        // A server that says both is not believed when it talks a risk down.
        var verdict = operation is null ? ByName(name, destructiveHint == true ? null : readOnlyHint) : new RiskVerdict(operation.Risk, ToolText.DocumentedRisk(operation));

        // By the protocol the hint means something only where the tool is not said to be read-only.
        return destructiveHint == true && readOnlyHint != true && verdict.Risk < Risk.Destructive
            ? new RiskVerdict(Risk.Destructive, ToolText.RaisedByHint)
            : verdict;
    }

    /// <summary>The worst thing that the words of a name speak of; null where no word speaks of a change.</summary>
    public static (Risk Risk, string Word)? WorstWord(IReadOnlyList<string> words)
    {
        (Risk Risk, string Word)? worst = null;
        for (var i = 0; i < words.Count; i++)
        {
            var risk = RiskWords.OfForeign(words[i]) ?? (IsShutDown(words, i) ? Risk.Disruptive : null);
            if (risk is { } found && (worst is null || found > worst.Value.Risk))
                worst = (found, words[i]);
        }

        return worst;
    }

    /// <summary>True for a name that begins like a read and hides no change behind that.</summary>
    public static bool BeginsLikeRead(IReadOnlyList<string> words)
    {
        var meaningful = words.SkipWhile(RiskWords.IsVendor).ToList();
        if (meaningful.Count == 0 || !RiskWords.IsRead(meaningful[0]))
            return false;

        // "find-erase": with nothing to find, the second verb is what it does; "get/device/erase": so is one at the end.
        if (meaningful.Count > 1 && (RiskWords.IsPlainVerb(meaningful[1]) || RiskWords.IsPlainVerb(meaningful[meaningful.Count - 1])))
            return false;
        if (meaningful.Count > 1 && meaningful[1] == "rid")
            return false;
        for (var i = 1; i < meaningful.Count - 1; i++)
            if (RiskWords.IsJoining(meaningful[i]) && !RiskWords.IsRead(meaningful[i + 1]))
                return false;
        return true;
    }

    /// <summary>The word that tells that an answer will hold a secret; null for none.</summary>
    public static string? SecretWord(IReadOnlyList<string> words)
    {
        var singular = words.Select(NameWords.Singular).ToList();
        foreach (var word in singular)
            if (word is "secret" or "bypass" or "recovery" or "pin" or "passcode" or "password" or "credential" or "apikey")
                return word;
        for (var i = 0; i < singular.Count && !RiskWords.LeadsElsewhere(singular[i]); i++)
            if (RiskWords.IsSecretPair(singular[i], i + 1 < singular.Count ? singular[i + 1] : ""))
                return singular[i] == "token" ? "token" : $"{singular[i]} {singular[i + 1]}";
        var isFileVault = singular.Contains("filevault") || (singular.Contains("file") && singular.Contains("vault"));
        if (isFileVault && singular.Contains("key"))
            return "filevault key";
        return singular.Contains("enrollment") && singular.Contains("profile") ? "enrollment profile" : null;
    }

    private static RiskVerdict ByName(string name, bool? readOnlyHint)
    {
        var words = NameWords.Split(name);
        if (words.Any(MixesAlphabets))
            return new RiskVerdict(Risk.Destructive, ToolText.MixedAlphabets);
        if (BeginsLikeRead(words))
            return SecretWord(words) is { } secret
                ? new RiskVerdict(Risk.Sensitive, ToolText.SecretByName(secret))
                : new RiskVerdict(Risk.Read, ToolText.ReadByName(words.First(RiskWords.IsRead)));
        if (WorstWord(words) is { } worst)
            return new RiskVerdict(worst.Risk, ToolText.RiskByWord(worst.Word));

        // A name that speaks of a change in other words is no default, so an annotation cannot talk it away.
        if (readOnlyHint != true || words.Select(NameWords.Singular).Any(word => ResolverWords.SaysChange(word) || RiskWords.RunsSomething(word)))
            return new RiskVerdict(Risk.Write, ToolText.WriteByDefault);
        return SecretWord(words) is { } revealed
            ? new RiskVerdict(Risk.Sensitive, ToolText.SecretByName(revealed))
            : new RiskVerdict(Risk.Read, ToolText.LoweredByHint);
    }

    /// <summary>True for a word in which Greek or Cyrillic letters stand among Latin ones, which they look like: "еrase" may not be "erase".</summary>
    private static bool MixesAlphabets(string word) => word.Any(letter => letter is >= 'a' and <= 'z') && word.Any(letter => letter is >= '\u0370' and <= '\u058F');

    private static bool IsShutDown(IReadOnlyList<string> words, int index) =>
        index + 1 < words.Count
        && ((words[index] is "shut" or "shutting" && words[index + 1] == "down") || (words[index] == "power" && words[index + 1] == "off"));
}

/// <param name="Risk">The class.</param>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record RiskVerdict(Risk Risk, string Reason);
