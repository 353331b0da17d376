namespace IruMcp.Tools;

/// <summary>What the resolver compares tools with: an operation's words, verbs and arguments.</summary>
internal sealed class OperationSignature
{
    private OperationSignature(OperationRow row, int firstForm)
    {
        FirstForm = firstForm;
        var operation = row.Operation;
        var pathWords = PathWords(operation.Path, withParameters: true);
        var texts = new List<IReadOnlyList<string>>
        {
            ResolverWords.Of(operation.Name), PathWords(operation.Path, withParameters: false), pathWords,
        };
        texts.AddRange(row.Aliases.Select(ResolverWords.Of));
        Operation = operation;
        Forms = [.. texts.Select(ResolverWords.Content).Where(form => form.Count > 0).Distinct(HashSet<string>.CreateSetComparer())];
        OwnWords = new HashSet<string>(texts.SelectMany(words => words), StringComparer.Ordinal);
        if (operation.Method == "DELETE")
            OwnWords.Add("delete");
        KnownWords = new HashSet<string>(OwnWords.Concat(ResolverWords.Of(operation.Category)), StringComparer.Ordinal);
        Kinds = KindsOf(operation, texts);
        IsVerbless = operation.Method == "POST" && !texts[0].Any(ResolverWords.IsWriteVerb);
        Arguments = new HashSet<string>(
            operation.QueryParameters.Concat(operation.BodyFields).SelectMany(ArgumentNames), StringComparer.Ordinal);
    }

    public static IReadOnlyList<OperationSignature> All => LazyAll.Value;

    private static readonly Lazy<IReadOnlyList<OperationSignature>> LazyAll = new(Load);

    public Operation Operation { get; }

    /// <summary>Each way in which the operation is said, as a set of words.</summary>
    public IReadOnlyList<HashSet<string>> Forms { get; }

    /// <summary>The index of the first form among those of all operations.</summary>
    public int FirstForm { get; }

    /// <summary>The documented words, verbs included: a word of risk among them explains itself.</summary>
    public HashSet<string> OwnWords { get; }

    /// <summary>The documented words and those of the category.</summary>
    public HashSet<string> KnownWords { get; }

    /// <summary>The kinds of verb that can stand for this operation.</summary>
    public VerbKinds Kinds { get; }

    /// <summary>Documented by a noun only ("Remote Desktop"), so that a tool may have no verb either.</summary>
    public bool IsVerbless { get; }

    /// <summary>Names of query parameters and body fields, without case and separators.</summary>
    public HashSet<string> Arguments { get; }

    private static List<OperationSignature> Load()
    {
        var all = new List<OperationSignature>();
        var forms = 0;
        foreach (var row in OperationTable.Rows)
        {
            all.Add(new OperationSignature(row, forms));
            forms += all[all.Count - 1].Forms.Count;
        }
        return all;
    }

    private static VerbKinds KindsOf(Operation operation, IEnumerable<IReadOnlyList<string>> texts)
    {
        switch (operation.Method)
        {
            case "GET": return VerbKinds.Read;
            case "PATCH": return VerbKinds.Update;
            case "DELETE": return VerbKinds.Delete;
        }

        var own = texts.SelectMany(words => words).Aggregate(VerbKinds.Act, (kinds, word) => kinds | ResolverWords.KindOf(word)) & ~VerbKinds.Read;

        // "Add library item" must not be able to mean the operation that removes it.
        if ((own & VerbKinds.Delete) != 0)
            return VerbKinds.Delete | VerbKinds.Act;
        return operation.Path.Contains("/action/") ? own : own | VerbKinds.Create;
    }

    private static IReadOnlyList<string> PathWords(string path, bool withParameters) =>
        ResolverWords.Of(string.Join("/", path.Split('/').Where(part => withParameters || !part.StartsWith("{", StringComparison.Ordinal))));

    /// <summary>A dotted field may come as its last part, as its outer object, or run together.</summary>
    private static IEnumerable<string> ArgumentNames(string field)
    {
        yield return Identifiers.Plain(field);
        var parts = field.Split('.');
        if (parts.Length > 1)
            yield return Identifiers.Plain(parts[0]);
    }
}
