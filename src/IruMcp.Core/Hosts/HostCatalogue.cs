using System.Text.RegularExpressions;
using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>The table of hosts. A new host is a new row; nothing else asks for a host by its name.</summary>
public static class HostCatalogue
{
    private static readonly string[] HeaderNames = [ServerEntry.KeyHeader, ServerEntry.ProfileHeader];
    private static readonly string[] VariableNames = [EntryContent.KeyVariable, EntryContent.ProfileVariable];

    private static readonly Regex PrintableName = new(@"^[^\s\p{C}](?:[^\p{C}]{0,62}[^\s\p{C}])?$", RegexOptions.CultureInvariant);

    // Windows starts npx.cmd through cmd.exe, which takes these as its own.
    private static readonly Regex CommandShellCharacter = new("[\\s&|<>^%!\"()]", RegexOptions.CultureInvariant);

    internal static IReadOnlyList<HostRow> Rows { get; } =
    [
        new HostRow
        {
            Name = "ClaudeDesktop",
            DisplayName = "Claude Desktop",
            Locations = ClaudeDesktopFiles,
            TopKey = "mcpServers",
            Format = HostFormat.Json,
            RefusesByteOrderMark = true,
            NamePattern = PrintableName,
            NameRule = HostText.PrintableNameRule,
            Refuses = content => content.Platform == HostPlatform.Windows && CommandShellCharacter.IsMatch(content.Url.AbsoluteUri) ? HostText.UrlUnsafeForCmd : null,
            Changes = McpRemoteEntry,
            RestartNote = HostText.ClaudeDesktopRestart,
            EnvironmentWarning = HostText.ClaudeDesktopEnvironment,
            UsesMcpRemote = true,
        },
        new HostRow
        {
            Name = "Cursor",
            DisplayName = "Cursor",
            Locations = environment => [environment.Combine(environment.Home, ".cursor", "mcp.json")],
            TopKey = "mcpServers",
            Format = HostFormat.Json,
            NamePattern = PrintableName,
            NameRule = HostText.PrintableNameRule,
            Changes = content => HttpEntry(content, name => "${env:" + name + "}"),
            RestartNote = _ => HostText.CursorRestart,
        },
        new HostRow
        {
            Name = "Codex",
            DisplayName = "OpenAI Codex",
            Locations = CodexFiles,
            TopKey = "mcp_servers",
            Format = HostFormat.Toml,
            NamePattern = new Regex("^[a-zA-Z0-9_:@/.-]+$", RegexOptions.CultureInvariant),
            NameRule = HostText.CodexNameRule,
            Changes = CodexEntry,
            RestartNote = _ => HostText.CodexRestart,
        },
    ];

    /// <summary>The names that <see cref="HostExportRequest.Host"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Rows.Select(row => row.Name).ToList();

    internal static HostRow Find(string name) =>
        Rows.FirstOrDefault(row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw HostText.UnknownHost(name, Names);

    private static IReadOnlyList<string> ClaudeDesktopFiles(HostEnvironment environment)
    {
        const string Folder = "Claude";
        const string File = "claude_desktop_config.json";
        switch (environment.Platform)
        {
            case HostPlatform.MacOS:
                return [environment.Combine(environment.Home, "Library", "Application Support", Folder, File)];
            case HostPlatform.Linux:
                var configured = environment.GetVariable("XDG_CONFIG_HOME");
                var root = configured is not null && environment.IsAbsolute(configured) ? configured : environment.Combine(environment.Home, ".config");
                return [environment.Combine(root, Folder, File)];
        }

        // A packaged (MSIX) app sees its own copy of the roaming folder.
        var places = new List<string>();
        foreach (var package in environment.FindDirectories(environment.Combine(environment.LocalAppData, "Packages"), "Claude_*"))
        {
            var roaming = environment.Combine(package, "LocalCache", "Roaming");
            if (environment.DirectoryExists(roaming))
                places.Add(environment.Combine(roaming, Folder, File));
        }

        var classic = environment.Combine(environment.AppData, Folder);
        if (places.Count == 0 || environment.DirectoryExists(classic))
            places.Add(environment.Combine(classic, File));

        return places;
    }

    private static IReadOnlyList<string> CodexFiles(HostEnvironment environment)
    {
        var configured = environment.GetVariable("CODEX_HOME");
        if (string.IsNullOrWhiteSpace(configured))
            return [environment.Combine(environment.Home, ".codex", "config.toml")];

        if (!environment.IsAbsolute(configured!))
            throw HostText.RelativeVariable("CODEX_HOME");

        return [environment.Combine(configured!.TrimEnd('/', '\\'), "config.toml")];
    }

    private static IReadOnlyList<EntryChange> McpRemoteEntry(EntryContent content) =>
    [
        // The forms of other hosts: this one skips an entry that has them.
        new Remove("url"), new Remove("type"), new Remove("headers"),
        new SetText("command", content.Platform == HostPlatform.Windows ? @"C:\Program Files\nodejs\npx.cmd" : "npx"),
        new SetList("args",
        [
            "-y",
            "mcp-remote@" + content.McpRemoteVersion,
            content.Url.AbsoluteUri,
            // No space after the colon: on Windows a quoted argument would break the command line.
            "--header", ServerEntry.KeyHeader + ":${" + EntryContent.KeyVariable + "}",
            "--header", ServerEntry.ProfileHeader + ":${" + EntryContent.ProfileVariable + "}",
        ]),
        new SetMap("env", PlainPairs(content, VariableNames), VariableNames, StringComparison.OrdinalIgnoreCase),
    ];

    private static IReadOnlyList<EntryChange> HttpEntry(EntryContent content, Func<string, string> variable) =>
    [
        new Remove("command"), new Remove("args"),
        new SetMap("env", [], VariableNames, StringComparison.OrdinalIgnoreCase),
        new SetText("url", content.Url.AbsoluteUri),
        new SetText("type", "http"),
        new SetMap("headers",
            content.KeySource == KeySource.PlainText ? PlainPairs(content, HeaderNames) : Pairs(HeaderNames, variable(VariableNames[0]), variable(VariableNames[1])),
            HeaderNames, StringComparison.OrdinalIgnoreCase),
    ];

    private static IReadOnlyList<EntryChange> CodexEntry(EntryContent content) =>
    [
        // Codex refuses its whole file where a url stands beside a command; "headers" and "type" are other hosts' words.
        new Remove("command"), new Remove("args"), new Remove("env"), new Remove("env_vars"), new Remove("cwd"),
        new Remove("headers"), new Remove("type"),
        new SetFlagOnce("enabled", true),
        new SetText("url", content.Url.AbsoluteUri),
        // An environment header wins over a literal one, so the form that is not wanted has to go.
        new SetMap("http_headers", PlainPairs(content, HeaderNames), HeaderNames, StringComparison.OrdinalIgnoreCase),
        new SetMap("env_http_headers",
            content.KeySource == KeySource.Environment ? Pairs(HeaderNames, VariableNames[0], VariableNames[1]) : [],
            HeaderNames, StringComparison.OrdinalIgnoreCase),
    ];

    private static IReadOnlyList<KeyValuePair<string, string>> PlainPairs(EntryContent content, string[] names) =>
        content.KeySource == KeySource.PlainText ? Pairs(names, content.ApiKey, content.Profile) : [];

    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(string[] names, string key, string profile) =>
        [new(names[0], key), new(names[1], profile)];
}
