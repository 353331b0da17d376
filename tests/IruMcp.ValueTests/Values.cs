using System.Globalization;

namespace IruMcp.ValueTests;

/// <summary>A value as PowerShell people write it.</summary>
/// <param name="Expression">How it is written as an argument.</param>
public abstract record Value(string Expression);

public sealed record TextValue(string Text) : Value($"'{Text.Replace("'", "''", StringComparison.Ordinal)}'");

/// <param name="Typed">What is typed.</param>
/// <param name="Number">The number that PowerShell makes of it, in the invariant culture.</param>
public sealed record Literal(string Typed, string Number) : Value(Typed);

/// <param name="Written">An expression in parentheses: its result has no text of its own.</param>
/// <param name="Number">The number in the invariant culture.</param>
public sealed record Computed(string Written, string Number) : Value(Written);

public sealed record Flag(bool IsTrue) : Value(IsTrue ? "$true" : "$false");

public sealed record Time(DateTime Clock, DateTimeKind Kind)
    : Value($"([datetime]::new({Clock.Ticks.ToString(CultureInfo.InvariantCulture)}, [DateTimeKind]::{Kind}))");

public sealed record TimeWithOffset(DateTimeOffset Moment)
    : Value($"([DateTimeOffset]::new({Moment.Ticks.ToString(CultureInfo.InvariantCulture)}, [timespan]::FromHours({Moment.Offset.TotalHours.ToString(CultureInfo.InvariantCulture)})))");

/// <param name="Written">An expression of a type whose text is its value.</param>
/// <param name="Text">That text.</param>
public sealed record Texted(string Written, string Text) : Value(Written);

public sealed record SecretValue(string Text) : Value($"([Net.NetworkCredential]::new('', '{Text}').SecurePassword)");

/// <summary>What is nothing: null, the empty text, an unset variable.</summary>
public sealed record Nothing(string Written) : Value(Written);

/// <param name="Form">How the collection is made, with {0} for its elements.</param>
/// <param name="Elements">At least two, or none.</param>
public sealed record Many(string Form, IReadOnlyList<Value> Elements)
    : Value(string.Format(CultureInfo.InvariantCulture, Form, string.Join(", ", Elements.Select(element => $"({element.Expression})"))));

/// <param name="Form">How the object is made, with {0} for its members.</param>
public sealed record Members(string Form, IReadOnlyList<(string Name, Value Value)> Entries)
    : Value(string.Format(CultureInfo.InvariantCulture, Form, string.Join("; ", Entries.Select(entry => $"{entry.Name} = {entry.Value.Expression}"))));

/// <summary>What has no meaning for any argument.</summary>
public sealed record Meaningless(string Written) : Value(Written);
