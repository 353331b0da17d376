using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace IruMcp.Configuration;

/// <summary>Turns Tomlyn's syntax tree into the tables and pairs that are searched and edited here. Tomlyn checks the syntax, and
/// that nothing is defined twice. Nothing that runs during a connect or a call may name a type of Tomlyn: the first parse costs
/// about 30 ms.</summary>
internal static class TomlReader
{
    /// <exception cref="SyntaxException">The text is not TOML, or it is nested too deeply.</exception>
    public static TomlDocument Read(string text)
    {
        // Tomlyn skips a byte order mark, so its offsets would not match the text.
        if (text.StartsWith("\uFEFF", StringComparison.Ordinal))
            throw new SyntaxException(0);

        var document = Parse(text);
        var tables = new List<TomlTable> { new([], isArrayItem: false, start: 0) };
        tables[0].Pairs.AddRange(document.KeyValues.Select(pair => LinePair(text, pair)));
        foreach (var syntax in document.Tables)
        {
            var start = LineStart(text, syntax.OpenBracket!.Span.Offset);
            var table = new TomlTable(Path(syntax.Name!), syntax is TableArraySyntax, start) { HeaderEnd = LineEnd(text, EndOf(syntax.CloseBracket!)) };
            table.Pairs.AddRange(syntax.Items.Select(pair => LinePair(text, pair)));
            tables.Add(table);
        }

        return new TomlDocument(tables);
    }

    private static DocumentSyntax Parse(string text)
    {
        try
        {
            var document = SyntaxParser.Parse(text, sourceName: null, validate: true);
            var error = document.Diagnostics.FirstOrDefault(message => message.Kind == DiagnosticMessageKind.Error);
            return error is null ? document : throw new SyntaxException(Within(text, error.Span.Offset));
        }
        catch (TomlException error)
        {
            throw new SyntaxException(Within(text, error.Span?.Offset ?? 0));
        }
    }

    private static int Within(string text, int offset) => Math.Max(0, Math.Min(offset, text.Length));

    private static TomlPair LinePair(string text, KeyValueSyntax syntax)
    {
        var pair = Pair(text, syntax);
        return pair with { LineStart = LineStart(text, pair.KeyStart), LineEnd = LineEnd(text, pair.Value.End) };
    }

    private static TomlPair Pair(string text, KeyValueSyntax syntax)
    {
        var start = syntax.Key!.Key!.Span.Offset;
        return new TomlPair(Path(syntax.Key), start, start, Value(text, syntax.Value!));
    }

    private static TomlValue Value(string text, ValueSyntax syntax)
    {
        var value = new TomlValue(KindOf(syntax), syntax.Span.Offset) { End = EndOf(syntax), Text = TextOf(text, syntax) };
        if (syntax is ArraySyntax array)
            value.Items.AddRange(array.Items.Select(item => Value(text, item.Value!)));
        else if (syntax is InlineTableSyntax table)
            value.Pairs.AddRange(table.Items.Select(item => Pair(text, item.KeyValue!)));

        return value;
    }

    private static TomlKind KindOf(ValueSyntax syntax) => syntax switch
    {
        StringValueSyntax => TomlKind.String,
        BooleanValueSyntax => TomlKind.Boolean,
        ArraySyntax => TomlKind.Array,
        InlineTableSyntax => TomlKind.InlineTable,
        _ => TomlKind.Other,
    };

    private static string? TextOf(string text, ValueSyntax syntax) => syntax switch
    {
        StringValueSyntax quoted => quoted.Value,
        ArraySyntax or InlineTableSyntax => null,
        _ => text.Substring(syntax.Span.Offset, syntax.Span.Length),
    };

    private static string[] Path(KeySyntax key) => [NameOf(key.Key!), .. key.DotKeys.Select(part => NameOf(part.Key!))];

    private static string NameOf(BareKeyOrStringValueSyntax part) => part switch
    {
        StringValueSyntax quoted => quoted.Value ?? string.Empty,
        _ => ((BareKeySyntax)part).Key?.Text ?? string.Empty,
    };

    private static int EndOf(SyntaxNode node) => node.Span.Offset + node.Span.Length;

    private static int LineStart(string text, int offset) => text.LastIndexOf('\n', Math.Max(0, offset - 1)) is var at && offset > 0 ? at + 1 : 0;

    private static int LineEnd(string text, int offset) => text.IndexOf('\n', offset) is var at and >= 0 ? at + 1 : text.Length;
}
