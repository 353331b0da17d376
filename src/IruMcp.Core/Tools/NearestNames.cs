namespace IruMcp.Tools;

/// <summary>"Did you mean": names that differ from a given one by a slip of the keys, another order or a missing part.</summary>
internal static class NearestNames
{
    private const int Most = 5;

    // Below this, two names share little more than a few letters.
    private const double LeastLikeness = 0.45;

    public static IReadOnlyList<string> Of(string name, IEnumerable<string> names) =>
        [.. names
            .Select(candidate => (Name: candidate, Likeness: Likeness(name, candidate)))
            .Where(item => item.Likeness >= LeastLikeness)
            .OrderByDescending(item => item.Likeness)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => item.Name)
            .Take(Most)];

    private static double Likeness(string left, string right)
    {
        var spelling = 1 - (double)Distance(left.ToLowerInvariant(), right.ToLowerInvariant()) / Math.Max(1, Math.Max(left.Length, right.Length));
        return Math.Max(spelling, SharedWords(left, right));
    }

    private static double SharedWords(string left, string right)
    {
        var first = new HashSet<string>(NameWords.Split(left).Select(NameWords.Singular), StringComparer.Ordinal);
        var second = new HashSet<string>(NameWords.Split(right).Select(NameWords.Singular), StringComparer.Ordinal);
        var shared = first.Count(second.Contains);
        return shared == 0 ? 0 : 2.0 * shared / (first.Count + second.Count) * 0.95;
    }

    /// <summary>Levenshtein's distance: the letters to add, drop or change.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
