namespace IruMcp.Tools;

/// <summary>Puts words of somebody else's into a sentence, so that they cannot pass for a part of it.</summary>
public static class Quotes
{
    /// <summary>The text between single quotation marks, with those in it doubled.</summary>
    public static string Around(string text) => $"'{Inside(text)}'";

    /// <summary>The text with its single quotation marks doubled.</summary>
    public static string Inside(string text) => text.Replace("'", "''");
}
