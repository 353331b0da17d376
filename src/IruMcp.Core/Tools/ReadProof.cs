namespace IruMcp.Tools;

/// <summary>Proves of a tool that no documentation knows that it only reads.</summary>
internal static class ReadProof
{
    /// <summary>What can only be read.</summary>
    private static readonly HashSet<string> Reports = Verbs.Words("detail info information status state summary overview history log statistic stat metric count report list");

    /// <summary>Read or Sensitive where that is proved, else unknown.</summary>
    public static RiskVerdict Of(UndocumentedTool tool)
    {
        if (tool.Name.Any(character => character > '\u007f'))
            return RiskVerdict.Unknown(ToolText.OtherLetters);
        if (tool.DestructiveHint == true)
            return RiskVerdict.Unknown(ToolText.RaisedByHint);
        if (tool.Leaves is null)
            return RiskVerdict.Unknown(ToolText.UnreadableSchema);
        if (tool.ReadOnlyHint == false)
            return RiskVerdict.Unknown(ToolText.NotReadOnlyByHint);
        if (Thing(tool) is not { } thing)
            return RiskVerdict.Unknown(ToolText.NoVerbOfReading);
        if (ReadWords.DeedIn(thing) is { } deed)
            return RiskVerdict.Unknown(ToolText.DeedInName(deed));
        foreach (var leaf in tool.Leaves)
            if (ReadWords.DeedIn(leaf) is { } argument)
                return RiskVerdict.Unknown(ToolText.DeedInArgument(argument));
        foreach (var text in new[] { tool.Title, tool.Description })
            if (text is not null && ReadWords.DeedInSentence(text, tool.ReadOnlyHint == true) is { } done)
                return RiskVerdict.Unknown(ToolText.DeedInText(done));
        var secret = SecretWords.In(thing) ?? SecretWords.In(NameWords.Split(ReadWords.FirstSentence(tool.Description ?? "")));
        return secret is null ? new RiskVerdict(Risk.Read, ToolText.ReadByName) : new RiskVerdict(Risk.Sensitive, ToolText.SecretByName(secret));
    }

    /// <summary>The words of the name that say what is read; null where the name does not say that something is.</summary>
    private static IReadOnlyList<string>? Thing(UndocumentedTool tool)
    {
        var words = tool.Trimmed.Words;
        if (words.Count == 0 || words[0] is "check" && words.Count > 1 && words[1] is "in" or "out")
            return null;
        if (Verbs.IsReading(words[0]) && (words.Count > 1 || !tool.Trimmed.HadPrefix))
            return [.. words.Skip(1)];
        if (tool.Trimmed.HadPrefix && words.Count > 1 && Verbs.IsReading(words[words.Count - 1]))
            return [.. words.Take(words.Count - 1)];

        // A name without a verb needs the server's word for it, and words that say that something is read.
        return tool.ReadOnlyHint == true && !words.Any(Deeds.IsDeed)
            && (IsQuestion(words[0]) || Reports.Contains(NameWords.Singular(words[words.Count - 1])) || BeginsWithReading(tool.Description)) ? words : null;
    }

    private static bool IsQuestion(string word) => word is "who" or "whoami" or "what" or "which" or "where" or "how" or "is" or "has";

    private static bool BeginsWithReading(string? description) =>
        description is not null && NameWords.Split(ReadWords.FirstSentence(description)) is { Count: > 1 } words && ReadWords.IsReadingForm(words[0]);
}

/// <param name="Name">The server's name of the tool.</param>
/// <param name="Trimmed">Its words, without a prefix that all tools share.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Description">Its description, or null.</param>
/// <param name="Leaves">All that its arguments can hold; null where that cannot be told.</param>
/// <param name="ReadOnlyHint">The server's annotation, or null.</param>
/// <param name="DestructiveHint">The server's annotation, or null.</param>
internal sealed record UndocumentedTool(
    string Name, TrimmedName Trimmed, string? Title, string? Description, IReadOnlyList<SchemaLeaf>? Leaves, bool? ReadOnlyHint, bool? DestructiveHint);
