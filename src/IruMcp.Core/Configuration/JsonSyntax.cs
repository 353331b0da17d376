using System.Text;
using System.Text.Json;

namespace IruMcp.Configuration;

internal enum JsonSyntaxKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>A JSON value and where it stands in its text, in characters; <c>End</c> is exclusive.</summary>
internal sealed class JsonSyntaxNode(JsonSyntaxKind kind, int start)
{
    public JsonSyntaxKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int End { get; set; }

    /// <summary>A string's characters, or a number's as written.</summary>
    public string? Text { get; set; }

    public List<JsonSyntaxMember> Members { get; } = [];

    public List<JsonSyntaxNode> Items { get; } = [];

    /// <summary>The last member of that name, as JSON parsers take it.</summary>
    public JsonSyntaxNode? Find(string name, StringComparison comparison = StringComparison.Ordinal) =>
        Members.FindLast(member => string.Equals(member.Name, name, comparison))?.Value;

    public string? FindText(string name) =>
        Find(name, StringComparison.OrdinalIgnoreCase) is { Kind: JsonSyntaxKind.String or JsonSyntaxKind.Number } node ? node.Text : null;
}

internal sealed record JsonSyntaxMember(string Name, int NameStart, JsonSyntaxNode Value);

/// <summary>Parses JSON into values that know their place, so that one of them can be replaced and nothing else touched.</summary>
internal static class JsonSyntax
{
    private const int DeepestNesting = 200;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="SyntaxException">The text is not one JSON value.</exception>
    public static JsonSyntaxNode Parse(string text, bool commentsAndTrailingCommas = false)
    {
        var bytes = Utf8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions
        {
            MaxDepth = DeepestNesting,
            AllowTrailingCommas = commentsAndTrailingCommas,
            CommentHandling = commentsAndTrailingCommas ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        });
        var map = new OffsetMap(bytes);
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, map);
            while (reader.Read())
            {
            }

            return root;
        }
        catch (JsonException error)
        {
            throw new SyntaxException(OffsetOf(text, error));
        }
    }

    private static JsonSyntaxNode ReadValue(ref Utf8JsonReader reader, OffsetMap map)
    {
        var start = (int)reader.TokenStartIndex;
        var node = new JsonSyntaxNode(KindOf(reader.TokenType), map.ToCharacters(start));
        switch (node.Kind)
        {
            case JsonSyntaxKind.Object:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var nameStart = map.ToCharacters((int)reader.TokenStartIndex);
                    var name = TextOf(ref reader);
                    reader.Read();
                    node.Members.Add(new JsonSyntaxMember(name, nameStart, ReadValue(ref reader, map)));
                }

                node.End = map.ToCharacters((int)reader.TokenStartIndex) + 1;
                break;
            case JsonSyntaxKind.Array:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    node.Items.Add(ReadValue(ref reader, map));

                node.End = map.ToCharacters((int)reader.TokenStartIndex) + 1;
                break;
            case JsonSyntaxKind.String:
                node.Text = TextOf(ref reader);
                node.End = map.ToCharacters(start + reader.ValueSpan.Length + 2);
                break;
            default:
                node.Text = Utf8.GetString(reader.ValueSpan.ToArray());
                node.End = map.ToCharacters(start + reader.ValueSpan.Length);
                break;
        }

        return node;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair as an escape: legal JSON, yet no string. As written it still has a place and a name.
            return Utf8.GetString(reader.ValueSpan.ToArray());
        }
    }

    private static JsonSyntaxKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonSyntaxKind.Object,
        JsonTokenType.StartArray => JsonSyntaxKind.Array,
        JsonTokenType.String => JsonSyntaxKind.String,
        JsonTokenType.Number => JsonSyntaxKind.Number,
        JsonTokenType.True => JsonSyntaxKind.True,
        JsonTokenType.False => JsonSyntaxKind.False,
        _ => JsonSyntaxKind.Null,
    };

    private static int OffsetOf(string text, JsonException error)
    {
        var lineStart = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
            lineStart = text.IndexOf('\n', lineStart) + 1;

        var bytesLeft = error.BytePositionInLine ?? 0;
        var offset = lineStart;
        while (offset < text.Length && bytesLeft > 0)
        {
            var width = char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length ? 2 : 1;
            bytesLeft -= Utf8.GetByteCount(text.ToCharArray(offset, width));
            offset += width;
        }

        return offset;
    }

    /// <summary>Turns byte offsets into character offsets. Asked in rising order, it counts each byte once.</summary>
    private sealed class OffsetMap(byte[] bytes)
    {
        private int _bytes;
        private int _characters;

        public int ToCharacters(int byteOffset)
        {
            _characters += Utf8.GetCharCount(bytes, _bytes, byteOffset - _bytes);
            _bytes = byteOffset;
            return _characters;
        }
    }
}
