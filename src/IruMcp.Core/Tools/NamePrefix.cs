namespace IruMcp.Tools;

/// <summary>The words that a gateway puts before the name of every tool. They are dropped, so they must be nothing that a tool does.</summary>
internal static class NamePrefix
{
    /// <summary>For each name its words without the prefix that all names share.</summary>
    public static IReadOnlyList<TrimmedName> Trim(IReadOnlyList<string> names)
    {
        var words = names.Select(NameWords.Split).ToList();
        var length = 0;
        while (length < MostPrefixWords && IsPrefix(words, length))
            length++;
        return [.. words.Select(name => new TrimmedName([.. name.Skip(length).SkipWhile(OperationWords.IsVendor)], length > 0 || name.Count > 0 && OperationWords.IsVendor(name[0])))];
    }

    private const int MostPrefixWords = 4;

    /// <summary>"decommission_device, decommission_user" share what they do. A prefix has the verb behind it, and no verb is one.</summary>
    private static bool IsPrefix(List<IReadOnlyList<string>> names, int index)
    {
        if (names.Count < 2 || names.Any(name => name.Count < index + 2))
            return false;
        var word = names[0][index];
        if (names.Any(name => name[index] != word) || Verbs.IsVerb(word) || Deeds.IsDeed(word) || word.Any(letter => letter > '\u007f'))
            return false;
        return 2 * names.Count(name => name.Skip(index + 1).ToList() is var rest && SaysWhatItDoes(rest.SkipWhile(OperationWords.IsVendor).FirstOrDefault() ?? "", rest[rest.Count - 1])) > names.Count;
    }

    private static bool SaysWhatItDoes(string first, string last) =>
        Verbs.IsVerb(first) || Deeds.IsDeed(first) || Verbs.IsVerb(last) || Deeds.IsDeed(last);
}

/// <param name="Words">The words that are left.</param>
/// <param name="HadPrefix">True where words of a gateway or of the vendor were dropped: only then may a verb of reading stand last.</param>
internal sealed record TrimmedName(IReadOnlyList<string> Words, bool HadPrefix);
