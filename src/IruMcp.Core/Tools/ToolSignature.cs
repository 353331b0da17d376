namespace IruMcp.Tools;

/// <summary>What the resolver knows about a listed tool.</summary>
internal sealed class ToolSignature
{
    // Enough for what a tool does; the rest of long descriptions is about its arguments and about other tools.
    private const int ReadDescription = 160;

    private static readonly HashSet<string> Wide = new(StringComparer.Ordinal)
    {
        "limit", "offset", "page", "size", "cursor", "after", "ordering", "sortby", "sort", "perpage", "pagesize",
    };

    public ToolSignature(ResolvableTool tool, string? commonPrefix)
    {
        Tool = tool;
        var plain = NameWords.Split(tool.Name).SkipWhile(word => RiskWords.IsVendor(word) || word == commonPrefix).ToList();
        NameWordList = plain;
        Words = [.. ResolverWords.Of(string.Join(" ", plain)).SkipWhile(RiskWords.IsVendor)];
        Content = ResolverWords.Content(Words);
        var description = ResolverWords.Of(FirstSentence(tool.Description ?? tool.Title ?? ""));
        DescriptionContent = ResolverWords.Content(description);
        DescriptionVerb = description.FirstOrDefault() ?? "";
        Arguments = [.. tool.Schema.Parameters.Select(parameter => new ArgumentSignature(parameter))];
        IsUnknownSchema = tool.Schema.Parameters.Count == 0 && tool.Schema.AllowsOtherArguments;
        IsPost = Words.Count > 0 && Words[0] == "post";
        Kinds = Words.Skip(IsPost ? 1 : 0).Aggregate(VerbKinds.None, (kinds, word) => kinds | ResolverWords.KindOf(word));
        BeginsLikeRead = RiskClassifier.BeginsLikeRead(plain);
        IsReadName = BeginsLikeRead || (Words.Count > 0 && !ResolverWords.IsWriteVerb(Words[0])
            && (ResolverWords.IsPlainRead(Words[0]) || ResolverWords.IsPlainRead(Words[Words.Count - 1])));
    }

    public ResolvableTool Tool { get; }

    /// <summary>The words of the name as they are written, without the vendor's.</summary>
    public IReadOnlyList<string> NameWordList { get; }

    /// <summary>The words of the name in their one form, without the vendor's.</summary>
    public IReadOnlyList<string> Words { get; }

    public HashSet<string> Content { get; }

    public HashSet<string> DescriptionContent { get; }

    /// <summary>The first word of the description, which is its verb in nearly all of them.</summary>
    public string DescriptionVerb { get; }

    public IReadOnlyList<ArgumentSignature> Arguments { get; }

    /// <summary>True where nothing is known about the arguments.</summary>
    public bool IsUnknownSchema { get; }

    /// <summary>The name begins with the HTTP method POST.</summary>
    public bool IsPost { get; }

    public VerbKinds Kinds { get; }

    /// <summary>By the rule for risks.</summary>
    public bool BeginsLikeRead { get; }

    /// <summary>By a verb that means reading and nothing else, first or last.</summary>
    public bool IsReadName { get; }

    /// <summary>The weight of an argument's name: nearly every list has a limit.</summary>
    public static double WeightOf(string plainName) => Wide.Contains(plainName) ? 0.3 : 1;

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        var length = Math.Min(end < 0 ? text.Length : end, ReadDescription);
        return text.Substring(0, length);
    }
}
