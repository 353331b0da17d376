namespace IruMcp.Tools;

/// <summary>What a tool's name forbids, however well the rest fits: a resolved tool takes over the operation's risk, so a
/// wrong resolution must never make it look more harmless than its own words do. Descriptions have no say here.</summary>
internal static class ResolutionSafety
{
    public static bool IsPossible(ToolSignature tool, OperationSignature operation)
    {
        if (tool.Words.Count == 0)
            return false;
        if ((tool.IsReadName || ResolverWords.IsPlainRead(tool.Words[tool.Words.Count - 1])) && operation.Operation.Method != "GET")
            return false;
        return operation.Operation.Risk <= Risk.Sensitive ? IsCertainlyRead(tool, operation) : IsNoMilder(tool, operation);
    }

    private static bool IsCertainlyRead(ToolSignature tool, OperationSignature operation)
    {
        var words = tool.Words;
        if (ResolverWords.IsWriteVerb(words[0]) || tool.IsPost)
            return false;
        var writes = words.Where(ResolverWords.IsWriteVerb).ToList();
        if (writes.Any(word => !operation.OwnWords.Contains(word)))
            return false;

        // "activation_lock": without a verb of reading, "lock" may be what the tool does; Prism only ever reports.
        var isReport = words[0] == "prism" && operation.Operation.Category == "Prism";
        if (writes.Count > 0 && !isReport && !words.Any(ResolverWords.IsReadVerb))
            return false;
        if (HidesSomethingBehindAnd(words, operation))
            return false;
        if (operation.Operation.Risk == Risk.Read && RiskClassifier.SecretWord(tool.NameWordList) is { } secret
            && !secret.Split(' ').All(operation.OwnWords.Contains))
            return false;

        // Only a name that says itself that it reads may hold words that nobody knows.
        return tool.IsReadName || isReport || words.All(word => IsExplained(word, operation));
    }

    private static bool IsNoMilder(ToolSignature tool, OperationSignature operation)
    {
        if ((tool.Kinds & ~operation.Kinds & ~VerbKinds.Read) != 0)
            return false;
        if (tool.IsPost && operation.Operation.Method != "POST")
            return false;
        return SaysWhatItDoes(tool, operation) && !tool.Words.Any(word => RiskWords.Of(word) is { } risk && risk > operation.Operation.Risk && !operation.OwnWords.Contains(word))
            && !HidesSomethingBehindAnd(tool.Words, operation);
    }

    /// <summary>"device_lost_mode" alone does not say whether it starts, ends or shows it.</summary>
    private static bool SaysWhatItDoes(ToolSignature tool, OperationSignature operation) =>
        (tool.Kinds & operation.Kinds) != 0
        || operation.IsVerbless
        || (tool.IsPost && operation.Operation.Method == "POST")
        || tool.Words.Append(tool.DescriptionVerb).Any(word => ResolverWords.IsDeed(word) && operation.OwnWords.Contains(word))
        || (ResolverWords.KindOf(tool.DescriptionVerb) & operation.Kinds) != 0;

    private static bool HidesSomethingBehindAnd(IReadOnlyList<string> words, OperationSignature operation)
    {
        for (var i = 0; i < words.Count - 1; i++)
            if (RiskWords.IsJoining(words[i]) && !operation.OwnWords.Contains(words[i + 1]))
                return true;
        return false;
    }

    private static bool IsExplained(string word, OperationSignature operation) =>
        ResolverWords.IsReadVerb(word) || ResolverWords.IsFiller(word) || RiskWords.IsJoining(word) || operation.KnownWords.Contains(word);
}
