namespace IruMcp.Tools;

/// <summary>What a tool's arguments say about whether it is a documented operation.</summary>
internal static class ArgumentProof
{
    /// <summary>True where the operation's path parameters are required, nothing else that is not documented is, and no further argument says
    /// that something is done.</summary>
    public static bool IsProved(OperationSignature operation, InputSchema schema, IReadOnlyList<SchemaLeaf> leaves)
    {
        var matches = Identifiers.Match(operation.Operation, [.. schema.Parameters.Select(parameter => new ArgumentSignature(parameter))]);
        if (matches.Any(match => match is not { Parameter.IsRequired: true }))
            return false;
        var identifiers = new HashSet<string>(matches.Select(match => match!.PlainName), StringComparer.Ordinal);
        foreach (var leaf in leaves)
            if (!identifiers.Contains(Identifiers.Plain(leaf.Name)) && !IsDocumented(operation, leaf.Path)
                && (leaf.IsRequired || ReadWords.DeedIn(leaf) is { } deed && !IsOwn(operation, deed)))
                return false;
        return true;
    }

    /// <summary>True if an argument of a change names the change itself, such as the mode of an erase. A read has no such argument.</summary>
    private static bool IsOwn(OperationSignature operation, string deed) =>
        operation.Operation.Risk > Risk.Sensitive && OperationWords.Of(deed) is { Count: > 0 } words && words.All(operation.Words.Contains);

    /// <summary>How many of a tool's arguments the operation is documented with.</summary>
    public static int SharedBy(OperationSignature operation, IReadOnlyList<SchemaLeaf> leaves) => leaves.Count(leaf => IsDocumented(operation, leaf.Path));

    /// <param name="operation">The operation.</param>
    /// <param name="path">The names that lead to a value, without those of wrappers.</param>
    public static bool IsDocumented(OperationSignature operation, IReadOnlyList<string> path)
    {
        for (var length = 1; length <= path.Count; length++)
            if (operation.Arguments.Contains(Identifiers.Plain(string.Concat(path.Take(length)))))
                return true;
        return false;
    }
}
