using System.Text.RegularExpressions;

namespace IruMcp.Tools;

/// <summary>Which text arguments hold a time: by the schema's format, else by the names and descriptions that the API uses for times.</summary>
internal static class TimeText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal) { "date", "at", "from", "to", "before", "after", "since", "until", "occurred", "timestamp", "datetime" };

    private static readonly Regex Iso = new(@"\bISO[ -]?8601\b|\bRFC[ -]?3339\b|\bdate-time\b|\btimestamp\b", Options);

    private static readonly Regex DateForm = new(@"\bYYYY-MM-DD\b(?![T ]?\s?hh)", Options);

    /// <summary>True for a date or a point in time.</summary>
    public static bool IsTime(ToolParameter parameter) => parameter is { Kind: ParameterKind.String, IsAnyShape: false, AllowedValues.Count: 0 }
        && (parameter.Format is { } format ? format is "date" or "date-time"
            : NameWords.Split(parameter.Name) is { Count: > 0 } words && Ends.Contains(words[words.Count - 1]) || Describes(Iso, parameter) || Describes(DateForm, parameter));

    /// <summary>True for a date without a time of day. It has no time zone and is sent without conversion.</summary>
    public static bool IsDate(ToolParameter parameter) =>
        parameter.Format is { } format ? format == "date" : Describes(DateForm, parameter) && !Describes(Iso, parameter);

    private static bool Describes(Regex form, ToolParameter parameter) => parameter.Description is { } description && form.IsMatch(description);
}
