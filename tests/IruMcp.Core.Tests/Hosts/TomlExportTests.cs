using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

public sealed class TomlExportTests : IDisposable
{
    private const string Key = HostSandbox.Key;
    private const string Url = HostSandbox.Url;
    private const string PlainHeaders = $"http_headers = {{ \"X-API-Key\" = \"{Key}\", \"X-MCP-Profile\" = \"prof-1\" }}";
    private const string Variables = "env_http_headers = { \"X-API-Key\" = \"IRU_X_API_KEY\", \"X-MCP-Profile\" = \"IRU_X_MCP_PROFILE\" }";
    private const string Fresh = $"[mcp_servers.iru]\nenabled = true\nurl = \"{Url}\"\n{PlainHeaders}\n";

    private readonly HostSandbox _sandbox = new();

    public static TheoryData<string, string, string> Additions => new()
    {
        { "an empty file", "", Fresh },
        { "other settings", "model = \"o\" # mine\n", "model = \"o\" # mine\n\n" + Fresh },
        { "no final line break", "a = 1", "a = 1\n\n" + Fresh.TrimEnd() },
        { "an empty line at the end", "a = 1\n\n", "a = 1\n\n\n" + Fresh },
        { "CRLF", "a = 1\r\n", ("a = 1\n\n" + Fresh).Replace("\n", "\r\n") },
        { "a byte order mark", "\uFEFFa = 1\n", "\uFEFFa = 1\n\n" + Fresh },
        { "headers in a multi-line string", "s = \"\"\"\n[mcp_servers.iru]\nurl = 1\n\"\"\"\n", "s = \"\"\"\n[mcp_servers.iru]\nurl = 1\n\"\"\"\n\n" + Fresh },
        { "headers in comments and arrays", "# [mcp_servers.iru]\na = [\n  \"x\", # ]\n  'y',\n]\nd = 1979-05-27 07:32:00Z\n", "# [mcp_servers.iru]\na = [\n  \"x\", # ]\n  'y',\n]\nd = 1979-05-27 07:32:00Z\n\n" + Fresh },
        { "other servers, as table, dotted and in an array of tables", "mcp_servers.x.url = 'u'\n[[p]]\na.b = 1\n[[p]]\na.b = 2\n[mcp_servers.iruu]\nurl = 'v'\n", "mcp_servers.x.url = 'u'\n[[p]]\na.b = 1\n[[p]]\na.b = 2\n[mcp_servers.iruu]\nurl = 'v'\n\n" + Fresh },
    };

    [Theory]
    [MemberData(nameof(Additions))]
    public void Adds_a_table_and_changes_no_other_byte(string file, string before, string expected)
    {
        Assert.True(expected == _sandbox.Export("Codex", before), file);
        Assert.True(expected == _sandbox.Export("Codex", null, overwrite: true), "idempotent: " + file);
    }

    public static TheoryData<string, KeySource, string, string> Updates => new()
    {
        {
            "the same entry in another notation", KeySource.PlainText,
            $"[ mcp_servers . \"iru\" ] # mine\nurl = '{Url}'   # ours\ntool_timeout_sec = 90\nhttp_headers = {{ x-api-key = '{Key}', X-MCP-Profile = \"prof-1\" }}\nenabled = false\n",
            $"[ mcp_servers . \"iru\" ] # mine\nurl = '{Url}'   # ours\ntool_timeout_sec = 90\nhttp_headers = {{ x-api-key = '{Key}', X-MCP-Profile = \"prof-1\" }}\nenabled = false\n"
        },
        {
            "the key goes, other headers stay", KeySource.Environment,
            $"a = 1\n[mcp_servers.iru]\r\nurl = \"old\" # c\nhttp_headers = {{ \"X-API-Key\" = \"{Key}\", \"X-Trace\" = \"on\", \"X-MCP-Profile\" = \"p\" }}\n\n# next\n[z]\nb = 2\n",
            $"a = 1\n[mcp_servers.iru]\r\nurl = \"{Url}\" # c\nhttp_headers = {{ \"X-Trace\" = \"on\" }}\n{Variables}\n\n# next\n[z]\nb = 2\n"
        },
        {
            "sub-table", KeySource.Environment,
            $"[mcp_servers.iru]\nurl = \"{Url}\"\n\n[mcp_servers.iru.http_headers]\nX-API-Key = \"{Key}\"\nX-MCP-Profile = \"p\"\n\n[mcp_servers.iru.tools.a]\napproval_mode = \"prompt\"\n",
            $"[mcp_servers.iru]\nurl = \"{Url}\"\n{Variables}\n\n\n[mcp_servers.iru.tools.a]\napproval_mode = \"prompt\"\n"
        },
        {
            "sub-table alone", KeySource.PlainText,
            $"[mcp_servers.iru.http_headers]\nX-MCP-Profile = \"prof-1\"\n",
            $"[mcp_servers.iru]\nurl = \"{Url}\"\n\n[mcp_servers.iru.http_headers]\nX-MCP-Profile = \"prof-1\"\nX-API-Key = \"{Key}\"\n"
        },
        {
            "environment to plain text", KeySource.PlainText,
            $"[mcp_servers.iru]\nurl = \"{Url}\"\n{Variables}\nenabled_tools = [\n  'a',\n]",
            $"[mcp_servers.iru]\nurl = \"{Url}\"\nenabled_tools = [\n  'a',\n]\n{PlainHeaders}"
        },
        {
            "dotted keys", KeySource.PlainText,
            "[mcp_servers]\n  iru.url = \"old\"\n  iru.http_headers.X-API-Key = \"old\"\nother.url = \"u\"\n",
            $"[mcp_servers]\n  iru.url = \"{Url}\"\n  iru.http_headers.X-API-Key = \"{Key}\"\n  iru.http_headers.X-MCP-Profile = \"prof-1\"\nother.url = \"u\"\n"
        },
        {
            "dotted keys at the top", KeySource.Environment,
            "mcp_servers.iru.url = \"old\"\nx = 1\n",
            $"mcp_servers.iru.url = \"{Url}\"\nmcp_servers.iru.{Variables}\nx = 1\n"
        },
        {
            "a stdio entry becomes an http one", KeySource.PlainText,
            $"[mcp_servers.iru]\ncommand = \"npx\"\nargs = [\n  \"mcp-remote\",\n]\nstartup_timeout_sec = 20\n[mcp_servers.iru.env]\nIRU_X_API_KEY = \"{Key}\"\n[b]\n",
            $"[mcp_servers.iru]\nstartup_timeout_sec = 20\nurl = \"{Url}\"\n{PlainHeaders}\n[b]\n"
        },
        {
            "dotted keys of another form only", KeySource.PlainText,
            "[mcp_servers]\niru.command = \"npx\"\n[z]\n",
            $"[mcp_servers]\niru.url = \"{Url}\"\niru.{PlainHeaders}\n[z]\n"
        },
        {
            "the last line goes, and no line break comes", KeySource.PlainText,
            $"[mcp_servers.iru]\nurl = \"{Url}\"\n{PlainHeaders}\n\n[mcp_servers.iru.env]\nA = '1'",
            $"[mcp_servers.iru]\nurl = \"{Url}\"\n{PlainHeaders}"
        },
        { "an empty table", KeySource.PlainText, "[mcp_servers.iru]", $"[mcp_servers.iru]\nurl = \"{Url}\"\n{PlainHeaders}" },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void Updates_only_its_own_lines(string entry, KeySource source, string before, string expected)
    {
        Assert.Equal(expected, _sandbox.Export("Codex", before, source, overwrite: true));
        Assert.True(expected == _sandbox.Export("Codex", null, source, overwrite: true), "idempotent: " + entry);
    }

    [Theory]
    [InlineData("mcp_servers = { a = { url = 'x' } }\n", "inline table { } at line 1, column 1")]
    [InlineData("[mcp_servers]\niru = { url = 'x' }\n", "such as [mcp_servers.iru]")]
    [InlineData("mcp_servers = 3\n", "not an object")]
    [InlineData("[[mcp_servers.iru]]\nurl = 'x'\n", "array of tables")]
    [InlineData("[mcp_servers.iru]\n[mcp_servers.iru]\n", "line 2")]
    [InlineData("[mcp_servers.iru]\nurl = 'a'\nurl = 'b'\n", "line 3")]
    [InlineData("a = sk_live:CANARY\n", "not valid TOML from line 1, column 5")]
    [InlineData("a = \"CANARY\nb = 1\n", "not valid TOML from line 1, column 12")]
    [InlineData("a = [1, 2\n", "not valid TOML")]
    [InlineData("a = 1 b = 2\n", "not valid TOML from line 1, column 7")]
    [InlineData("{\"mcpServers\":{}}", "not valid TOML")]
    public void Refuses_what_it_cannot_edit_and_leaves_it(string before, string words)
    {
        var error = Assert.Throws<IruException>(() => _sandbox.Export("Codex", before, overwrite: true));

        Assert.Equal("IruMcp.InvalidHostFile", error.Id);
        Assert.Contains(words, error.Message);
        Assert.DoesNotContain("CANARY", error.ToString());
        Assert.Equal(before, _sandbox.Text);
    }

    [Theory]
    [InlineData("iru:eu/1", "[mcp_servers.\"iru:eu/1\"]")]
    [InlineData("a.b", "[mcp_servers.\"a.b\"]")]
    [InlineData("iru_mcp", "[mcp_servers.iru_mcp]")]
    public void Quotes_a_name_where_toml_asks_for_it(string name, string header)
    {
        HostConfiguration.Plan(_sandbox.Request("Codex") with { EntryName = name }).Apply();

        Assert.StartsWith(header + "\n", _sandbox.Text);
        Assert.Equal("IruMcp.EntryExists", Assert.Throws<IruException>(() => HostConfiguration.Plan(_sandbox.Request("Codex") with { EntryName = name })).Id);
    }

    public void Dispose() => _sandbox.Dispose();
}
