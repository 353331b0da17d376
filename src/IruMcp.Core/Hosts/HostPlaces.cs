namespace IruMcp.Hosts;

/// <summary>Where hosts keep their files on each platform. The sources are the vendors' documentation, and the programs themselves where
/// they could be run.</summary>
internal static class HostPlaces
{
    public static Func<HostEnvironment, IReadOnlyList<string>> InHome(params string[] parts) => environment => [environment.Combine([environment.Home, .. parts])];

    /// <summary>A folder that a variable may move, with a file in it.</summary>
    public static Func<HostEnvironment, IReadOnlyList<string>> Movable(string variable, string defaultFolder, string file) => environment =>
    {
        var configured = environment.GetVariable(variable);
        if (string.IsNullOrWhiteSpace(configured))
            return [environment.Combine([environment.Home, .. defaultFolder.Split(['/'], StringSplitOptions.RemoveEmptyEntries), file])];

        if (!environment.IsAbsolute(configured!))
            throw HostText.RelativeVariable(variable);

        return [environment.Combine(configured!.TrimEnd('/', '\\'), file)];
    };

    public static IReadOnlyList<string> ClaudeDesktop(HostEnvironment environment)
    {
        const string Folder = "Claude";
        const string File = "claude_desktop_config.json";
        switch (environment.Platform)
        {
            case HostPlatform.MacOS:
                return [environment.Combine(environment.Home, "Library", "Application Support", Folder, File)];
            case HostPlatform.Linux:
                return [environment.Combine(ConfigFolder(environment), Folder, File)];
        }

        // A packaged (MSIX) app sees its own copy of the roaming folder.
        var places = new List<string>();
        foreach (var package in environment.FindDirectories(environment.Combine(environment.LocalAppData, "Packages"), "Claude_*"))
        {
            var roaming = environment.Combine(package, "LocalCache", "Roaming");
            if (environment.DirectoryExists(roaming))
                places.Add(environment.Combine(roaming, Folder, File));
        }

        // The classic app leaves its settings behind when it goes; they count as long as the app itself is there.
        var classic = environment.Combine(environment.AppData, Folder);
        if (places.Count == 0
            || environment.DirectoryExists(classic) && environment.DirectoryExists(environment.Combine(environment.LocalAppData, "AnthropicClaude")))
            places.Add(environment.Combine(classic, File));

        return places;
    }

    /// <summary>The files of the classic app and of each package, whether or not they are there any more.</summary>
    public static IReadOnlyList<string> ClaudeDesktopRemnants(HostEnvironment environment) =>
        environment.Platform != HostPlatform.Windows ? [] :
        [
            .. environment.FindDirectories(environment.Combine(environment.LocalAppData, "Packages"), "Claude_*")
                .Select(package => environment.Combine(package, "LocalCache", "Roaming", "Claude", "claude_desktop_config.json")),
            environment.Combine(environment.AppData, "Claude", "claude_desktop_config.json"),
        ];

    public static IReadOnlyList<string> VSCode(HostEnvironment environment) =>
        [.. new[] { "Code", "Code - Insiders" }.Select(product => environment.Combine(ApplicationFolder(environment), product, "User", "mcp.json"))];

    public static IReadOnlyList<string> VisualStudio(HostEnvironment environment) =>
        environment.Platform == HostPlatform.Windows ? [environment.Combine(environment.Home, ".mcp.json")] : [];

    public static IReadOnlyList<string> VisualStudioTraces(HostEnvironment environment) =>
        environment.Platform == HostPlatform.Windows ? [environment.Combine(environment.LocalAppData, "Microsoft", "VisualStudio")] : [];

    public static IReadOnlyList<string> ClaudeCodeTraces(HostEnvironment environment) =>
        [environment.Combine(environment.Home, ".claude.json"), environment.Combine(environment.Home, ".claude")];

    public static IReadOnlyList<string> OpenCode(HostEnvironment environment) =>
        [.. new[] { "opencode.json", "opencode.jsonc" }.Select(file => environment.Combine(
            environment.Platform == HostPlatform.Windows ? environment.Combine(environment.Home, ".config") : ConfigFolder(environment), "opencode", file))];

    public static IReadOnlyList<string> Zed(HostEnvironment environment) =>
        [environment.Combine(
            environment.Platform switch
            {
                HostPlatform.Windows => environment.Combine(environment.AppData, "Zed"),
                HostPlatform.MacOS => environment.Combine(environment.Home, ".config", "zed"),
                _ => environment.Combine(ConfigFolder(environment), "zed"),
            },
            "settings.json")];

    public static IReadOnlyList<string> LMStudio(HostEnvironment environment) =>
        [environment.Combine(environment.Home, ".lmstudio", "mcp.json"), environment.Combine(environment.Home, ".cache", "lm-studio", "mcp.json")];

    private static string ConfigFolder(HostEnvironment environment) =>
        environment.GetVariable("XDG_CONFIG_HOME") is { } configured && environment.IsAbsolute(configured)
            ? configured.TrimEnd('/')
            : environment.Combine(environment.Home, ".config");

    private static string ApplicationFolder(HostEnvironment environment) => environment.Platform switch
    {
        HostPlatform.Windows => environment.AppData,
        HostPlatform.MacOS => environment.Combine(environment.Home, "Library", "Application Support"),
        _ => ConfigFolder(environment),
    };
}
