using System.Text;

namespace IruMcp.Tools;

/// <summary>The shape of value that a tool's argument takes.</summary>
public enum ParameterKind
{
    String,
    Integer,
    Number,
    Boolean,

    /// <summary>A JSON object, or any shape that is not understood.</summary>
    Object,
}

/// <summary>One argument of a tool, as the user sees it: nested argument objects are flattened by one level.</summary>
public sealed record ToolParameter
{
    /// <summary>The API's own name, such as <c>asset_tag</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where the value belongs in the call: one name, or the names of the enclosing object and the property.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public ParameterKind Kind { get; init; }

    /// <summary>True for a list of <see cref="Kind"/>.</summary>
    public bool IsArray { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>True where the schema allows an explicit null, which clears a value and is not the same as leaving it out.</summary>
    public bool IsNullable { get; init; }

    /// <summary>True where the schema does not say which shape the value has: it is sent as it is given.</summary>
    public bool IsAnyShape { get; init; }

    /// <summary>The values that the schema allows, or empty where it does not say.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>Smallest number allowed; null where the schema does not say.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest number allowed; null where the schema does not say.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>True when <see cref="Minimum"/> itself is not allowed; never for integers, whose bound is moved instead.</summary>
    public bool IsMinimumExclusive { get; init; }

    /// <summary>True when <see cref="Maximum"/> itself is not allowed; never for integers, whose bound is moved instead.</summary>
    public bool IsMaximumExclusive { get; init; }

    /// <summary>The schema's format of a text, such as <c>uuid</c>, <c>date</c> or <c>date-time</c>; null where it does not say.</summary>
    public string? Format { get; init; }

    /// <summary>What the server takes when the argument is left out, as JSON text; null where the schema does not say.</summary>
    public string? Default { get; init; }

    public string? Description { get; init; }

    /// <summary>The parameter in one line. It is all that is left of it in another process, where a tool comes without its inner objects.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Name).Append(" (").Append(IsAnyShape ? "any" : Kind.ToString());
        if (IsArray)
            text.Append("[]");
        if (Format is { Length: > 0 })
            text.Append(", ").Append(Format);
        text.Append(IsRequired ? ") required" : ")");
        if (IsNullable && !IsRequired)
            text.Append(", -Clear clears it");
        if (AllowedValues.Count > 0)
            text.Append(", one of ").Append(string.Join(" | ", AllowedValues));
        text.Append((Minimum, Maximum) switch
        {
            ({ } low, { } high) => FormattableString.Invariant($", {low} to {high}"),
            (null, { } high) => FormattableString.Invariant($", at most {high}"),
            ({ } low, null) => FormattableString.Invariant($", at least {low}"),
            _ => "",
        });
        return Default is { Length: > 0 } ? text.Append(", default ").Append(Default).ToString() : text.ToString();
    }
}
