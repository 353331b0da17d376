using System.Globalization;
using System.Text.RegularExpressions;

namespace IruMcp.Results;

/// <summary>Recognises the documented forms of a point in time.</summary>
internal static class DateText
{
    private const int Shortest = 20;
    private const int Longest = 35;
    private const int SecondsEnd = 19;
    private const int MostFraction = 7;

    private static readonly Regex WithZone = new(
        @"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$", RegexOptions.CultureInvariant);

    private static readonly Regex WithoutZone = new(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?$", RegexOptions.CultureInvariant);

    /// <summary>The local time of a text without a zone that is known to be in UTC, or null.</summary>
    public static DateTime? ReadLocalFromUtc(string text) => WithoutZone.IsMatch(text) ? ReadLocal(text + "Z") : null;

    /// <summary>Whether the text can be a point in time at all: most texts are none, and there are many of them.</summary>
    public static bool IsLikely(string text) => text.Length is >= SecondsEnd and <= Longest && text[4] == '-' && (text[10] is 'T' or ' ');

    /// <summary>The local time, or null: a text without a zone could be any time and stays text.</summary>
    public static DateTime? ReadLocal(string text)
    {
        if (text.Length < Shortest || !IsLikely(text))
            return null;
        return TryReadUtc(text, out var utc) ? utc.ToLocalTime()
            : WithZone.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.LocalDateTime
            : null;
    }

    /// <summary>The form that nearly all of them have, in UTC: a list has thousands, and the general way takes ten times as long.</summary>
    private static bool TryReadUtc(string text, out DateTime utc)
    {
        utc = default;
        if (text[7] != '-' || text[13] != ':' || text[16] != ':' || !EndsInUtc(text, out var end))
            return false;
        var year = Digits(text, 0, 4);
        var month = Digits(text, 5, 2);
        var day = Digits(text, 8, 2);
        var hour = Digits(text, 11, 2);
        var minute = Digits(text, 14, 2);
        var second = Digits(text, 17, 2);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;

        var ticks = 0;
        if (end > SecondsEnd)
        {
            var length = end - SecondsEnd - 1;
            if (text[SecondsEnd] != '.' || length is < 1 or > MostFraction || (ticks = Digits(text, SecondsEnd + 1, length)) < 0)
                return false;
            for (; length < MostFraction; length++)
                ticks *= 10;
        }
        utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks);
        return true;
    }

    private static bool EndsInUtc(string text, out int end)
    {
        end = text[text.Length - 1] == 'Z' ? text.Length - 1
            : text.EndsWith("+00:00", StringComparison.Ordinal) ? text.Length - 6
            : 0;
        return end >= SecondsEnd;
    }

    /// <summary>The number, or -1 where there is something else.</summary>
    private static int Digits(string text, int start, int length)
    {
        var number = 0;
        for (var index = start; index < start + length; index++)
        {
            if (text[index] is < '0' or > '9')
                return -1;
            number = number * 10 + (text[index] - '0');
        }
        return number;
    }
}
