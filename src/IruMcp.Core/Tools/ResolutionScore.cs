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

    public static double Of(ToolSignature tool, OperationSignature operation)
    {
        var name = operation.Forms.Max(form => Likeness(tool.Content, form));
        if (name == 0 || Arguments(tool, operation) is not { } arguments)
            return 0;
        var byName = tool.DescriptionContent.Count == 0
            ? (NameShare + DescriptionShare) * name + ArgumentShare * arguments
            : NameShare * name + ArgumentShare * arguments + DescriptionShare * operation.Forms.Max(form => Covered(form, tool.DescriptionContent));
        return Math.Max(byName, ByDescription(tool, operation, name, arguments));
    }

    /// <summary>For names of other words: the description's first word has to be the operation's kind of verb, and then what
    /// it speaks of and the arguments decide.</summary>
    private static double ByDescription(ToolSignature tool, OperationSignature operation, double name, double arguments)
    {
        var verb = tool.DescriptionVerb;
        if ((ResolverWords.KindOf(verb) & operation.Kinds) == 0 && !(ResolverWords.IsDeed(verb) && operation.OwnWords.Contains(verb)))
            return 0;
        var text = new HashSet<string>(tool.Content.Concat(tool.DescriptionContent).Where(Weights.Value.ContainsKey), StringComparer.Ordinal);
        return OtherNameShare * name + OtherArgumentShare * arguments + OtherDescriptionShare * operation.Forms.Max(form => Likeness(text, form));
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

    private static double Likeness(HashSet<string> tool, HashSet<string> form)
    {
        var shared = tool.Where(form.Contains).Sum(WeightOf);
        return shared == 0 ? 0 : 2 * shared / (tool.Sum(WeightOf) + form.Sum(WeightOf));
    }

    private static double Covered(HashSet<string> form, HashSet<string> text) =>
        form.Where(text.Contains).Sum(WeightOf) / form.Sum(WeightOf);

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
