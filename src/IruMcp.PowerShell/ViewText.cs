using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace IruMcp.PowerShell;

/// <summary>Texts for the columns of the module's views, which call it by this name.</summary>
public static class ViewText
{
    private static readonly Regex StartOfDate = new(@"^\d{4}-\d\d-\d\d", RegexOptions.CultureInvariant);

    /// <summary>A text of the server's as it may be shown: without the characters that steer a terminal or turn the direction of what is read.</summary>
    /// <param name="text">The text, as PowerShell gives it to a method of its type.</param>
    public static string Clean(PSObject text) => Governance.Redactor.WithoutControls((string)text.BaseObject);

    /// <summary>How long ago a point in time is, in its largest unit; of the text of a date only the day, and anything else as it is.</summary>
    /// <param name="value">A local <see cref="DateTime"/>, or what the server gave instead.</param>
    public static object? Age(object? value)
    {
        var plain = Plain(value);
        if (plain is not DateTime time)
            return plain is string text && StartOfDate.Match(text) is { Success: true } date ? date.Value : plain;

        var age = Elapsed.Since(time);
        var length = age.Duration();
        if (length.TotalMinutes < 1)
            return "now";
        var words = length.TotalHours < 1 ? $"{length.Minutes} min" : length.TotalDays < 1 ? $"{length.Hours} h" : $"{length.Days} d";
        return age < TimeSpan.Zero ? "in " + words : words + " ago";
    }

    /// <summary>A number of bytes in its largest unit of 1,000; anything else as it is.</summary>
    /// <param name="value">A number, or what the server gave instead.</param>
    public static object? Bytes(object? value)
    {
        var plain = Plain(value);
        if (plain is not (long or int or double or decimal or System.Numerics.BigInteger))
            return plain;
        var bytes = LanguagePrimitives.ConvertTo<double>(plain);
        return bytes switch
        {
            >= 1e12 => Text(bytes / 1e12, "n1", "TB"),
            >= 1e9 => Text(bytes / 1e9, "n1", "GB"),
            >= 1e6 => Text(bytes / 1e6, "n1", "MB"),
            _ => Text(bytes / 1e3, "n0", "KB"),
        };
    }

    private static string Text(double number, string format, string unit) => number.ToString(format, CultureInfo.CurrentCulture) + " " + unit;

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
