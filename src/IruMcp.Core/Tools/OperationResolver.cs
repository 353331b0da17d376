namespace IruMcp.Tools;

/// <summary>Tells which documented operation each listed tool is, by proof: every word of its name is explained by the operation, the
/// operation's required arguments are required, and nothing else is. What fits several operations is none of them.</summary>
internal static class OperationResolver
{
    /// <summary>One resolution for each tool, in the same order.</summary>
    public static IReadOnlyList<Resolution> Resolve(IReadOnlyList<ResolvableTool> tools)
    {
        var fits = tools.Select(Best).ToList();
        var winners = new Dictionary<Operation, int>();
        foreach (var (fit, index) in fits.Select((fit, index) => (fit, index)).Where(item => item.fit.Operation is not null)
            .OrderByDescending(item => item.fit.IsExact).ThenBy(item => tools[item.index].Words.Count).ThenBy(item => tools[item.index].Name, StringComparer.Ordinal))
            if (!winners.ContainsKey(fit.Operation!))
                winners.Add(fit.Operation!, index);
        return [.. fits.Select((fit, index) => fit.Operation is { } operation && winners[operation] != index
            ? new Resolution(null, ToolText.AnotherFitsBetter(operation))
            : new Resolution(fit.Operation, fit.Reason))];
    }

    private static Fit Best(ResolvableTool tool)
    {
        var words = OperationWords.Of(tool.Words);
        if (words.Count == 0 || tool.Leaves is null || !tool.IsAscii)
            return new Fit(null, false, ToolText.NothingFits);
        var explained = OperationSignature.All.Where(operation => Explains(operation, words)).ToList();
        var content = OperationWords.Content(words);
        var exact = explained.Where(operation => operation.Forms.Any(content.SetEquals)).ToList();
        var proved = Proved(tool, exact);
        if (proved.Count > 0)
            return Chosen(tool, proved, isExact: true);

        // With fewer words than the documentation, a name can still leave one operation only; changes have to be named in full.
        var isSecret = SecretWords.In(tool.Words) is not null;
        return Chosen(tool, content.Count < 2 ? [] : Proved(tool, explained.Where(operation =>
            operation.Operation.Method == "GET" && (!isSecret || operation.Operation.Risk == Risk.Sensitive))), isExact: false);
    }

    private static List<OperationSignature> Proved(ResolvableTool tool, IEnumerable<OperationSignature> operations) =>
        [.. operations.Where(operation => ArgumentProof.IsProved(operation, tool.Schema, tool.Leaves!))];

    private static Fit Chosen(ResolvableTool tool, List<OperationSignature> proved, bool isExact)
    {
        if (proved.Count == 0)
            return new Fit(null, false, ToolText.NothingFits);

        // What takes an id in its path is more than a list that can be filtered by it.
        var best = proved.GroupBy(operation => (operation.Operation.PathParameters.Count, ArgumentProof.SharedBy(operation, tool.Leaves!)))
            .OrderByDescending(same => same.Key).First().ToList();
        return best.Count == 1
            ? new Fit(best[0].Operation, isExact, ToolText.Resolved(best[0].Operation))
            : new Fit(null, false, ToolText.SeveralFit([.. best.Select(operation => operation.Operation.Name)]));
    }

    /// <summary>True where each word is the operation's own, or a verb of its kind at one of the ends, and the name says what is done.</summary>
    private static bool Explains(OperationSignature operation, IReadOnlyList<string> words)
    {
        var last = words.Count - 1;
        bool IsOfKind(int index) => (index == 0 || index == last) && (Verbs.KindOf(words[index]) & operation.Kinds) != 0
            && (Verbs.IsGeneric(words[index]) || operation.Words.Contains(words[index]));
        for (var i = 0; i <= last; i++)
            if (!OperationWords.IsFiller(words[i]) && !operation.Words.Contains(words[i]) && !IsOfKind(i))
                return false;
        if (operation.IsReport && !words.Contains("prism") && !words.Contains("export"))
            return false;
        if (operation.Operation.Method == "GET")
            return IsOfKind(0) || IsOfKind(last) || operation.IsReport && words[0] == "prism";


        // A verb of destroying is explained by what destroys only.
        if (operation.Operation.Risk != Risk.Destructive && words.Any(word => Verbs.KindOf(word) == VerbKinds.Delete && word != "delete" && !operation.Words.Contains(word)))
            return false;
        return operation.IsVerbless || IsOfKind(0) || IsOfKind(last) || words.Any(word => Deeds.IsDeed(word) && operation.Words.Contains(word));
    }

    private sealed record Fit(Operation? Operation, bool IsExact, string Reason);
}

/// <param name="Name">The server's name of the tool.</param>
/// <param name="Words">The words of the name, without a prefix that all tools share.</param>
/// <param name="Schema">Its arguments as a user sees them.</param>
/// <param name="Leaves">All that its arguments can hold; null where that cannot be told.</param>
internal sealed record ResolvableTool(string Name, IReadOnlyList<string> Words, InputSchema Schema, IReadOnlyList<SchemaLeaf>? Leaves)
{
    /// <summary>False where a letter may only look like one of a documented name.</summary>
    public bool IsAscii => Name.All(character => character <= '\u007f');
}

/// <param name="Operation">The documented operation; null where none is proved.</param>
/// <param name="Reason">Why this one, or why none, in one sentence.</param>
internal sealed record Resolution(Operation? Operation, string Reason);
