using System.Globalization;
using System.Text.RegularExpressions;

namespace IruMcp.Results;

/// <summary>Recognises the two documented forms of a point in time that carry a zone.</summary>
internal static class DateText
{
    private const int Shortest = 20;
    private const int Longest = 35;

    private static readonly Regex WithZone = new(
        @"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$", RegexOptions.CultureInvariant);

    /// <summary>The local time, or null: a text without a zone could be any time and stays text.</summary>
    public static DateTime? ReadLocal(string text) =>
        text.Length is >= Shortest and <= Longest && text[4] == '-' && text[10] is 'T' or ' ' && WithZone.IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.LocalDateTime
            : null;
}
