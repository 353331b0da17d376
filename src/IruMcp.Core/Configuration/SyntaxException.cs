namespace IruMcp.Configuration;

/// <summary>A text does not follow its format from this place on. Internal: the user gets an <see cref="IruException"/>
/// that says what and where, never an excerpt, since the text may hold a key.</summary>
internal sealed class SyntaxException(int offset) : Exception("The text is malformed.")
{
    /// <summary>Zero-based character offset.</summary>
    public int Offset { get; } = offset;
}

/// <summary>A place in a text as people count: from one.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    public static TextPosition At(string text, int offset)
    {
        var end = Math.Min(offset, text.Length);
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < end; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new TextPosition(line, end - lineStart + 1);
    }

    public override string ToString() => $"line {Line}, column {Column}";
}
