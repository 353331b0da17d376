namespace IruMcp.Tools;

/// <summary>How well one tool and the operations fit, from 0 to 1.</summary>
internal sealed class ResolutionScore
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

    private static readonly Lazy<Dictionary<string, List<int>>> FormsByWord = new(LoadFormsByWord);

    // By the index of the form.
    private static readonly Lazy<double[]> FormWeights = new(() => [.. OperationSignature.All.SelectMany(operation => operation.Forms).Select(WeightOf)]);

    private readonly ToolSignature _tool;
    private readonly double[] _sharedByName;
    private readonly double[] _sharedByDescription;
    private readonly double[] _sharedByText;
    private readonly double _nameWeight;
    private readonly double _textWeight;

    public ResolutionScore(ToolSignature tool)
    {
        _tool = tool;
        _nameWeight = WeightOf(tool.Content);
        _sharedByName = Shared(tool.Content);
        _sharedByDescription = Shared(tool.DescriptionContent);
        var text = new HashSet<string>(tool.Content.Concat(tool.DescriptionContent).Where(Weights.Value.ContainsKey), StringComparer.Ordinal);
        _textWeight = WeightOf(text);
        _sharedByText = Shared(text);
    }

    /// <summary>The score, or 0 where it stays under <paramref name="least"/>.</summary>
    public double Of(OperationSignature operation, double least)
    {
        double name = 0, description = 0, text = 0;
        for (var form = operation.FirstForm; form < operation.FirstForm + operation.Forms.Count; form++)
        {
            var weight = FormWeights.Value[form];
            name = Math.Max(name, 2 * _sharedByName[form] / (_nameWeight + weight));
            description = Math.Max(description, _sharedByDescription[form] / weight);
            text = Math.Max(text, 2 * _sharedByText[form] / (_textWeight + weight));
        }
        if (name == 0)
            return 0;
        var byName = NameShare * name + DescriptionShare * (_tool.DescriptionContent.Count == 0 ? name : description);
        var byDescription = IsDescribedAs(_tool, operation)
            ? OtherNameShare * name + OtherDescriptionShare * text : double.NegativeInfinity;

        // Arguments are the dearest to compare, and for most pairs no arguments could help.
        if (Math.Max(byName + ArgumentShare, byDescription + OtherArgumentShare) < least || Arguments(_tool, operation) is not { } arguments)
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

    /// <summary>For each form of each operation the weight of the words that the text shares with it.</summary>
    private static double[] Shared(HashSet<string> text)
    {
        var shared = new double[FormWeights.Value.Length];
        foreach (var word in text)
            if (FormsByWord.Value.TryGetValue(word, out var forms))
                foreach (var form in forms)
                    shared[form] += WeightOf(word);
        return shared;
    }

    /// <summary>Null where the arguments rule the operation out.</summary>
    private static double? Arguments(ToolSignature tool, OperationSignature operation)
    {
        if (tool.IsUnknownSchema)
            return NoEvidence;
        // Most pairs end here; the whole comparison is dear.
        if (operation.Operation.PathParameters.Count > tool.Arguments.Count)
            return null;
        var matches = Identifiers.Match(operation.Operation, tool.Arguments);
        var isLoose = false;
        foreach (var match in matches)
        {
            if (match is null)
                return null;
            isLoose |= !match.Parameter.IsRequired;
        }

        var strangers = 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in tool.Arguments)
        {
            if (matches.Contains(argument))
                continue;
            names.Add(argument.PlainName);
            if (!argument.Parameter.IsRequired || operation.Arguments.Contains(argument.PlainName))
                continue;
            if (argument.LooksLikeId)
                return null;
            strangers++;
        }
        var score = Overlap(names, operation.Arguments) * Math.Pow(0.5, strangers);
        return isLoose ? score * 0.7 : score;
    }

    private static double Overlap(HashSet<string> tool, HashSet<string> operation)
    {
        if (tool.Count == 0)
            return operation.Count == 0 ? 1 : NoEvidence;
        double shared = 0, given = 0, documented = 0;
        foreach (var name in tool)
        {
            given += ToolSignature.WeightOf(name);
            if (operation.Contains(name))
                shared += ToolSignature.WeightOf(name);
        }
        if (operation.Count == 0)
            return given < 1 ? NoEvidence : 0;
        foreach (var name in operation)
            documented += ToolSignature.WeightOf(name);
        return shared == 0 ? 0 : 2 * shared / (given + documented);
    }

    private static double WeightOf(HashSet<string> words)
    {
        var weight = 0.0;
        foreach (var word in words)
            weight += WeightOf(word);
        return weight;
    }

    private static double WeightOf(string word) => Weights.Value.TryGetValue(word, out var weight) ? weight : UnknownWordWeight;

    private static Dictionary<string, List<int>> LoadFormsByWord()
    {
        var forms = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var operation in OperationSignature.All)
            for (var i = 0; i < operation.Forms.Count; i++)
                foreach (var word in operation.Forms[i])
                {
                    if (!forms.TryGetValue(word, out var ofWord))
                        forms[word] = ofWord = [];
                    ofWord.Add(operation.FirstForm + i);
                }
        return forms;
    }

    /// <summary>A word that few operations have says much; "device" says little.</summary>
    private static Dictionary<string, double> LoadWeights()
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var operation in OperationSignature.All)
            foreach (var word in new HashSet<string>(operation.Forms.SelectMany(form => form), StringComparer.Ordinal))
                weights[word] = weights.TryGetValue(word, out var count) ? count + 1 : 1;
        foreach (var word in weights.Keys.ToList())
            weights[word] = Math.Min(4, Math.Max(0.6, Math.Log(OperationSignature.All.Count / weights[word])));

        // Version numbers are seldom said where there is only one tool of the kind.
        weights["v2"] = 1;
        return weights;
    }
}
