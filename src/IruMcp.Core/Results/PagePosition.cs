using System.Globalization;

namespace IruMcp.Results;

/// <summary>A place in a list as text, for a reading that goes on later: <c>offset:300:600</c> has the page size and the offset.</summary>
internal sealed record PagePosition(PageStep Step, int? PageSize, string Value)
{
    public long Number => long.Parse(Value, CultureInfo.InvariantCulture);

    public override string ToString() => $"{Step.ToString().ToLowerInvariant()}:{PageSize?.ToString(CultureInfo.InvariantCulture)}:{Value}";

    /// <summary>True for a place that only the server understands, and only as long as it likes.</summary>
    public static bool IsCursor(string? text) => text?.StartsWith("cursor:", StringComparison.Ordinal) == true;

    /// <exception cref="IruException">The text is no place in a list that is paged this way.</exception>
    public static PagePosition Parse(string text, PageStep step)
    {
        var parts = text.Split([':'], 3);
        var position = parts.Length == 3 && string.Equals(parts[0], step.ToString(), StringComparison.OrdinalIgnoreCase)
            ? new PagePosition(step, int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null, parts[2])
            : null;
        var fits = position is not null && step switch
        {
            PageStep.Offset or PageStep.Page => long.TryParse(position.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            PageStep.Cursor => true,
            _ => false,
        };
        return fits ? position! : throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
            "The saved position does not fit the way in which this tool hands out its list.", "Begin again from the start.");
    }
}
