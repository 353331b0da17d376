namespace IruMcp.Help;

/// <summary>What the attributes of a cmdlet say.</summary>
/// <param name="Verb">The first half of its name.</param>
/// <param name="Noun">The second half.</param>
/// <param name="DefaultSet">The parameter set that is taken where the arguments leave it open; null where there is one only.</param>
/// <param name="Parameters">Those of the cmdlet, then those that PowerShell adds for its attributes.</param>
internal sealed record CmdletFacts(string Verb, string Noun, string? DefaultSet, IReadOnlyList<ParameterFacts> Parameters)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of the parameter sets, the default first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(parameter => parameter.Sets.Keys).Where(set => set != ParameterFacts.EverySet)];
            // The default set may have no parameter of its own.
            return named.Length == 0 ? [ParameterFacts.EverySet] : [.. named.Prepend(DefaultSet).OfType<string>().Distinct()];
        }
    }
}

/// <summary>What the attributes of a parameter say.</summary>
internal sealed record ParameterFacts(string Name, string Type)
{
    /// <summary>The name that PowerShell gives to the set of parameters that belong to all sets.</summary>
    public const string EverySet = "__AllParameterSets";

    public IReadOnlyDictionary<string, ParameterUse> Sets { get; init; } = new Dictionary<string, ParameterUse> { [EverySet] = new ParameterUse() };

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    public bool TakesWildcards { get; init; }

    /// <summary>A text for a parameter that means the same in every cmdlet; null where the page has to say it.</summary>
    public string? StockText { get; init; }

    public bool IsSwitch => Type == "SwitchParameter";

    public ParameterUse? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(EverySet);
}

/// <summary>How a parameter is used in one parameter set.</summary>
/// <param name="Position">Counted from 0; null where it has to be named.</param>
internal sealed record ParameterUse(bool IsMandatory = false, int? Position = null, bool ByValue = false, bool ByPropertyName = false);
