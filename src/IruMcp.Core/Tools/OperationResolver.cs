namespace IruMcp.Tools;

/// <summary>Tells which documented operation each listed tool is. All tools are looked at together, since no two of them are
/// the same operation; where two operations fit alike, none is chosen.</summary>
internal static class OperationResolver
{
    // Found by trial over several naming schemes: everything below was wrong, or right by luck.
    private const double LeastScore = 0.72;

    // Two scores nearer than this cannot be told apart.
    private const double Margin = 0.025;

    private const int FewestForPrefix = 8;

    /// <summary>One resolution for each tool, in the same order.</summary>
    public static IReadOnlyList<Resolution> Resolve(IReadOnlyList<ResolvableTool> tools)
    {
        var prefix = CommonPrefix(tools);
        var candidates = tools.Select(tool => Candidate.For(new ToolSignature(tool, prefix))).ToList();
        Assign(candidates);
        return [.. candidates.Select(candidate => candidate.ToResolution())];
    }

    private static void Assign(List<Candidate> candidates)
    {
        var taken = new HashSet<Operation>();
        bool isAnyAssigned;
        do
        {
            isAnyAssigned = false;
            var claims = candidates
                .Where(candidate => candidate.Operation is null)
                .Select(candidate => candidate.OnlyOneOpen(taken))
                .OfType<Claim>()
                .GroupBy(claim => claim.Fit.Operation)
                .ToList();
            foreach (var claim in claims)
            {
                claim.OrderByDescending(item => item.Fit.Score).ThenBy(item => item.Candidate.Name, StringComparer.Ordinal)
                    .First().Candidate.Operation = claim.Key;
                taken.Add(claim.Key);
                isAnyAssigned = true;
            }
        }
        while (isAnyAssigned);
    }

    /// <summary>The word that a gateway puts before every name; null where there is none.</summary>
    private static string? CommonPrefix(IReadOnlyList<ResolvableTool> tools)
    {
        if (tools.Count < FewestForPrefix)
            return null;
        var first = tools.Select(tool => NameWords.Split(tool.Name).FirstOrDefault()).GroupBy(word => word, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count()).First();
        return first.Key is { } word && first.Count() == tools.Count && !KnownWords.Contains(word) && !ResolverWords.IsWriteVerb(word) ? word : null;
    }

    // Classes where tuples would do: what is built from a tuple is compiled anew in each process.
    private sealed class Fit(Operation operation, double score)
    {
        public Operation Operation { get; } = operation;

        public double Score { get; } = score;
    }

    private sealed class Claim(Candidate candidate, Fit fit)
    {
        public Candidate Candidate { get; } = candidate;

        public Fit Fit { get; } = fit;
    }

    private sealed class Candidate
    {
        public required string Name { get; init; }

        /// <summary>The operations that fit as well as the best does, best first.</summary>
        public required IReadOnlyList<Fit> Fitting { get; init; }

        public Operation? Operation { get; set; }

        public static Candidate For(ToolSignature tool)
        {
            var score = new ResolutionScore(tool);
            var fits = new List<Fit>();
            foreach (var operation in OperationSignature.All)
                if (score.Of(operation, LeastScore) is > 0 and var value && ResolutionSafety.IsPossible(tool, operation))
                    fits.Add(new Fit(operation.Operation, value));
            var best = fits.Count == 0 ? 0 : fits.Max(fit => fit.Score);
            return new Candidate { Name = tool.Tool.Name, Fitting = [.. fits.Where(fit => fit.Score > best - Margin).OrderByDescending(fit => fit.Score)] };
        }

        /// <summary>The operation that this tool must be, if any; null where none or several are left to it.</summary>
        public Claim? OnlyOneOpen(HashSet<Operation> taken)
        {
            Fit? open = null;
            foreach (var fit in Fitting)
            {
                if (taken.Contains(fit.Operation))
                    continue;
                if (open is not null)
                    return null;
                open = fit;
            }
            return open is null ? null : new Claim(this, open);
        }

        public Resolution ToResolution()
        {
            if (Operation is not null)
                return new Resolution(Operation, ToolText.Resolved(Operation));
            return new Resolution(null, Fitting.Count switch
            {
                0 => ToolText.NothingFits,
                1 => ToolText.AnotherFitsBetter(Fitting[0].Operation),
                _ => ToolText.SeveralFit([.. Fitting.Select(fit => fit.Operation.Name)]),
            });
        }
    }
}

/// <param name="Name">The server's name of the tool.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Description">Its description, or null.</param>
/// <param name="Schema">Its arguments.</param>
internal sealed record ResolvableTool(string Name, string? Title, string? Description, InputSchema Schema);

/// <param name="Operation">The documented operation; null where none could be told with certainty.</param>
/// <param name="Reason">Why this one, or why none, in one sentence.</param>
internal sealed record Resolution(Operation? Operation, string Reason);
