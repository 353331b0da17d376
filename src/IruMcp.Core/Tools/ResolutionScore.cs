namespace IruMcp.Tools;

/// <summary>How well a tool and an operation fit, from 0 to 1.</summary>
internal static class ResolutionScore
{
    private const double NameShare = 0.55;
    private const double ArgumentShare = 0.30;
    private const double DescriptionShare = 0.15;

    private const double OtherNameShare = 0.15;
    private const double OtherArgumentShare = 0.40;
    private const double OtherDescriptionShare = 0.45;

    // Where nothing is known, neither for nor against.
    private const double NoEvidence = 0.7;

    private const double UnknownWordWeight = 2.5;

    private static readonly Lazy<Dictionary<string, double>> Weights = new(LoadWeights);

    // By identity: the forms never change.
    private static readonly Lazy<Dictionary<HashSet<string>, double>> FormWeights = new(
        () => OperationSignature.All.SelectMany(operation => operation.Forms).ToDictionary(form => form, WeightOf));

    /// <summary>The score, or 0 where it stays under <paramref name="least"/>.</summary>
    public static double Of(ToolSignature tool, OperationSignature operation, double least)
    {
        var name = Best(operation, tool.Content, Likeness);
        if (name == 0)
            return 0;
        var byName = NameShare * name + DescriptionShare * (tool.DescriptionContent.Count == 0 ? name : Best(operation, tool.DescriptionContent, Covered));
        var byDescription = IsDescribedAs(tool, operation)
            ? OtherNameShare * name + OtherDescriptionShare * Best(operation, KnownText(tool), Likeness) : double.NegativeInfinity;

        // Arguments are the dearest to compare, and for most pairs no arguments could help.
        if (Math.Max(byName + ArgumentShare, byDescription + OtherArgumentShare) < least || Arguments(tool, operation) is not { } arguments)
            return 0;
        var score = Math.Max(byName + ArgumentShare * arguments, byDescription + OtherArgumentShare * arguments);
        return score < least ? 0 : score;
    }

    /// <summary>For names of other words: the description's first word has to be the operation's kind of verb, and then what
    /// it speaks of and the arguments decide.</summary>
    private static bool IsDescribedAs(ToolSignature tool, OperationSignature operation)
    {
        var verb = tool.DescriptionVerb;
        return (ResolverWords.KindOf(verb) & operation.Kinds) != 0 || (ResolverWords.IsDeed(verb) && operation.OwnWords.Contains(verb));
    }

    private static HashSet<string> KnownText(ToolSignature tool) =>
        tool.KnownText ??= new HashSet<string>(tool.Content.Concat(tool.DescriptionContent).Where(Weights.Value.ContainsKey), StringComparer.Ordinal);

    private static double Best(OperationSignature operation, HashSet<string> text, Func<HashSet<string>, HashSet<string>, double> measure)
    {
        var best = 0.0;
        foreach (var form in operation.Forms)
            if (form.Overlaps(text))
                best = Math.Max(best, measure(text, form));
        return best;
    }

    /// <summary>Null where the arguments rule the operation out.</summary>
    private static double? Arguments(ToolSignature tool, OperationSignature operation)
    {
        if (tool.IsUnknownSchema)
            return NoEvidence;
        var matches = Identifiers.Match(operation.Operation, tool.Tool.Schema.Parameters);
        if (matches.Any(match => match.Parameter is null))
            return null;
        var paths = new HashSet<ToolParameter>(matches.Select(match => match.Parameter!));
        var others = tool.Tool.Schema.Parameters.Where(parameter => !paths.Contains(parameter)).ToList();
        var strangers = others.Where(parameter => parameter.IsRequired && !operation.Arguments.Contains(Identifiers.Plain(parameter.Name))).ToList();
        if (strangers.Any(parameter => Identifiers.LooksLikeId(parameter.Name)))
            return null;
        var names = new HashSet<string>(others.Select(parameter => Identifiers.Plain(parameter.Name)), StringComparer.Ordinal);
        var score = Overlap(names, operation.Arguments) * Math.Pow(0.5, strangers.Count);
        return paths.Any(parameter => !parameter.IsRequired) ? score * 0.7 : score;
    }

    private static double Overlap(HashSet<string> tool, HashSet<string> operation)
    {
        if (tool.Count == 0)
            return operation.Count == 0 ? 1 : NoEvidence;
        var shared = tool.Where(operation.Contains).Sum(ToolSignature.WeightOf);
        var given = tool.Sum(ToolSignature.WeightOf);
        if (operation.Count == 0)
            return given < 1 ? NoEvidence : 0;
        return shared == 0 ? 0 : 2 * shared / (given + operation.Sum(ToolSignature.WeightOf));
    }

    private static double Likeness(HashSet<string> text, HashSet<string> form) =>
        2 * SharedWeight(text, form) / (WeightOf(text) + FormWeights.Value[form]);

    private static double Covered(HashSet<string> text, HashSet<string> form) => SharedWeight(text, form) / FormWeights.Value[form];

    private static double SharedWeight(HashSet<string> text, HashSet<string> form)
    {
        var weight = 0.0;
        foreach (var word in form)
            if (text.Contains(word))
                weight += WeightOf(word);
        return weight;
    }

    private static double WeightOf(HashSet<string> words)
    {
        var weight = 0.0;
        foreach (var word in words)
            weight += WeightOf(word);
        return weight;
    }

    private static double WeightOf(string word) => Weights.Value.TryGetValue(word, out var weight) ? weight : UnknownWordWeight;

    /// <summary>A word that few operations have says much; "device" says little.</summary>
    private static Dictionary<string, double> LoadWeights()
    {
        var all = OperationSignature.All;
        var weights = all.SelectMany(operation => operation.Forms.SelectMany(form => form).Distinct(StringComparer.Ordinal))
            .GroupBy(word => word, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => Math.Min(4, Math.Max(0.6, Math.Log((double)all.Count / same.Count()))), StringComparer.Ordinal);

        // Version numbers are seldom said where there is only one tool of the kind.
        weights["v2"] = 1;
        return weights;
    }
}
