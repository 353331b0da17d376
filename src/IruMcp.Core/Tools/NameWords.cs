using System.Globalization;
using System.Text;

namespace IruMcp.Tools;

/// <summary>Cuts a tool's name into lower-case words, whichever way its author joined them.</summary>
internal static class NameWords
{
    private const int LongestWord = 24;

    /// <summary>Longer letters without a break stay one word, which no operation has.</summary>
    private const int LongestRun = 256;

    /// <summary>As in Unicode's "stream-safe" form: sorting more marks than this takes time that grows with their square.</summary>
    private const int MostMarks = 30;
    private const char MarkJoiner = '\u034F';

    /// <summary>The words of a name: split at separators, changes of case and digits; words that were run together are
    /// taken apart where they consist of known words only (<c>clearpasscode</c>).</summary>
    public static IReadOnlyList<string> Split(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var text = StreamSafe(WellFormed(name)).Normalize(NormalizationForm.FormKC);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.GetUnicodeCategory(character) == UnicodeCategory.Format)
                continue;
            if (!char.IsLetterOrDigit(character))
            {
                Flush(word, words);
                if (character is '&' or '+')
                    words.Add("and");
                continue;
            }

            if (word.Length > 0 && BreaksBefore(text, i, word))
                Flush(word, words);
            word.Append(character);
        }

        Flush(word, words);
        return words;
    }

    /// <summary>Half a character cannot be normalized, and one odd name must not cost a server's whole list.</summary>
    private static string WellFormed(string name) => name.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) : name;

    private static string StreamSafe(string name)
    {
        if (name.Length <= MostMarks)
            return name;
        var safe = new StringBuilder(name.Length);
        var marks = 0;
        foreach (var character in name)
        {
            marks = char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark ? marks + 1 : 0;
            if (marks > MostMarks)
            {
                safe.Append(MarkJoiner);
                marks = 1;
            }
            safe.Append(character);
        }
        return safe.ToString();
    }

    /// <summary>The singular of an English plural; other words as they are.</summary>
    public static string Singular(string word)
    {
        if (word.Length < 4 || !word.EndsWith("s", StringComparison.Ordinal) || word.EndsWith("ss", StringComparison.Ordinal)
            || word.EndsWith("us", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal))
            return word;
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
            return word.Substring(0, word.Length - 3) + "y";
        foreach (var ending in new[] { "sses", "uses", "xes", "ches", "shes" })
            if (word.EndsWith(ending, StringComparison.Ordinal))
                return word.Substring(0, word.Length - 2);
        return word.Substring(0, word.Length - 1);
    }

    private static bool BreaksBefore(string text, int index, StringBuilder word)
    {
        var previous = word[word.Length - 1];
        var current = text[index];
        if (char.IsDigit(current) != char.IsDigit(previous))
            return !(char.IsDigit(current) && word.Length == 1 && previous is 'v' or 'V');
        if (!char.IsUpper(current))
            return false;

        // "deviceId" breaks before the capital, "MDMProfile" before the last capital of the row.
        return !char.IsUpper(previous) || (index + 1 < text.Length && char.IsLower(text[index + 1]) && !IsPluralOfInitials(text, index));
    }

    /// <summary>The small s of "IDs" and "APIs" begins no word.</summary>
    private static bool IsPluralOfInitials(string text, int index) =>
        text[index + 1] == 's' && (index + 2 >= text.Length || !char.IsLower(text[index + 2]));

    private static void Flush(StringBuilder word, List<string> words)
    {
        if (word.Length == 0)
            return;
        var whole = word.ToString().ToLowerInvariant();
        word.Clear();
        if (KnownWords.Contains(whole) || whole.Length > LongestRun || TakeApart(whole) is not { } parts)
            words.Add(whole);
        else
            words.AddRange(parts);
    }

    /// <summary>The fewest known words that make up the whole, or null where some letters would be left over.</summary>
    private static List<string>? TakeApart(string whole)
    {
        var best = new List<string>?[whole.Length + 1];
        best[0] = [];
        for (var start = 0; start < whole.Length; start++)
        {
            if (best[start] is not { } before)
                continue;
            for (var end = start + 2; end <= Math.Min(whole.Length, start + LongestWord); end++)
            {
                var part = whole.Substring(start, end - start);
                if (KnownWords.Contains(part) && (best[end] is not { } other || other.Count > before.Count + 1))
                    best[end] = [.. before, part];
            }
        }

        return best[whole.Length];
    }
}
