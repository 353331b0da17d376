using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

public sealed class HostCatalogueTests
{
    private const string Local = @"C:\Users\ada\AppData\Local";
    private const string Packages = Local + @"\Packages";
    private const string Packaged = Packages + @"\Claude_pzs8sxrjxfjjc";
    private const string Classic = @"C:\Users\ada\AppData\Roaming\Claude";

    [Theory]
    [InlineData("ClaudeDesktop", HostPlatform.MacOS, "/home/ada/Library/Application Support/Claude/claude_desktop_config.json")]
    [InlineData("ClaudeDesktop", HostPlatform.Linux, "/home/ada/.config/Claude/claude_desktop_config.json")]
    [InlineData("Cursor", HostPlatform.MacOS, "/home/ada/.cursor/mcp.json")]
    [InlineData("codex", HostPlatform.Linux, "/home/ada/.codex/config.toml")]
    public void Knows_each_hosts_own_file(string host, HostPlatform platform, string expected) =>
        Assert.Equal([expected], HostCatalogue.Find(host).Locations(HostSandbox.Environment(platform)));

    [Fact]
    public void Knows_the_files_on_windows()
    {
        Assert.Equal([@"C:\Users\ada\.cursor\mcp.json"], HostCatalogue.Find("Cursor").Locations(Windows()));
        Assert.Equal([@"C:\Users\ada\.codex\config.toml"], HostCatalogue.Find("Codex").Locations(Windows()));
        Assert.Equal([Classic + @"\claude_desktop_config.json"], HostCatalogue.Find("ClaudeDesktop").Locations(Windows()));
    }

    [Fact]
    public void A_packaged_claude_desktop_has_its_own_folder()
    {
        var places = HostCatalogue.Find("ClaudeDesktop").Locations(Windows(Packaged + @"\LocalCache\Roaming"));

        Assert.Equal([Packaged + @"\LocalCache\Roaming\Claude\claude_desktop_config.json"], places);
    }

    [Fact]
    public void What_a_classic_claude_desktop_left_behind_does_not_count()
    {
        var places = HostCatalogue.Find("ClaudeDesktop").Locations(Windows(Packaged + @"\LocalCache\Roaming", Classic));

        Assert.Equal([Packaged + @"\LocalCache\Roaming\Claude\claude_desktop_config.json"], places);
    }

    [Fact]
    public void What_a_program_left_behind_is_read_where_it_exists()
    {
        var left = Classic + @"\claude_desktop_config.json";
        var windows = Windows(Packaged + @"\LocalCache\Roaming", Classic) with { FileExists = file => file == left };

        var paths = HostInspector.Inspect(windows, host: "ClaudeDesktop").Select(client => client.Path);

        Assert.Equal([Packaged + @"\LocalCache\Roaming\Claude\claude_desktop_config.json", left], paths);
    }

    [Fact]
    public void Several_possible_files_are_an_error_and_not_a_guess()
    {
        var request = new HostExportRequest
        {
            Host = "ClaudeDesktop",
            KeySource = KeySource.Environment,
            Url = new Uri(HostSandbox.Url),
            Environment = Windows(Packaged + @"\LocalCache\Roaming", Classic, Local + @"\AnthropicClaude"),
        };

        var error = Assert.Throws<IruException>(() => HostConfiguration.Plan(request));

        Assert.Equal("IruMcp.HostFileAmbiguous", error.Id);
        Assert.Contains(Classic, error.Message);
        Assert.Contains(Packaged, error.Message);
    }

    [Fact]
    public void Codex_home_moves_the_file()
    {
        HostEnvironment With(string value) => HostSandbox.Environment() with { GetVariable = name => name == "CODEX_HOME" ? value : null };

        Assert.Equal(["/srv/codex/config.toml"], HostCatalogue.Find("Codex").Locations(With("/srv/codex/")));
        Assert.Equal("IruMcp.HostFileUnknown", Assert.Throws<IruException>(() => HostCatalogue.Find("Codex").Locations(With("codex"))).Id);
    }

    [Fact]
    public void An_account_without_a_home_folder_needs_a_path()
    {
        var request = new HostExportRequest
        {
            Host = "Cursor", KeySource = KeySource.Environment, Url = new Uri(HostSandbox.Url), Environment = HostSandbox.Environment() with { Home = "" },
        };

        Assert.Equal("IruMcp.HostFileUnknown", Assert.Throws<IruException>(() => HostConfiguration.Plan(request)).Id);
    }

    [Theory]
    [InlineData("Codex", "Iru MCP")]
    [InlineData("Codex", "")]
    [InlineData("Cursor", " iru")]
    [InlineData("Cursor", "i\nru")]
    public void Refuses_a_name_that_the_host_would_not_start(string host, string name)
    {
        using var sandbox = new HostSandbox();

        Assert.Equal("IruMcp.InvalidEntryName", Assert.Throws<IruException>(() => HostConfiguration.Plan(sandbox.Request(host) with { EntryName = name })).Id);
    }

    [Theory]
    [InlineData("0.0.4", false)]
    [InlineData("0.0.5", true)]
    [InlineData("0.1.13", true)]
    [InlineData("0.1.15", true)]
    [InlineData("0.1.16-beta.1", true)]
    [InlineData("0.1.16", false)]
    [InlineData(McpRemote.DefaultVersion, false)]
    [InlineData("latest", false)]
    public void Knows_the_vulnerable_versions_of_mcp_remote(string version, bool vulnerable)
    {
        using var sandbox = new HostSandbox();
        var plan = HostConfiguration.Plan(sandbox.Request("ClaudeDesktop") with { McpRemoteVersion = version });

        Assert.Equal(vulnerable, plan.Warnings.Any(warning => warning.Contains("CVE-2025-6514")));
    }

    [Theory]
    [InlineData("1.0 & calc")]
    [InlineData("^0.1.0")]
    [InlineData("")]
    public void Refuses_a_version_that_is_none(string version)
    {
        using var sandbox = new HostSandbox();

        Assert.Equal("IruMcp.InvalidMcpRemoteVersion", Assert.Throws<IruException>(() => HostConfiguration.Plan(sandbox.Request("ClaudeDesktop") with { McpRemoteVersion = version })).Id);
    }

    [Fact]
    public void Refuses_a_url_that_the_windows_command_shell_would_take_apart()
    {
        using var sandbox = new HostSandbox();
        var request = sandbox.Request("ClaudeDesktop", KeySource.Environment) with { Configuration = null, Url = new Uri("https://acme.example/mcp?a=1&calc") };

        Assert.Equal("IruMcp.InvalidExport", Assert.Throws<IruException>(() => HostConfiguration.Plan(request with { Environment = Windows() })).Id);
        HostConfiguration.Plan(request);
    }

    [Fact]
    public void The_plan_shows_four_characters_of_the_key_and_writes_nothing()
    {
        using var sandbox = new HostSandbox();
        foreach (var host in new[] { "ClaudeDesktop", "Cursor", "Codex" })
        {
            foreach (var source in new[] { KeySource.PlainText, KeySource.Environment })
            {
                var plan = HostConfiguration.Plan(sandbox.Request(host, source));
                var said = string.Join("\n", [plan.MaskedEntryText, plan.ToString(), .. plan.Notes, .. plan.Warnings]);

                Assert.DoesNotContain("CANARY", said);
                Assert.DoesNotContain("9wxyz", said);
                Assert.Equal(source == KeySource.PlainText, plan.MaskedEntryText.Contains("****wxyz"));
                Assert.Equal(source == KeySource.Environment, string.Concat(plan.Notes).Contains("IRU_X_API_KEY"));
                Assert.Contains(HostSandbox.Url, plan.MaskedEntryText);
                Assert.False(File.Exists(sandbox.File));
            }
        }
    }

    [Fact]
    public void Says_what_claude_desktop_does_with_environment_variables()
    {
        using var sandbox = new HostSandbox();

        Assert.Contains("short list", Assert.Single(HostConfiguration.Plan(sandbox.Request("ClaudeDesktop", KeySource.Environment)).Warnings));
    }

    private static HostEnvironment Windows(params string[] folders) => new()
    {
        Platform = HostPlatform.Windows,
        Home = @"C:\Users\ada",
        AppData = @"C:\Users\ada\AppData\Roaming",
        LocalAppData = Local,
        DirectoryExists = folder => folders.Contains(folder),
        FindDirectories = (parent, _) => parent == Packages && folders.Any(folder => folder.StartsWith(Packaged, StringComparison.Ordinal)) ? [Packaged] : [],
    };
}
