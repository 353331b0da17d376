namespace IruMcp.Tools;

/// <summary>The words that may be found run together in a name. Only whole words are known, so that "clock" is not "c" and "lock".</summary>
internal static class KnownWords
{
    /// <summary>Beside the words of the documentation.</summary>
    private const string Others = "and then plus all id ids info by machine machines computer computers firmware factory token tokens work kext clock fleet people label labels";

    private static readonly HashSet<string> Words = Load();

    public static bool Contains(string word) => Words.Contains(word);

    private static HashSet<string> Load()
    {
        var words = new HashSet<string>(Others.Split(' '), StringComparer.Ordinal);
        words.UnionWith(Deeds.All);
        words.UnionWith(Verbs.All);
        foreach (var row in OperationTable.Rows)
            foreach (var text in row.Aliases.Append(row.Operation.Name))
                words.UnionWith(text.ToLowerInvariant().Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => new[] { word, NameWords.Singular(word), word + "s" }));
        return words;
    }
}
