namespace IruMcp.Configuration;

internal enum TomlKind
{
    String,
    Boolean,
    Array,
    InlineTable,

    /// <summary>A number or a date: kept as written.</summary>
    Other,
}

/// <summary>A TOML value and where it stands, in characters; <c>End</c> is exclusive.</summary>
internal sealed class TomlValue(TomlKind kind, int start)
{
    public TomlKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int End { get; set; }

    public string? Text { get; set; }

    public List<TomlValue> Items { get; } = [];

    public List<TomlPair> Pairs { get; } = [];
}

/// <summary>One <c>key = value</c>; the key has several parts where it is dotted.</summary>
/// <param name="Key">The parts of the key, unquoted.</param>
/// <param name="KeyStart">Where the key begins.</param>
/// <param name="LineStart">Where its line begins; for a pair of an inline table, the same as <paramref name="KeyStart"/>.</param>
/// <param name="Value">The value.</param>
internal sealed record TomlPair(string[] Key, int KeyStart, int LineStart, TomlValue Value)
{
    /// <summary>Just after the line break that ends the pair, a comment behind the value included.</summary>
    public int LineEnd { get; init; }
}

/// <summary>A header with the pairs under it. The first table of a document is the root, which has no header.</summary>
internal sealed class TomlTable(string[] path, bool isArrayItem, int start)
{
    public string[] Path { get; } = path;

    /// <summary>True for <c>[[name]]</c>.</summary>
    public bool IsArrayItem { get; } = isArrayItem;

    /// <summary>Where the header's line begins.</summary>
    public int Start { get; } = start;

    /// <summary>Just after the line break of the header's line.</summary>
    public int HeaderEnd { get; set; }

    public List<TomlPair> Pairs { get; } = [];
}

internal sealed class TomlDocument(List<TomlTable> tables)
{
    public IReadOnlyList<TomlTable> Tables { get; } = tables;

    /// <exception cref="SyntaxException">The text is not TOML, or defines a table or a key twice.</exception>
    public static TomlDocument Parse(string text) => TomlReader.Read(text);
}
