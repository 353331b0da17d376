namespace IruMcp.Tools;

/// <summary>What proves that a tool is an operation: its words, the verbs of its kind and its arguments.</summary>
internal sealed class OperationSignature
{
    private static readonly Lazy<IReadOnlyList<OperationSignature>> LazyAll = new(() => [.. OperationTable.Rows.Select(row => new OperationSignature(row))]);

    private OperationSignature(OperationRow row)
    {
        var operation = row.Operation;
        var texts = new List<IReadOnlyList<string>>
        {
            OperationWords.Of(operation.Name), PathWords(operation.Path, withParameters: false), PathWords(operation.Path, withParameters: true),
        };
        texts.AddRange(row.Aliases.Select(OperationWords.Of));
        Operation = operation;
        IsReport = operation.Category == "Prism";
        Forms = [.. texts.Select(OperationWords.Content).Where(form => form.Count > 0).Distinct(HashSet<string>.CreateSetComparer())];
        Words = new HashSet<string>(texts.SelectMany(words => words), StringComparer.Ordinal);
        Kinds = KindsOf(operation, texts);
        IsVerbless = operation.Method == "POST" && !texts[0].Any(word => Verbs.IsVerb(word) || Deeds.IsDeed(word));
        Arguments = new HashSet<string>(
            operation.PathParameters.Concat(operation.QueryParameters).Concat(operation.BodyFields).SelectMany(ArgumentNames), StringComparer.Ordinal);
    }

    public static IReadOnlyList<OperationSignature> All => LazyAll.Value;

    public static OperationSignature Of(Operation operation) => All.First(known => known.Operation == operation);

    public Operation Operation { get; }

    /// <summary>Each way in which the operation is said, as a set of words.</summary>
    public IReadOnlyList<HashSet<string>> Forms { get; }

    /// <summary>All its words, verbs included.</summary>
    public HashSet<string> Words { get; }

    /// <summary>The kinds of verb that can stand for this operation, first or last in a name.</summary>
    public VerbKinds Kinds { get; }

    /// <summary>Documented by a noun only ("Remote Desktop"), so that a tool may have no verb either.</summary>
    public bool IsVerbless { get; }

    /// <summary>Prism only ever reports: there the category stands for the verb.</summary>
    public bool IsReport { get; }

    /// <summary>Names of path and query parameters and body fields, without case and separators.</summary>
    public HashSet<string> Arguments { get; }

    private static VerbKinds KindsOf(Operation operation, IEnumerable<IReadOnlyList<string>> texts)
    {
        switch (operation.Method)
        {
            case "GET": return VerbKinds.Read;
            case "PATCH": return VerbKinds.Update;
            case "DELETE": return VerbKinds.Delete;
        }

        var own = texts.SelectMany(words => words).Aggregate(VerbKinds.Act, (kinds, word) => kinds | Verbs.KindOf(word)) & ~VerbKinds.Read;

        // "Add library item" must not be able to mean the operation that removes it.
        if ((own & VerbKinds.Delete) != 0)
            return VerbKinds.Delete | VerbKinds.Act;
        return operation.Path.Contains("/action/") ? own : own | VerbKinds.Create;
    }

    private static IReadOnlyList<string> PathWords(string path, bool withParameters) =>
        OperationWords.Of(string.Join("/", path.Split('/').Where(part => withParameters || !part.StartsWith("{", StringComparison.Ordinal))));

    /// <summary>A dotted field may come as its last part, as its outer object, or run together.</summary>
    private static IEnumerable<string> ArgumentNames(string field)
    {
        yield return Identifiers.Plain(field);
        var parts = field.Split('.');
        if (parts.Length == 1)
            yield break;
        yield return Identifiers.Plain(parts[0]);
        yield return Identifiers.Plain(parts[parts.Length - 1]);
    }
}
