using System.Text.Json.Nodes;
using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>What is said about the clients of a home folder, and what a rotation does to them.</summary>
public sealed class HostInspectorTests : IDisposable
{
    private const string Key = HostSandbox.Key;
    private const string Url = HostSandbox.Url;
    private const string Headers = $$"""{"X-API-Key":"{{Key}}","X-MCP-Profile":"prof-1"}""";

    private readonly string _home = Directory.CreateTempSubdirectory("iru-home-").FullName;

    private HostEnvironment Environment => new()
    {
        Platform = HostPlatform.Linux, Home = _home, DirectoryExists = Directory.Exists, FileExists = File.Exists,
    };

    public static TheoryData<string, string, string, KeySource?, string> Entries => new()
    {
        { ".cursor/mcp.json", "Cursor", T("""{"mcpServers":{"iru":{"url":"<URL>","headers":<HEADERS>}}}"""), KeySource.PlainText, "PlainTextKey" },
        { ".cursor/mcp.json", "Cursor", T("""{"mcpServers":{"x":{"url":"<URL>","headers":{"X-API-Key":"${env:A}","X-MCP-Profile":"${env:B}"}}}}"""), KeySource.Environment, "" },
        { ".cursor/mcp.json", "Cursor", """{"mcpServers":{"x":{"command":"pwsh","args":["-Command","Import-Module IruMcp; Start-IruMcpBridge -Name eu"]}}}""", KeySource.Bridge, "" },
        { ".cursor/mcp.json", "Cursor", """{"mcpServers":{"x":{"command":"/gone/pwsh","args":["-Command","IruMcp\\Start-IruMcpBridge"]}}}""", KeySource.Bridge, "MissingProgram" },
        { ".cursor/mcp.json", "Cursor", """{"mcpServers":{"x":{"command":"pwsh","args":["-Command","Import-Module '/gone/IruMcp.psd1'; Start-IruMcpBridge -Name eu"]}}}""", KeySource.Bridge, "MissingModule" },
        { ".config/Claude/claude_desktop_config.json", "ClaudeDesktop", T("""{"mcpServers":{"iru":{"command":"/gone/npx","args":["-y","mcp-remote@0.1.38","<URL>","--header","X-API-Key:${A}"]}}}"""), KeySource.Environment, "MissingProgram" },
        { ".cursor/mcp.json", "Cursor", T("""{"mcpServers":{"iru":{"url":"<URL>"}}}"""), null, "NoKey" },
        { ".cursor/mcp.json", "Cursor", T("""{"servers":{"iru":{"url":"<URL>","headers":{"X-API-Key":"${env:A}"}}}}"""), KeySource.Environment, "IgnoredEntry" },
        { ".cursor/mcp.json", "Cursor", """{"mcpServers":""", null, "InvalidFile" },
        { ".config/Claude/claude_desktop_config.json", "ClaudeDesktop", T("""{"mcpServers":{"iru":{"command":"npx","args":["-y","mcp-remote@0.1.13","<URL>","--header","X-API-Key:${A}"],"env":{"A":"<KEY>"}}}}"""), KeySource.PlainText, "PlainTextKey VulnerableMcpRemote" },
        { ".config/Claude/claude_desktop_config.json", "ClaudeDesktop", T("""{"mcpServers":{"iru":{"type":"http","url":"<URL>","headers":<HEADERS>}}}"""), KeySource.PlainText, "PlainTextKey IgnoredEntry" },
        { ".gemini/settings.json", "GeminiCli", "\uFEFF" + T("""{"mcpServers":{"iru_mcp":{"url":"<URL>","headers":{"X-API-Key":"$A"}}}}"""), KeySource.Environment, "IgnoredEntry RejectedName ByteOrderMark" },
        { ".claude.json", "ClaudeCode", T("""{"projects":{"/p":{"mcpServers":{"iru":{"url":"<URL>","headers":<HEADERS>}}}}}"""), KeySource.PlainText, "PlainTextKey IgnoredEntry" },
        { ".codex/config.toml", "Codex", $"[mcp_servers.\"Iru MCP\"]\nurl = '{Url}'\nheaders = {{ X-API-Key = '{Key}' }}\n", KeySource.PlainText, "PlainTextKey IgnoredEntry RejectedName" },
        { ".codex/config.toml", "Codex", $"mcp_servers = {{ iru = {{ url = '{Url}', env_http_headers = {{ X-API-Key = 'A' }} }} }}\n", KeySource.Environment, "" },
        { ".config/Code/User/mcp.json", "VSCode", T("""{"servers":{"iru":{"type":"http","url":"<URL>","headers":{"X-API-Key":"${input:k}"}}}} // c"""), KeySource.Prompt, "" },
        { ".codeium/windsurf/mcp_config.json", "Windsurf", T("""{"mcpServers":{"iru":{"url":"<URL>","headers":<HEADERS>}}}"""), KeySource.PlainText, "PlainTextKey IgnoredEntry" },
        { ".config/opencode/opencode.jsonc", "OpenCode", T("""{"mcp":{"iru":{"type":"http","url":"<URL>","headers":{"X-API-Key":"{env:A}"}}}}"""), KeySource.Environment, "IgnoredEntry" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void Says_how_each_client_gets_the_key_and_what_is_wrong(string file, string host, string text, KeySource? source, string findings)
    {
        Write(file, text);

        var client = Assert.Single(HostInspector.Inspect(Environment));

        Assert.Equal((host, source), (client.Host, client.KeySource));
        Assert.Equal(findings, string.Join(" ", client.Findings.Select(finding => finding.Id)));
        Assert.All(client.Findings, finding => Assert.DoesNotContain("CANARY", finding.Message + finding.Fix));
        Assert.Null(client.MatchesConfiguration);
    }

    [Theory]
    [InlineData(@"C:\Program Files\WindowsApps\Microsoft.PowerShell_7.6.9.0_x64__8wekyb3d8bbwe\pwsh.exe", true, "TemporaryProgram")]
    [InlineData(@"C:\Program Files\WindowsApps\Microsoft.PowerShell_7.6.9.0_x64__8wekyb3d8bbwe\pwsh.exe", false, "MissingProgram")]
    [InlineData(@"C:\Program Files\PowerShell\7\pwsh", true, "")]
    public void A_program_that_is_gone_or_will_be_is_found(string program, bool exists, string findings)
    {
        Write("mcp.json", """{"mcpServers":{"iru":{"command":"<PROGRAM>","args":["-Command","IruMcp\\Start-IruMcpBridge"]}}}""".Replace("<PROGRAM>", program.Replace(@"\", @"\\")));
        var row = HostCatalogue.Find("Cursor") with { Locations = _ => [Path.Combine(_home, "mcp.json")] };
        var windows = Environment with { Platform = HostPlatform.Windows, FileExists = file => exists && file.StartsWith(program, StringComparison.Ordinal) && file.EndsWith(".exe", StringComparison.Ordinal) || File.Exists(file) };
        var file = ConfigurationFile.Read(Path.Combine(_home, "mcp.json"));
        var entry = HostInspector.ReadEntries(row, HostFiles.EditorOf(row), file.Text, HostScope.User).Single();
        var client = new HostClient { Host = "Cursor", DisplayName = "Cursor", Scope = HostScope.User, Path = file.Path, Home = _home };

        var judged = HostFindings.Judge(client, row, entry, file, windows, new(() => null));

        Assert.Equal(findings, string.Join(" ", judged.Findings.Select(finding => finding.Id)));
    }

    [Fact]
    public void A_file_with_iru_counts_although_the_program_is_not_there()
    {
        Write(".codex/config.toml", $"[mcp_servers.iru]\nurl = '{Url}'\nhttp_headers = {{ X-API-Key = '{Key}', X-MCP-Profile = 'prof-1' }}\n");
        var moved = Environment with { GetVariable = name => name == "CODEX_HOME" ? "/srv/codex" : null };
        var current = new McpConfiguration(new Uri(Url), new Secret("sk_live:CANARYnew"), "prof-2").After(HostSandbox.Configuration);

        Assert.Equal(["PlainTextKey"], HostInspector.Inspect(moved).Single(client => client.EntryName is not null).Findings.Select(finding => finding.Id));
        Assert.Equal(HostRotationState.Outdated, Assert.Single(HostRotation.Plan(current, moved, "main")).State);

        Write(".codex/config.toml", "model = 'o3'\n");
        Assert.DoesNotContain(HostInspector.Inspect(moved), client => client.EntryName is not null);
    }

    [Fact]
    public void A_rotation_reaches_visual_studios_file_where_visual_studio_is_not_there()
    {
        var windows = Environment with { Platform = HostPlatform.Windows, Home = Path.Combine(_home, "ada"), AppData = Path.Combine(_home, "roaming"), LocalAppData = Path.Combine(_home, "local") };
        Directory.CreateDirectory(windows.Home);
        var file = windows.Combine(windows.Home, ".mcp.json");
        File.WriteAllText(file, T("""{"servers":{"iru":{"type":"http","url":"<URL>","headers":<HEADERS>}}}"""));
        var current = new McpConfiguration(new Uri(Url), new Secret("sk_live:CANARYnew"), "prof-2").After(HostSandbox.Configuration);

        var step = Assert.Single(HostRotation.Plan(current, windows, "main"));
        step.Change!.Apply();

        Assert.Equal("VisualStudio", step.Client.Host);
        Assert.DoesNotContain(Key, File.ReadAllText(file));
        File.WriteAllText(file, """{"servers":{"other":{"url":"https://example.com/mcp"}}}""");
        Assert.Empty(HostInspector.Inspect(windows));
    }

    [Fact]
    public void Other_servers_are_nobodys_business()
    {
        Write(".cursor/mcp.json", """{"mcpServers":{"other":{"url":"https://example.com/mcp","headers":{"Authorization":"Bearer x"}}}}""");

        Assert.Null(Assert.Single(HostInspector.Inspect(Environment)).EntryName);
        Assert.Empty(HostInspector.Inspect(Environment with { Home = _home + "/nobody" }));
        Assert.False(Assert.Single(HostInspector.Inspect(Environment, host: "zed")).FileExists);
    }

    [Theory]
    [InlineData(Url, Key, "prof-1", true, "")]
    [InlineData("https://old.connect.iru.com/mcp", Key, "prof-1", false, "StaleUrl")]
    [InlineData(Url, "sk_live:CANARYother", "prof-1", false, "StaleKey")]
    [InlineData(Url, Key, "prof-2", false, "StaleKey")]
    public void Compares_with_the_saved_configuration(string url, string key, string profile, bool matches, string finding)
    {
        Write(".cursor/mcp.json", T("""{"mcpServers":{"iru":{"url":"<URL>","headers":{"X-API-Key":"<KEY>","X-MCP-Profile":"prof-1"}}}}""").Replace(Url, url).Replace(Key, key).Replace("prof-1", profile));

        var client = Assert.Single(HostInspector.Inspect(Environment, Saved));

        Assert.Equal(("main", matches), (client.ConfigurationName, client.MatchesConfiguration));
        Assert.Equal(("PlainTextKey " + finding).Trim(), string.Join(" ", client.Findings.Select(one => one.Id)));
    }

    [Fact]
    public void A_project_file_that_several_clients_share_is_right_for_each_under_its_own_key()
    {
        var project = Directory.CreateDirectory(Path.Combine(_home, "project")).FullName;
        File.WriteAllText(Path.Combine(project, ".mcp.json"), """{"mcpServers":{"iru":{"command":"pwsh","args":["Start-IruMcpBridge"]}}}""");

        var found = HostInspector.Inspect(Environment with { ProjectFolder = project });

        Assert.Equal(["ClaudeCode", "CopilotCli"], found.Select(client => client.Host));
        Assert.All(found, client => Assert.True(client is { Scope: HostScope.Project, Findings.Count: 0 }));
    }

    [Fact]
    public void The_users_own_file_is_no_projects_file_in_the_home_folder()
    {
        Write(".cursor/mcp.json", """{"mcpServers":{"iru":{"command":"pwsh","args":["Start-IruMcpBridge"]}}}""");

        Assert.Equal(HostScope.User, Assert.Single(HostInspector.Inspect(Environment with { ProjectFolder = _home })).Scope);
    }

    [Fact]
    public void The_line_for_collectors_is_short_valid_and_says_when_it_is_cut()
    {
        var many = Enumerable.Range(0, 60).Select(i => new HostClient
        {
            Host = "Host" + i, DisplayName = "x", Scope = HostScope.User, Path = "/home/ada/x", Home = "/home/ada", EntryName = "iru", Url = Url,
            KeySource = KeySource.PlainText, Findings = [new HostFinding("PlainTextKey", Key, Key)],
        }).ToList();
        foreach (var (count, cut) in new[] { (0, false), (1, false), (5, false), (60, true) })
        {
            var line = HostSummary.Write([.. many.Take(count)], users: 2);
            var root = JsonNode.Parse(line)!;

            Assert.True(line.Length <= 2000, $"{line.Length}");
            Assert.DoesNotContain("\n", line);
            Assert.DoesNotContain("ada", line);
            Assert.DoesNotContain("CANARY", line);
            Assert.DoesNotContain("http", line);
            Assert.Equal((count, cut, 2), ((int)root["withIru"]!, (bool)root["truncated"]!, (int)root["users"]!));
            Assert.Equal(!cut, root["clients"]!.AsArray().Count == count);
        }
    }

    [Fact]
    public void People_have_homes_and_services_have_not()
    {
        var homes = UserHomes.Find(
            Environment with { Home = "/root", DirectoryExists = _ => true, FindDirectories = (folder, _) => folder == "/home" ? ["/home/ada", "/home/lost+found"] : [] },
            "root:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/usr/sbin:/bin/false\nada:x:1000:1000::/home/ada/:/bin/sh\nbob:x:1001:1001::/srv/bob:/bin/sh\nbroken\n");

        Assert.Equal(["/root", "/home/ada", "/srv/bob"], homes);
    }

    [Fact]
    public void A_rotation_replaces_the_former_values_in_every_form_and_touches_nothing_else()
    {
        const string NewKey = "sk_live:CANARYnew";
        const string NewUrl = "https://new.connect.iru.com/mcp";
        string New(string text) => text.Replace(Key, NewKey).Replace(Url, NewUrl).Replace("prof-1", "prof-2");
        var files = Entries.Select(entry => ((string)entry[0], (string)entry[2])).Where(entry => entry.Item2.Contains(Key)).DistinctBy(entry => entry.Item1).ToList();
        foreach (var (file, text) in files)
            Write(file, text);
        var current = new McpConfiguration(new Uri(NewUrl), new Secret(NewKey), "prof-2").After(HostSandbox.Configuration);

        var steps = HostRotation.Plan(current, Environment, "main");
        foreach (var step in steps)
            step.Change!.Apply();

        Assert.Equal(files.Count, steps.Count);
        foreach (var (file, text) in files)
            // TOML's single quotes become double ones where the value is another.
            Assert.Equal(New(text).Replace('\'', '"'), Read(file).Replace('\'', '"'));
        Assert.All(HostRotation.Plan(current, Environment, "main"), step => Assert.Equal(HostRotationState.UpToDate, step.State));
        Assert.DoesNotContain(Key, string.Concat(Directory.GetFiles(_home, "*", SearchOption.AllDirectories).Select(File.ReadAllText)));
    }

    [Fact]
    public void A_rotation_leaves_other_tenants_and_keys_of_their_own()
    {
        Write(".cursor/mcp.json", T("""{"mcpServers":{"iru":{"url":"<URL>","headers":{"X-API-Key":"sk_live:CANARYown","X-MCP-Profile":"prof-1"}}}}"""));
        Write(".codeium/windsurf/mcp_config.json", """{"mcpServers":{"iru-eu":{"serverUrl":"https://eu.connect.iru.com/mcp","headers":{"X-API-Key":"sk_live:CANARYeu","X-MCP-Profile":"p"}}}}""");
        Write(".lmstudio/mcp.json", """{"mcpServers":{"iru":{"command":"pwsh","args":["Start-IruMcpBridge","-Name","main"]}}}""");
        Write(".gemini/settings.json", T("""{"mcpServers":{"iru":{"httpUrl":"<URL>","headers":{"X-API-Key":"$A","X-MCP-Profile":"$B"}}}}"""));
        Write(".config/zed/settings.json", "{ broken, and none of ours");
        var current = HostSandbox.Configuration with { ApiKey = new Secret("sk_live:CANARYnew") };

        var states = HostRotation.Plan(current.After(HostSandbox.Configuration), Environment, "main").Select(step => $"{step.Client.Host}={step.State}");
        Assert.Equal(["Cursor=OtherKey", "GeminiCli=KeyElsewhere", "LMStudio=UpToDate"], states);

        var forced = HostRotation.Plan(current.After(HostSandbox.Configuration), Environment, "main", replaceOtherKeys: true);
        Assert.Equal(HostRotationState.Outdated, forced[0].State);
        forced[0].Change!.Apply();
        Assert.Contains("sk_live:CANARYnew", Read(".cursor/mcp.json"));
        Assert.Contains("CANARYeu", Read(".codeium/windsurf/mcp_config.json"));
    }

    [Fact]
    public void What_was_replaced_is_remembered_by_fingerprint_until_it_is_forgotten()
    {
        var first = HostSandbox.Configuration;
        var second = (first with { ApiKey = new Secret("sk_live:CANARYsecond") }).After(first);
        var third = (first with { ApiKey = new Secret("sk_live:CANARYthird") }).After(second);

        Assert.DoesNotContain(Key, third.ToSecretJson());
        Assert.DoesNotContain("CANARYsecond", third.ToSecretJson());
        var read = McpConfiguration.FromSecretJson(third.ToSecretJson());
        Assert.Equal(third.Replaced, read.Replaced);
        Assert.Equal(2, read.Replaced.Count);
        Assert.Equal(third, read);
        Assert.Equal(third.Replaced, third.After(third).Replaced);
        // Back to the first: what is current is not former.
        Assert.DoesNotContain(first.After(third).Replaced, former => former == ReplacedCredential.Of(first));
        Assert.DoesNotContain("replaced", first.ToSecretJson());
    }

    [Fact]
    public void A_running_client_that_writes_back_its_copy_is_not_written_under()
    {
        Write(".config/Claude/claude_desktop_config.json", "{}");
        var running = Environment with { RunningPrograms = name => name == "claude-desktop" ? ["/usr/lib/claude-desktop/claude-desktop"] : [] };
        var request = new HostExportRequest { Host = "ClaudeDesktop", KeySource = KeySource.Bridge, Bridge = HostSandbox.Bridge, Environment = running };

        Assert.Equal("IruMcp.ClientRunning", Assert.Throws<IruException>(HostConfiguration.Plan(request).Apply).Id);
        Assert.Equal("{}", Read(".config/Claude/claude_desktop_config.json"));
        var forced = HostConfiguration.Plan(request with { IgnoreRunning = true });
        Assert.Contains(forced.Warnings, warning => warning.Contains("running"));
        forced.Apply();

        // Claude Code has the same name.
        var other = Environment with { RunningPrograms = name => name == "claude" ? ["/usr/local/bin/claude"] : [] };
        HostConfiguration.PlanRemoval("ClaudeDesktop", environment: other).File.Apply();
        Assert.DoesNotContain("iru", Read(".config/Claude/claude_desktop_config.json"));
    }

    private static IReadOnlyDictionary<string, McpConfiguration> Saved() => new Dictionary<string, McpConfiguration> { ["main"] = HostSandbox.Configuration };

    private static string T(string text) => text.Replace("<HEADERS>", Headers).Replace("<URL>", Url).Replace("<KEY>", Key);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Read(string file) => System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(_home, file)));

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
