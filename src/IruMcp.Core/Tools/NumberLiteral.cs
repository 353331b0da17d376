namespace IruMcp.Tools;

/// <summary>A number that was typed as a literal, with its own text: a text argument gets <c>012345</c> or <c>15.10</c> as it was typed.</summary>
/// <param name="Number">The number that the literal means.</param>
/// <param name="Text">The literal as it was typed.</param>
public sealed record NumberLiteral(object Number, string Text);
