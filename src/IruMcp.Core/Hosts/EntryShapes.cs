using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>The forms in which hosts write a server. Each begins by dropping the keys of every other form.</summary>
internal static class EntryShapes
{
    private static readonly string[] HeaderNames = [ServerEntry.KeyHeader, ServerEntry.ProfileHeader];
    private static readonly string[] VariableNames = [EntryContent.KeyVariable, EntryContent.ProfileVariable];

    private static readonly string[] KindKeys = ["type", "source"];
    private static readonly string[] ProgramKeys = ["command", "args", "env_vars", "cwd"];

    // What sends a key, or says where to.
    private static readonly string[] AddressKeys =
        ["url", "httpUrl", "serverUrl", "headers", "headersHelper", "http_headers", "env_http_headers", "http_headers_helper"];

    // A user's own way to sign in: of use beside an address, and refused by Codex beside a program.
    private static readonly string[] SignInKeys = ["oauth", "oauth_resource", "scopes", "bearer_token_env_var"];

    /// <summary>A server with an address and headers.</summary>
    public static IReadOnlyList<EntryChange> Http(EntryContent content, Func<string, string>? variable, string urlKey, string? type, params EntryChange[] more) =>
        Form(
            [.. KindKeys, .. ProgramKeys, .. AddressKeys],
            [
                WithoutOwnVariables(),
                new SetText(urlKey, content.Url!.AbsoluteUri),
                .. TypeOf(type),
                new SetMap("headers", HeadersOf(content, variable), HeaderNames, StringComparison.OrdinalIgnoreCase),
                .. more,
            ]);

    /// <summary>A program with its arguments, which the host starts.</summary>
    public static IReadOnlyList<EntryChange> Stdio(EntryContent content, string? type, params EntryChange[] more) =>
        Form([.. KindKeys, .. AddressKeys, .. SignInKeys], [WithoutOwnVariables(), .. TypeOf(type), new SetText("command", content.Bridge!.Program), new SetList("args", content.Bridge.Arguments), .. more]);

    /// <summary>The same as one list of words.</summary>
    public static IReadOnlyList<EntryChange> StdioList(EntryContent content, string type, params EntryChange[] more) =>
        Form([.. KindKeys, .. AddressKeys, .. SignInKeys, "args"], [WithoutOwnVariables(), new SetText("type", type), new SetList("command", [content.Bridge!.Program, .. content.Bridge.Arguments]), .. more]);

    /// <summary>mcp-remote with its arguments, for a host that has no other way to an address.</summary>
    public static IReadOnlyList<EntryChange> McpRemoteServer(EntryContent content) =>
        Form([.. KindKeys, .. AddressKeys, .. SignInKeys],
        [
            new SetText("command", content.Platform == HostPlatform.Windows ? @"C:\Program Files\nodejs\npx.cmd" : "npx"),
            new SetList("args",
            [
                "-y",
                "mcp-remote@" + content.McpRemoteVersion,
                content.Url!.AbsoluteUri,
                // No space after the colon: on Windows a quoted argument would break the command line.
                "--header", ServerEntry.KeyHeader + ":${" + EntryContent.KeyVariable + "}",
                "--header", ServerEntry.ProfileHeader + ":${" + EntryContent.ProfileVariable + "}",
            ]),
            new SetMap("env", PlainPairs(content, VariableNames), VariableNames, StringComparison.OrdinalIgnoreCase),
        ]);

    public static IReadOnlyList<EntryChange> CodexHttp(EntryContent content) =>
        Form([.. KindKeys, .. ProgramKeys, .. AddressKeys],
        [
            // Codex refuses its whole file where a url stands beside what belongs to a program.
            new Remove("env"),
            new SetOnce("enabled", true),
            new SetText("url", content.Url!.AbsoluteUri),
            // An environment header wins over a literal one, so the form that is not wanted has to go.
            new SetMap("http_headers", PlainPairs(content, HeaderNames), HeaderNames, StringComparison.OrdinalIgnoreCase),
            new SetMap("env_http_headers",
                content.KeySource == KeySource.Environment ? Pairs(HeaderNames, VariableNames[0], VariableNames[1]) : [],
                HeaderNames, StringComparison.OrdinalIgnoreCase),
        ]);

    /// <summary>The values that a host with <c>inputs</c> asks its user for.</summary>
    public static IReadOnlyList<IReadOnlyList<KeyValuePair<string, object>>> Inputs { get; } =
    [
        Input(EntryContent.KeyInput, HostText.KeyQuestion),
        Input(EntryContent.ProfileInput, HostText.ProfileQuestion),
    ];

    // The other forms' keys go first, so that what is written stands at the end in its own order.
    private static IReadOnlyList<EntryChange> Form(IReadOnlyList<string> formKeys, IReadOnlyList<EntryChange> changes) =>
        [.. formKeys.Where(key => !changes.Any(change => change.Key == key)).Select(key => new Remove(key)), .. changes];

    private static SetMap WithoutOwnVariables() => new("env", [], VariableNames, StringComparison.OrdinalIgnoreCase);

    private static EntryChange[] TypeOf(string? type) => type is null ? [] : [new SetText("type", type)];

    private static IReadOnlyList<KeyValuePair<string, string>> HeadersOf(EntryContent content, Func<string, string>? variable) => content.KeySource switch
    {
        KeySource.PlainText => PlainPairs(content, HeaderNames),
        KeySource.Prompt => Pairs(HeaderNames, Ask(EntryContent.KeyInput), Ask(EntryContent.ProfileInput)),
        _ => Pairs(HeaderNames, variable!(VariableNames[0]), variable(VariableNames[1])),
    };

    private static string Ask(string id) => "${input:" + id + "}";

    private static IReadOnlyList<KeyValuePair<string, object>> Input(string id, string question) =>
        [new("type", "promptString"), new("id", id), new("description", question), new("password", true)];

    private static IReadOnlyList<KeyValuePair<string, string>> PlainPairs(EntryContent content, string[] names) =>
        content.KeySource == KeySource.PlainText ? Pairs(names, content.ApiKey, content.Profile) : [];

    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(string[] names, string key, string profile) =>
        [new(names[0], key), new(names[1], profile)];
}
