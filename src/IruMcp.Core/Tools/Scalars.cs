using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace IruMcp.Tools;

/// <summary>Single values and the conversions between them that lose nothing; null says that there is none.</summary>
internal static class Scalars
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static bool IsNumber(object value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or decimal or double or float or BigInteger;

    /// <summary>A text as the API writes it: times in UTC, numbers without a culture.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="isDate">True where a date without a time of day is wanted.</param>
    public static string? Text(object value, bool isDate) => value switch
    {
        string text => text,
        NumberLiteral literal => literal.Text,
        char character => character.ToString(),
        Secret secret => secret.Reveal(),
        Guid guid => guid.ToString("D"),
        Uri uri => uri.OriginalString,
        Enum name => name.ToString("G"),
        DateTime time => isDate ? time.ToString("yyyy-MM-dd", Invariant) : Utc(time.ToUniversalTime()),
        DateTimeOffset time => isDate ? time.ToString("yyyy-MM-dd", Invariant) : Utc(time.UtcDateTime),
        bool flag => flag ? "true" : "false",
        double or float => Number(value) is { } number ? number is double fraction ? Shortest(fraction) : System.Convert.ToString(number, Invariant) : null,
        _ when IsNumber(value) => ((IFormattable)value).ToString(null, Invariant),
#if NET
        DateOnly or TimeOnly => ((IFormattable)value).ToString("O", Invariant),
#endif
        TimeSpan => null,
        _ when CanBeParsed(value.GetType()) => value is IFormattable formattable ? formattable.ToString(null, Invariant) : value.ToString(),
        _ => null,
    };

    /// <summary>True for types whose text is their value, such as versions and IP addresses. A duration has several texts and is none of them.</summary>
    private static bool CanBeParsed(Type type) => type.GetMethod("Parse", [typeof(string)]) is { IsStatic: true } parse && parse.ReturnType == type;

    public static bool? Boolean(object value) => value switch
    {
        bool flag => flag,
        string text when string.Equals(text.Trim(), "true", StringComparison.OrdinalIgnoreCase) => true,
        string text when string.Equals(text.Trim(), "false", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    /// <summary>A whole number as long, or as BigInteger where long is too small.</summary>
    public static object? Integer(object value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => System.Convert.ToInt64(value, Invariant),
        ulong big => Smallest(big),
        BigInteger big => Smallest(big),
        decimal number when number == decimal.Truncate(number) => Smallest(new BigInteger(number)),

        // From 2^53 on a double stands for several whole numbers.
        double number when Math.Abs(number) <= 9007199254740991 && number == Math.Truncate(number) => (long)number,
        float number when Math.Abs(number) <= 16777215 && number == Math.Truncate(number) => (long)number,
        string text when BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, Invariant, out var big) => Smallest(big),
        _ => null,
    };

    /// <summary>Any number: whole ones as <see cref="Integer"/> gives them, others as decimal or double.</summary>
    public static object? Number(object value) => value switch
    {
        double number when double.IsNaN(number) || double.IsInfinity(number) => null,
        float number when float.IsNaN(number) || float.IsInfinity(number) => null,
        float number => double.Parse(number.ToString("R", Invariant), Invariant),
        double or decimal => Integer(value) ?? value,
        string text when IsNumber(value) || Integer(text) is not null => Integer(text),
        string text when decimal.TryParse(text.Trim(), NumberStyles.Float, Invariant, out var number) => number,
        _ => Integer(value),
    };

    /// <summary>The shortest text that is this number and no other. "R" of the .NET Framework is not always that.</summary>
    private static string Shortest(double number)
    {
#if NET
        return number.ToString("R", Invariant);
#else
        return new[] { "G15", "G16", "G17" }.Select(format => number.ToString(format, Invariant))
            .First(text => double.TryParse(text, NumberStyles.Float, Invariant, out var read) && read.Equals(number));
#endif
    }

    public static JsonNode Node(object number) => number switch
    {
        long whole => JsonValue.Create(whole),
        decimal fraction => JsonValue.Create(fraction),
        // The .NET Framework would write 0.1 with 17 digits.
        double fraction => JsonNode.Parse(Shortest(fraction))!,
        _ => JsonNode.Parse(((BigInteger)number).ToString(Invariant))!,
    };

    /// <summary>Below zero where the number is under the bound, above zero where it is over it; null without a bound.</summary>
    public static int? Compare(object number, decimal? bound)
    {
        if (bound is not { } limit)
            return null;
        return number switch
        {
            long whole => ((decimal)whole).CompareTo(limit),
            decimal fraction => fraction.CompareTo(limit),
            double fraction => fraction.CompareTo((double)limit),
            _ => ((BigInteger)number).CompareTo(new BigInteger(limit)),
        };
    }

    public static bool SameNumber(string allowed, object number) =>
        decimal.TryParse(allowed, NumberStyles.Float, Invariant, out var value) && Compare(number, value) == 0;

    private static object Smallest(BigInteger big) => big >= long.MinValue && big <= long.MaxValue ? (long)big : big;

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", Invariant);
}
