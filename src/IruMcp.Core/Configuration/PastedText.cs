using System.Text.RegularExpressions;

namespace IruMcp.Configuration;

/// <summary>A text as the user pasted it, and what can be said about it before it is parsed.</summary>
internal sealed class PastedText(string whole, string trimmed, int leading)
{
    private static readonly char[] Invisible = ['\uFEFF', '\u200B', '\u200E', '\u200F', '\u2060', '\0'];

    private static readonly Regex SmartQuotes = new("[\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB\uFF02]", RegexOptions.CultureInvariant);

    private static readonly Regex TomlLine = new(
        @"^[ \t]*(?:\[{1,2}[ \t]*[\w""'-][^\[\]{}\r\n]*\]{1,2}[ \t]*(?:#.*)?|[A-Za-z_""'][\w.""' -]*[ \t]*=.*|#.*)\r?$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline);

    private static readonly Regex Uuid = new(
        "^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex HeaderLines = new(
        @"^\s*['""]?(?:-H\s+['""]?|--header\s+['""]?)?(?:X-API-Key|X-MCP-Profile|Authorization)['""]?\s*[:=]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public string Trimmed { get; } = trimmed;

    public bool LooksLikeToml { get; } =
        trimmed.Length > 0 && trimmed[0] is not ('{' or '<') && !IsJsonFragment(trimmed) && TomlLine.IsMatch(trimmed);

    /// <summary>Without the byte order mark, invisible characters and white space that copying adds at both ends.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsDropped(text[start]))
            start++;

        while (end > start && IsDropped(text[end - 1]))
            end--;

        return text.Substring(start, end - start);
    }

    public static bool IsSmartQuote(char character) => SmartQuotes.IsMatch(character.ToString());

    /// <summary>Where a character of the trimmed text stands in the text as pasted.</summary>
    public TextPosition PositionOf(int offset) => TextPosition.At(whole, leading + offset);

    /// <summary>The complaint about a typographic quote, if there is one: the one at the offset, else the first.</summary>
    public IruException? SmartQuote(int offset)
    {
        if (offset < Trimmed.Length && IsSmartQuote(Trimmed[offset]))
            return ConfigurationText.SmartQuote(PositionOf(offset));

        var first = SmartQuotes.Match(Trimmed);
        return first.Success ? ConfigurationText.SmartQuote(PositionOf(first.Index)) : null;
    }

    public void RefuseWhatIsNoConfiguration()
    {
        if (Trimmed.Length == 0)
            throw ConfigurationText.Empty();

        if (Trimmed[0] == '<')
            throw ConfigurationText.Html();

        if (Trimmed.StartsWith("```", StringComparison.Ordinal))
            throw ConfigurationText.CodeFence();

        var word = Trimmed.Trim('"', '\'', ',');
        if (Uuid.IsMatch(word))
            throw ConfigurationText.RestToken();

        if (word.StartsWith("sk_", StringComparison.OrdinalIgnoreCase))
            throw ConfigurationText.OnlyTheKey();

        if (Regex.IsMatch(word, @"^https?://\S*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            throw ConfigurationText.OnlyTheUrl();

        if (HeaderLines.IsMatch(Trimmed) && !IsJsonFragment(Trimmed))
            throw ConfigurationText.OnlyTheHeaders();

        if (Trimmed[0] is '{' or '[' || IsJsonFragment(Trimmed) || LooksLikeToml)
            return;

        throw SmartQuote(Trimmed.Length) ?? (IsBareMember(Trimmed) ? ConfigurationText.NotJson(PositionOf(0)) : ConfigurationText.NotAConfiguration());
    }

    private static bool IsJsonFragment(string text) => Regex.IsMatch(text, "^\"(?:[^\"\\\\\r\n]|\\\\.)*\"\\s*:");

    private static bool IsBareMember(string text) => Regex.IsMatch(text, @"^['\w-]+'?\s*:\s*\{");

    private static bool IsDropped(char character) => char.IsWhiteSpace(character) || Array.IndexOf(Invisible, character) >= 0;
}
