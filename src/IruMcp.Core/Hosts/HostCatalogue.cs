using System.Text.RegularExpressions;

namespace IruMcp.Hosts;

/// <summary>The table of hosts. A new host is a new row; nothing else asks for a host by its name.</summary>
public static class HostCatalogue
{
    private const string McpServers = "mcpServers";

    // Windows starts npx.cmd through cmd.exe, which takes these as its own.
    private static readonly Regex CommandShellCharacter = new("[\\s&|<>^%!\"()]", RegexOptions.CultureInvariant);

    internal static IReadOnlyList<HostRow> Rows { get; } =
    [
        new HostRow
        {
            Name = "ClaudeDesktop",
            DisplayName = "Claude Desktop",
            Locations = HostPlaces.ClaudeDesktop,
            Remnants = HostPlaces.ClaudeDesktopRemnants,
            LocationsAreAlternatives = true,
            TopKey = McpServers,
            RefusesByteOrderMark = true,
            Remote = EntryShapes.McpRemoteServer,
            Local = content => EntryShapes.Stdio(content, type: null),
            Variable = name => "${" + name + "}",
            Defect = entry => entry.Has("command") ? null : HostText.NeedsCommand,
            Refuses = content => content is { KeySource: not KeySource.Bridge, Platform: HostPlatform.Windows }
                && CommandShellCharacter.IsMatch(content.Url!.AbsoluteUri) ? HostText.UrlUnsafeForCmd : null,
            RestartNote = HostText.ClaudeDesktopRestart,
            MustNotRun = new ExclusiveProgram(
                ["Claude", "claude", "claude-desktop"],
                new Regex(@"[\\/](AnthropicClaude|WindowsApps[\\/]Claude_|Claude\.app|claude-desktop)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)),
            EnvironmentWarning = HostText.ClaudeDesktopEnvironment,
            UsesMcpRemote = true,
        },
        new HostRow
        {
            Name = "Cursor",
            DisplayName = "Cursor",
            Locations = HostPlaces.InHome(".cursor", "mcp.json"),
            ProjectFile = ".cursor/mcp.json",
            TopKey = McpServers,
            ToolLimit = 40,
            ProtocolNames = ["cursor"],
            Variable = EnvPrefixed,
            Remote = content => EntryShapes.Http(content, EnvPrefixed, "url", "http"),
            Local = content => EntryShapes.Stdio(content, type: null),
            RestartNote = _ => HostText.CursorRestart,
        },
        new HostRow
        {
            Name = "Codex",
            DisplayName = "OpenAI Codex",
            Locations = HostPlaces.Movable("CODEX_HOME", ".codex", "config.toml"),
            Remnants = HostPlaces.InHome(".codex", "config.toml"),
            ProjectFile = ".codex/config.toml",
            TopKey = "mcp_servers",
            Format = HostFormat.Toml,
            NamePattern = NameRules.Codex,
            NameRule = HostText.CodexNameRule,
            Variable = name => name,
            Remote = EntryShapes.CodexHttp,
            // Ten seconds, Codex's own limit, are little for a first start while a virus scanner looks on.
            Local = content => EntryShapes.Stdio(content, type: null, new SetOnce("enabled", true), new SetIfMissing("startup_timeout_sec", 30)),
            Defect = entry => entry.Has("url") && entry.Has("headers") && !entry.Has("http_headers") && !entry.Has("env_http_headers") ? HostText.CodexHeaders : null,
            RestartNote = _ => HostText.CodexRestart,
            RunsInTerminal = true,
        },
        new HostRow
        {
            Name = "ClaudeCode",
            DisplayName = "Claude Code",
            Locations = HostPlaces.Movable("CLAUDE_CONFIG_DIR", string.Empty, ".claude.json"),
            Remnants = HostPlaces.InHome(".claude.json"),
            Traces = HostPlaces.ClaudeCodeTraces,
            ProjectFile = ".mcp.json",
            TopKey = McpServers,
            ProjectsKey = "projects",
            NamePattern = NameRules.Word,
            NameRule = HostText.WordNameRule,
            Variable = Braced,
            Remote = content => EntryShapes.Http(content, Braced, "url", "http"),
            Local = content => EntryShapes.Stdio(content, "stdio"),
            Defect = entry => entry.Has("url") && entry.Text("type") is not ("http" or "streamable-http" or "sse") ? HostText.NeedsType : null,
            RestartNote = _ => HostText.ClaudeCodeRestart,
            RunsInTerminal = true,
        },
        new HostRow
        {
            Name = "VSCode",
            DisplayName = "Visual Studio Code",
            Locations = HostPlaces.VSCode,
            ProjectFile = ".vscode/mcp.json",
            TopKey = "servers",
            Format = HostFormat.JsonWithComments,
            NamePattern = NameRules.Word,
            NameRule = HostText.WordNameRule,
            ToolLimit = 128,
            ProtocolNames = ["visual studio code", "visual-studio-code", "vscode"],
            Variable = EnvPrefixed,
            HasInputs = true,
            Remote = content => EntryShapes.Http(content, EnvPrefixed, "url", "http"),
            Local = content => EntryShapes.Stdio(content, "stdio"),
            RestartNote = _ => HostText.VSCodeRestart,
        },
        new HostRow
        {
            Name = "VisualStudio",
            DisplayName = "Visual Studio",
            Locations = HostPlaces.VisualStudio,
            Traces = HostPlaces.VisualStudioTraces,
            ProjectFile = ".mcp.json",
            TopKey = "servers",
            NamePattern = NameRules.LetterFirst,
            NameRule = HostText.LetterFirstNameRule,
            ToolLimit = 128,
            ProtocolNames = ["visual studio", "visual-studio"],
            HasInputs = true,
            Remote = content => EntryShapes.Http(content, null, "url", "http"),
            Local = content => EntryShapes.Stdio(content, "stdio"),
            RestartNote = _ => HostText.VisualStudioRestart,
        },
        new HostRow
        {
            Name = "CopilotCli",
            DisplayName = "GitHub Copilot CLI",
            Locations = HostPlaces.Movable("COPILOT_HOME", ".copilot", "mcp-config.json"),
            Remnants = HostPlaces.InHome(".copilot", "mcp-config.json"),
            ProjectFile = ".mcp.json",
            TopKey = McpServers,
            Format = HostFormat.JsonWithComments,
            NamePattern = NameRules.Word,
            NameRule = HostText.WordNameRule,
            ToolLimit = 128,
            ProtocolNames = ["copilot"],
            Variable = Braced,
            Remote = content => EntryShapes.Http(content, Braced, "url", "http", new SetOnce("tools", AllTools)),
            Local = content => EntryShapes.Stdio(content, "stdio", new SetOnce("tools", AllTools)),
            RestartNote = _ => HostText.CopilotRestart,
            RunsInTerminal = true,
        },
        new HostRow
        {
            Name = "GeminiCli",
            DisplayName = "Gemini CLI",
            Locations = HostPlaces.InHome(".gemini", "settings.json"),
            ProjectFile = ".gemini/settings.json",
            TopKey = McpServers,
            Format = HostFormat.JsonWithComments,
            RefusesByteOrderMark = true,
            NamePattern = NameRules.WithoutUnderscore,
            NameRule = HostText.GeminiNameRule,
            Variable = Braced,
            Remote = content => EntryShapes.Http(content, Braced, "httpUrl", type: null),
            Local = content => EntryShapes.Stdio(content, type: null),
            Defect = entry => entry.Has("url") && !entry.Has("httpUrl") && entry.Text("type") != "http" ? HostText.GeminiUrl : null,
            RestartNote = _ => HostText.GeminiRestart,
            RunsInTerminal = true,
        },
        new HostRow
        {
            Name = "OpenCode",
            DisplayName = "opencode",
            Locations = HostPlaces.OpenCode,
            ProjectFile = "opencode.json",
            TopKey = "mcp",
            Format = HostFormat.JsonWithComments,
            NamePattern = NameRules.Word,
            NameRule = HostText.WordNameRule,
            Variable = name => "{env:" + name + "}",
            // Without the flag opencode tries to sign in where a key is refused.
            Remote = content => EntryShapes.Http(content, name => "{env:" + name + "}", "url", "remote", new SetOnce("enabled", true), new SetFlag("oauth", false)),
            // Five seconds, its own limit, are little for a vault, a network and 131 tools.
            Local = content => EntryShapes.StdioList(content, "local", new SetOnce("enabled", true), new SetIfMissing("timeout", 30000)),
            Defect = entry => entry.Text("type") is "local" or "remote" ? null : HostText.OpenCodeType,
            RestartNote = _ => HostText.OpenCodeRestart,
            RunsInTerminal = true,
        },
        new HostRow
        {
            Name = "Windsurf",
            DisplayName = "Windsurf",
            Locations = HostPlaces.InHome(".codeium", "windsurf", "mcp_config.json"),
            TopKey = McpServers,
            ToolLimit = 100,
            ProtocolNames = ["windsurf", "codeium"],
            Variable = EnvPrefixed,
            Remote = content => EntryShapes.Http(content, EnvPrefixed, "serverUrl", type: null),
            Local = content => EntryShapes.Stdio(content, type: null),
            Defect = entry => entry.Has("command") || entry.Has("serverUrl") ? null : HostText.WindsurfUrl,
            RestartNote = _ => HostText.WindsurfRestart,
        },
        new HostRow
        {
            Name = "Zed",
            DisplayName = "Zed",
            Locations = HostPlaces.Zed,
            ProjectFile = ".zed/settings.json",
            TopKey = "context_servers",
            Format = HostFormat.JsonWithComments,
            Remote = content => EntryShapes.Http(content, null, "url", "http", new SetText("source", "custom")),
            Local = content => EntryShapes.Stdio(content, type: null, new SetText("source", "custom")),
            RestartNote = _ => HostText.ZedRestart,
        },
        new HostRow
        {
            Name = "LMStudio",
            DisplayName = "LM Studio",
            Locations = HostPlaces.LMStudio,
            TopKey = McpServers,
            Remote = content => EntryShapes.Http(content, null, "url", type: null),
            Local = content => EntryShapes.Stdio(content, type: null),
            RestartNote = _ => HostText.LMStudioRestart,
        },
    ];

    private static string[] AllTools => ["*"];

    /// <summary>The names that <see cref="HostExportRequest.Host"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = Rows.Select(row => row.Name).ToList();

    /// <summary>The same names, each with the one that people know it by.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> DisplayNames { get; } =
        Rows.Select(row => new KeyValuePair<string, string>(row.Name, row.DisplayName)).ToList();

    /// <summary>The name as the table writes it.</summary>
    /// <exception cref="IruException"><c>IruMcp.UnknownHost</c>.</exception>
    public static string Require(string name) => Find(name).Name;

    /// <summary>How many tools a host takes, by the name that it gives itself; null where no limit is known.</summary>
    internal static int? ToolLimitOf(string protocolName) => Rows
        .Where(row => row.ProtocolNames.Any(part => protocolName.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0))
        .Min(row => row.ToolLimit);

    internal static HostRow Find(string name) =>
        Rows.FirstOrDefault(row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw HostText.UnknownHost(name, Names);

    private static string EnvPrefixed(string name) => "${env:" + name + "}";

    private static string Braced(string name) => "${" + name + "}";
}
