namespace IruMcp.Configuration;

/// <summary>Everything this folder says to the user. No text takes a value that could be a key.</summary>
internal static class ConfigurationText
{
    public const string KeyWithoutPrefix =
        "The X-API-Key value does not begin with sk_live:, as keys in Iru's MCP configuration do. If the server refuses it, copy the key again together with its prefix.";

    public const string KeyLooksLikeRestToken =
        "The X-API-Key value looks like a REST API token. MCP needs the key of the MCP configuration, which begins with sk_live:.";

    private const string InvalidConfigurationId = "IruMcp.InvalidConfiguration";
    private const string CopyAgain =
        "In Iru, on the screen that is shown once after creating the token, choose Copy MCP configuration and use that text as it is. If that screen is gone, revoke the token and create a new one.";

    public static IruException Empty() => Invalid("The text is empty.", CopyAgain);

    public static IruException Html() => Invalid("The text is a web page or XML, not an MCP configuration.", CopyAgain);

    public static IruException CodeFence() => Invalid(
        "The text begins with ``` on line 1, a mark of formatted text.", "Copy what stands between the ``` lines only.");

    public static IruException RestToken() => Invalid(
        "This is a REST API token, which MCP does not use. The MCP configuration is the JSON beside it.", CopyAgain);

    public static IruException OnlyTheKey() => Invalid("This is only the key; copy the whole MCP configuration.", CopyAgain);

    public static IruException OnlyTheUrl() => Invalid("This is only the URL; copy the whole MCP configuration.", CopyAgain);

    public static IruException OnlyTheHeaders() => Invalid("These are only headers; copy the whole MCP configuration, which has the url too.", CopyAgain);

    public static IruException NotAConfiguration() => Invalid(
        "The text is neither JSON nor a Codex TOML table, so it is not an MCP configuration.", CopyAgain);

    public static IruException SmartQuote(TextPosition at) => Invalid(
        $"There is a typographic quotation mark at {at}, where a straight one (\") is needed. A word processor, chat or e-mail program replaces them.",
        "Copy the configuration from Iru again without such a program in between, or replace each typographic mark by a straight one.");

    public static IruException TrailingComma(TextPosition at) => Invalid(
        $"There is a comma too many at {at}: nothing follows it before the closing brace.", "Remove that comma.");

    public static IruException Comment(TextPosition at) => Invalid($"There is a comment at {at}, which JSON does not allow.", "Remove the comment.");

    public static IruException SingleQuote(TextPosition at) => Invalid(
        $"There is a single quotation mark at {at}, where JSON needs a double one.", "Replace single by double quotation marks.");

    public static IruException UnclosedText(TextPosition at) => Invalid(
        $"A quotation mark is not closed; see {at}.", "Add the missing quotation mark, or copy the configuration again.");

    public static IruException MissingComma(TextPosition at) => Invalid($"A comma is missing before {at}.", "Add the comma between the two entries.");

    public static IruException MissingBraces(int count, TextPosition at) => Invalid(
        count == 1
            ? $"A closing brace is missing at the end ({at}): the text was cut off or copied in part."
            : $"{count} closing braces are missing at the end ({at}): the text was cut off or copied in part.",
        CopyAgain);

    public static IruException ExtraText(TextPosition at) => Invalid(
        $"The configuration has ended, but something follows at {at}.", "Copy from the first opening brace to the brace that closes it.");

    public static IruException NotJson(TextPosition at) => Invalid($"The text is not valid JSON from {at} on.", CopyAgain);

    public static IruException NotToml(TextPosition at) => Invalid($"The text is not valid TOML from {at} on.", CopyAgain);

    public static IruException NoServer() => Invalid(
        "The text holds no MCP server: none with a url and headers, or with a command and arguments.", CopyAgain);

    public static IruException MissingUrl(string? server) => Invalid($"{Server(server)} has no url.", CopyAgain);

    public static IruException MissingHeader(string header, string? server) => Invalid($"{Server(server)} has no {header} header.", CopyAgain);

    public static IruException Unresolved(string field, string variable, string? server) => Invalid(
        $"{Server(server)} takes {field} from the variable {Shown(variable)}, and the text does not say its value: it holds no key.",
        "Use the MCP configuration as Iru shows it, or connect with -EnvironmentVariable where that variable is set.");

    public static IruException ServerNameRequired(List<ServerEntry> servers) => new(
        "IruMcp.ServerNameRequired", IruErrorCategory.InvalidArgument,
        $"The text describes several servers, and more than one could be Iru's: {Names(servers)}.", "Say which one with -ServerName.");

    public static IruException ServerNotFound(string name, List<ServerEntry> servers) => new(
        "IruMcp.ServerNotFound", IruErrorCategory.ObjectNotFound,
        $"The text has no server named '{Shown(name)}'. It has: {Names(servers)}.", "Give one of these names with -ServerName.");

    public static IruException Placeholder(IReadOnlyList<string> fields) => new(
        "IruMcp.PlaceholderConfiguration", IruErrorCategory.InvalidArgument,
        $"The configuration still has the example's placeholder in: {string.Join(", ", fields)}.", CopyAgain);

    public static IruException InvalidUri() => new(
        "IruMcp.InvalidUri", IruErrorCategory.InvalidArgument, "The url is not an absolute https address.", CopyAgain);

    public static IruException UriWithCredentials() => new(
        "IruMcp.InvalidUri", IruErrorCategory.InvalidArgument, "The url has a user name or password in it (before an @), which Iru's addresses do not have.", CopyAgain);

    public static IruException UriWithSecret() => new(
        "IruMcp.InvalidUri", IruErrorCategory.SecurityError, "The url contains a key, a token or the profile. A url is shown in messages and kept in the logs of proxies and servers.",
        "Remove it from the url: the key belongs in X-API-Key, the profile in X-MCP-Profile. A key that was used in a url should be replaced.");

    public static IruException InsecureProxy(Uri proxy) => new(
        "IruMcp.InsecureUri", IruErrorCategory.SecurityError,
        $"The server is on this computer and its url uses http, so the proxy {proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} would see the key in the clear.",
        "Connect without a proxy, or use https.");

    public static IruException InsecureUri(Uri uri) => new(
        "IruMcp.InsecureUri", IruErrorCategory.SecurityError,
        $"The url uses {Shown(uri.Scheme)}, so the key would travel in the clear. Only https is allowed; http only to this computer itself.",
        "Use the https address of the MCP configuration.");

    public static IruException EmptyKey() => Key("The X-API-Key value is empty.");

    public static IruException InvalidKey(int position, string kind) => Key($"The X-API-Key value has {kind} at position {position}; a key is one unbroken word.");

    public static IruException QuotedKey() => Key("The X-API-Key value has quotation marks around it; give it without.");

    public static IruException KeyIsVariable() => Key("The X-API-Key value is a variable's name in ${ }, not a key.");

    public static IruException EmptyProfile() => Profile("The X-MCP-Profile value is empty.");

    public static IruException ProfileIsKey() => Profile("The X-MCP-Profile value is a key: the two values may have been swapped.");

    public static IruException InvalidProfile(int position, string kind) => Profile($"The X-MCP-Profile value has {kind} at position {position}; it is one unbroken word.");

    public static IruException ProfileNotAValue() => Profile("The X-MCP-Profile value has quotation marks around it or is a variable's name, not a profile.");

    /// <summary>That something stood around a value and has been dropped; nothing where nothing did.</summary>
    public static IEnumerable<string> Trimmed(string header, string? given, string trimmed)
    {
        if (given is null || given == trimmed)
            yield break;
        var start = trimmed.Length == 0 ? 0 : given.IndexOf(trimmed, StringComparison.Ordinal);
        var (place, character) = start > 0 ? ("before", given[0]) : ("after", given[start + trimmed.Length]);
        yield return $"There was {KindOf(character)} {place} the {header} value; this module drops it.";
    }

    /// <summary>What sort of character this is, without showing it.</summary>
    public static string KindOf(char character) => character switch
    {
        '\r' or '\n' => "a line break",
        '\t' => "a tab",
        ' ' => "a space",
        '\u00A0' => "a no-break space",
        '\u2026' => "an ellipsis character",
        '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF' => "an invisible character",
        _ when PastedText.IsSmartQuote(character) => "a typographic quotation mark",
        _ when char.IsWhiteSpace(character) => "a space-like character",
        _ when char.IsControl(character) => "a control character",
        _ => "a character outside ASCII",
    };

    private static string Server(string? name) => name is null ? "The server" : $"The server '{Shown(name)}'";

    private static string Names(List<ServerEntry> servers) =>
        string.Join(", ", servers.ConvertAll(server => Shown(server.Name ?? "(without a name)")));

    // A name comes from the pasted text, where a key may stand in any place.
    private static string Shown(string name) =>
        name.Length > 64 || name.IndexOf("sk_", StringComparison.OrdinalIgnoreCase) >= 0 || Array.Exists(name.ToCharArray(), char.IsControl)
            ? "(name not shown)"
            : name;

    private static IruException Invalid(string message, string nextStep) => new(InvalidConfigurationId, IruErrorCategory.InvalidData, message, nextStep);

    private static IruException Key(string message) => new("IruMcp.InvalidKey", IruErrorCategory.InvalidArgument, message, CopyAgain);

    private static IruException Profile(string message) => new("IruMcp.InvalidProfile", IruErrorCategory.InvalidArgument, message, CopyAgain);
}
