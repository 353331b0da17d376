using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IruMcp.Configuration;

/// <summary>A small TOML 1.0 parser that keeps the place of everything. Numbers and dates are only recognised.</summary>
internal sealed class TomlParser(string text)
{
    private const int DeepestNesting = 100;

    private static readonly Regex NumberOrDate = new(
        @"\G(?:[+-]?(?:inf|nan)|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+"
        + @"|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
        + @"|[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?)(?![\w.+:-])",
        RegexOptions.CultureInvariant);

    private readonly string _text = text;
    private int _at;
    private int _depth;

    public TomlDocument Parse()
    {
        var tables = new List<TomlTable> { new([], isArrayItem: false, start: 0) };
        while (_at < _text.Length)
        {
            var lineStart = _at;
            SkipBlanks();
            if (Peek() == '[')
                tables.Add(ReadHeader(lineStart));
            else if (_at < _text.Length && Peek() is not ('#' or '\r' or '\n'))
                tables[tables.Count - 1].Pairs.Add(ReadLinePair(lineStart));
            else
                EndLine();
        }

        TomlDuplicates.Refuse(tables);
        return new TomlDocument(tables);
    }

    private TomlTable ReadHeader(int lineStart)
    {
        _at++;
        var isArrayItem = Peek() == '[';
        if (isArrayItem)
            _at++;

        var path = ReadKey();
        Expect(']');
        if (isArrayItem)
            Expect(']');

        EndLine();
        return new TomlTable(path, isArrayItem, lineStart) { HeaderEnd = _at };
    }

    private TomlPair ReadLinePair(int lineStart)
    {
        var pair = ReadPair(lineStart);
        EndLine();
        pair.LineEnd = _at;
        return pair;
    }

    private TomlPair ReadPair(int? lineStart)
    {
        var keyStart = _at;
        var key = ReadKey();
        Expect('=');
        SkipBlanks();
        return new TomlPair(key, keyStart, lineStart ?? keyStart, ReadValue());
    }

    private string[] ReadKey()
    {
        var parts = new List<string>();
        while (true)
        {
            SkipBlanks();
            parts.Add(ReadKeyPart());
            SkipBlanks();
            if (Peek() != '.')
                return [.. parts];

            _at++;
        }
    }

    private string ReadKeyPart()
    {
        if (Peek() is '"' or '\'')
            return ReadString(multilineAllowed: false);

        var start = _at;
        while (Peek() is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-')
            _at++;

        return _at > start ? _text.Substring(start, _at - start) : throw new SyntaxException(_at);
    }

    private TomlValue ReadValue()
    {
        if (++_depth > DeepestNesting)
            throw new SyntaxException(_at);

        var start = _at;
        var value = Peek() switch
        {
            '"' or '\'' => new TomlValue(TomlKind.String, start) { Text = ReadString(multilineAllowed: true) },
            '[' => ReadArray(start),
            '{' => ReadInlineTable(start),
            _ => ReadWord(start),
        };
        value.End = _at;
        _depth--;
        return value;
    }

    private TomlValue ReadArray(int start)
    {
        var array = new TomlValue(TomlKind.Array, start);
        _at++;
        while (true)
        {
            SkipTrivia();
            if (Take(']'))
                return array;

            array.Items.Add(ReadValue());
            SkipTrivia();
            if (!Take(',') && Peek() != ']')
                throw new SyntaxException(_at);
        }
    }

    // Line breaks inside are TOML 1.1's; reading them does no harm.
    private TomlValue ReadInlineTable(int start)
    {
        var table = new TomlValue(TomlKind.InlineTable, start);
        _at++;
        while (true)
        {
            SkipTrivia();
            if (Take('}'))
                return table;

            table.Pairs.Add(ReadPair(lineStart: null));
            SkipTrivia();
            if (!Take(',') && Peek() != '}')
                throw new SyntaxException(_at);
        }
    }

    private TomlValue ReadWord(int start)
    {
        foreach (var word in new[] { "true", "false" })
        {
            if (string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0)
            {
                _at += word.Length;
                return new TomlValue(TomlKind.Boolean, start) { Text = word };
            }
        }

        var match = NumberOrDate.Match(_text, _at);
        if (!match.Success)
            throw new SyntaxException(_at);

        _at += match.Length;
        return new TomlValue(TomlKind.Other, start) { Text = match.Value };
    }

    private string ReadString(bool multilineAllowed)
    {
        var start = _at;
        var quote = Peek();
        var triple = new string(quote, 3);
        var isMultiline = multilineAllowed && string.CompareOrdinal(_text, _at, triple, 0, 3) == 0;
        _at += isMultiline ? 3 : 1;
        if (isMultiline && !Take('\n') && string.CompareOrdinal(_text, _at, "\r\n", 0, 2) == 0)
            _at += 2;

        var result = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length || (!isMultiline && Peek() is '\r' or '\n'))
                throw new SyntaxException(start);

            if (Peek() == quote && (!isMultiline || string.CompareOrdinal(_text, _at, triple, 0, 3) == 0))
            {
                _at += isMultiline ? 3 : 1;
                // Up to two more quotes belong to the content.
                for (var extra = 0; isMultiline && extra < 2 && Take(quote); extra++)
                    result.Append(quote);

                return result.ToString();
            }

            if (quote == '"' && Take('\\'))
                ReadEscape(result, isMultiline);
            else
                result.Append(ReadCharacter());
        }
    }

    private char ReadCharacter()
    {
        var character = _text[_at];
        if (character < ' ' && character is not ('\t' or '\r' or '\n') || character == '\x7f')
            throw new SyntaxException(_at);

        _at++;
        return character;
    }

    private void ReadEscape(StringBuilder result, bool isMultiline)
    {
        var escape = Peek();
        var hexDigits = escape switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (hexDigits > 0)
        {
            _at++;
            if (_at + hexDigits > _text.Length
                || !int.TryParse(_text.Substring(_at, hexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
                throw new SyntaxException(_at);

            result.Append(char.ConvertFromUtf32(code));
            _at += hexDigits;
            return;
        }

        if (isMultiline && escape is ' ' or '\t' or '\r' or '\n')
        {
            var backslash = _at;
            while (Peek() is ' ' or '\t' or '\r' or '\n')
                _at++;

            if (_text.IndexOf('\n', backslash, _at - backslash) < 0)
                throw new SyntaxException(backslash);

            return;
        }

        var index = "btnfre\"\\".IndexOf(escape);
        if (index < 0)
            throw new SyntaxException(_at);

        result.Append("\b\t\n\f\r\u001b\"\\"[index]);
        _at++;
    }

    private void EndLine()
    {
        SkipBlanks();
        SkipComment();
        if (_at >= _text.Length || Take('\n'))
            return;

        if (string.CompareOrdinal(_text, _at, "\r\n", 0, 2) != 0)
            throw new SyntaxException(_at);

        _at += 2;
    }

    private void SkipTrivia()
    {
        while (true)
        {
            var before = _at;
            while (Peek() is ' ' or '\t' or '\r' or '\n')
                _at++;

            SkipComment();
            if (_at == before)
                return;
        }
    }

    private void SkipComment()
    {
        if (Peek() != '#')
            return;

        while (_at < _text.Length && _text[_at] is not ('\n' or '\r'))
            _at++;
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t')
            _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected)
            return false;

        _at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
            throw new SyntaxException(_at);
    }
}
