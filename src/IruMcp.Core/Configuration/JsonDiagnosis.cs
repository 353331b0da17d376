namespace IruMcp.Configuration;

/// <summary>Says in people's words why a text is not JSON. It looks at the place only, and quotes nothing.</summary>
internal static class JsonDiagnosis
{
    public static IruException Explain(PastedText pasted, int offset)
    {
        var text = pasted.Trimmed;
        if (pasted.SmartQuote(offset) is { } smartQuote)
            return smartQuote;

        if (offset < text.Length)
        {
            var previous = PreviousVisible(text, offset);
            switch (text[offset])
            {
                case '}' or ']' when previous >= 0 && text[previous] == ',':
                    return ConfigurationText.TrailingComma(pasted.PositionOf(previous));
                case '/' or '#':
                    return ConfigurationText.Comment(pasted.PositionOf(offset));
                case '\'':
                    return ConfigurationText.SingleQuote(pasted.PositionOf(offset));
                case '\r' or '\n':
                    return ConfigurationText.UnclosedText(pasted.PositionOf(offset));
                case '"' or '{' when previous >= 0 && text[previous] is '"' or '}' or ']':
                    return ConfigurationText.MissingComma(pasted.PositionOf(offset));
            }
        }

        var shape = Measure(text, out var endOfFirst);
        if (shape.InText)
            return ConfigurationText.UnclosedText(pasted.PositionOf(shape.TextStart));

        if (shape.Open > 0)
            return ConfigurationText.MissingBraces(shape.Open, pasted.PositionOf(text.Length));

        return endOfFirst >= 0 && offset >= endOfFirst
            ? ConfigurationText.ExtraText(pasted.PositionOf(offset))
            : ConfigurationText.NotJson(pasted.PositionOf(offset));
    }

    private static int PreviousVisible(string text, int offset)
    {
        var at = offset - 1;
        while (at >= 0 && char.IsWhiteSpace(text[at]))
            at--;

        return at;
    }

    /// <summary>Counts braces outside texts.</summary>
    private static (int Open, bool InText, int TextStart) Measure(string text, out int endOfFirst)
    {
        endOfFirst = -1;
        var open = 0;
        var inText = false;
        var textStart = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (inText)
            {
                if (text[i] == '\\')
                    i++;
                else if (text[i] == '"')
                    inText = false;
            }
            else if (text[i] == '"')
            {
                inText = true;
                textStart = i;
            }
            else if (text[i] is '{' or '[')
            {
                open++;
            }
            else if (text[i] is '}' or ']' && --open == 0 && endOfFirst < 0)
            {
                endOfFirst = i + 1;
            }
        }

        return (open, inText, textStart);
    }
}
