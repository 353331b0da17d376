using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>What each row of the table writes, and how it treats what it finds.</summary>
public sealed class HostRowTests : IDisposable
{
    private const string Url = HostSandbox.Url;
    private const string Bridge = """["-NoProfile","-NonInteractive","-Command","IruMcp\\Start-IruMcpBridge","-Name","iru"]""";
    private const string Plain = $$"""{"X-API-Key":"{{HostSandbox.Key}}","X-MCP-Profile":"prof-1"}""";
    private const string Braced = """{"X-API-Key":"${IRU_X_API_KEY}","X-MCP-Profile":"${IRU_X_MCP_PROFILE}"}""";
    private const string Prefixed = """{"X-API-Key":"${env:IRU_X_API_KEY}","X-MCP-Profile":"${env:IRU_X_MCP_PROFILE}"}""";
    private const string Asked = """{"X-API-Key":"${input:iru-api-key}","X-MCP-Profile":"${input:iru-mcp-profile}"}""";

    private readonly HostSandbox _sandbox = new();

    public static TheoryData<string, KeySource, string> Entries
    {
        get
        {
            var entries = new TheoryData<string, KeySource, string>();
            var stdio = $$"""{"command":"/usr/bin/pwsh","args":{{Bridge}}}""";
            var typed = $$"""{"type":"stdio","command":"/usr/bin/pwsh","args":{{Bridge}}}""";
            foreach (var host in new[] { "ClaudeDesktop", "Cursor", "GeminiCli", "Windsurf", "LMStudio" })
                entries.Add(host, KeySource.Bridge, stdio);
            foreach (var host in new[] { "ClaudeCode", "VSCode", "VisualStudio" })
                entries.Add(host, KeySource.Bridge, typed);
            entries.Add("CopilotCli", KeySource.Bridge, $$"""{"type":"stdio","command":"/usr/bin/pwsh","args":{{Bridge}},"tools":["*"]}""");
            entries.Add("Zed", KeySource.Bridge, $$"""{"command":"/usr/bin/pwsh","args":{{Bridge}},"source":"custom"}""");
            entries.Add("OpenCode", KeySource.Bridge, $$"""{"type":"local","command":["/usr/bin/pwsh",{{Bridge[1..]}},"enabled":true,"timeout":30000}""");

            foreach (var (source, headers) in new[] { (KeySource.PlainText, Plain), (KeySource.Environment, Prefixed) })
            {
                entries.Add("Cursor", source, $$"""{"url":"{{Url}}","type":"http","headers":{{headers}}}""");
                entries.Add("VSCode", source, $$"""{"url":"{{Url}}","type":"http","headers":{{headers}}}""");
                entries.Add("Windsurf", source, $$"""{"serverUrl":"{{Url}}","headers":{{headers}}}""");
            }

            foreach (var (source, headers) in new[] { (KeySource.PlainText, Plain), (KeySource.Environment, Braced) })
            {
                entries.Add("ClaudeCode", source, $$"""{"url":"{{Url}}","type":"http","headers":{{headers}}}""");
                entries.Add("CopilotCli", source, $$"""{"url":"{{Url}}","type":"http","headers":{{headers}},"tools":["*"]}""");
                entries.Add("GeminiCli", source, $$"""{"httpUrl":"{{Url}}","headers":{{headers}}}""");
            }

            foreach (var (source, headers) in new[] { (KeySource.PlainText, Plain), (KeySource.Environment, Braced.Replace("${", "{env:")) })
                entries.Add("OpenCode", source, $$"""{"url":"{{Url}}","type":"remote","headers":{{headers}},"enabled":true,"oauth":false}""");
            entries.Add("VisualStudio", KeySource.PlainText, $$"""{"url":"{{Url}}","type":"http","headers":{{Plain}}}""");
            entries.Add("Zed", KeySource.PlainText, $$"""{"url":"{{Url}}","type":"http","headers":{{Plain}},"source":"custom"}""");
            entries.Add("LMStudio", KeySource.PlainText, $$"""{"url":"{{Url}}","headers":{{Plain}}}""");
            entries.Add("VSCode", KeySource.Prompt, $$"""{"url":"{{Url}}","type":"http","headers":{{Asked}}}""");
            entries.Add("VisualStudio", KeySource.Prompt, $$"""{"url":"{{Url}}","type":"http","headers":{{Asked}}}""");
            return entries;
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Each_client_gets_its_own_form_in_a_new_file(string host, KeySource source, string expected)
    {
        var root = JsonNode.Parse(_sandbox.Export(host, null, source))!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), root[TopKeyOf(host)]!["iru"]), root.ToJsonString());
        Assert.Equal(source == KeySource.Prompt ? 2 : 1, root.AsObject().Count);
        Assert.Equal(source == KeySource.PlainText, root.ToJsonString().Contains("CANARY"));
    }

    [Fact]
    public void Codex_gets_a_table_that_starts_the_bridge() => Assert.Equal(
        $"[mcp_servers.iru]\ncommand = \"/usr/bin/pwsh\"\nargs = {Bridge.Replace(",", ", ")}\nenabled = true\nstartup_timeout_sec = 30\n",
        _sandbox.Export("Codex", null, KeySource.Bridge));

    [Fact]
    public void Every_form_of_every_client_is_covered()
    {
        var covered = Entries.Select(entry => ((string)entry[0], (KeySource)entry[1])).ToHashSet();
        foreach (var row in HostCatalogue.Rows.Where(row => row.Name is not ("Codex" or "ClaudeDesktop")))
        {
            foreach (var source in Possible(row))
                Assert.Contains((row.Name, source), covered);
        }
    }

    [Fact]
    public void A_source_of_the_key_that_the_client_does_not_know_is_refused_with_what_to_do()
    {
        foreach (var row in HostCatalogue.Rows)
        {
            foreach (var source in Enum.GetValues<KeySource>().Except(Possible(row)))
            {
                var error = Assert.Throws<IruException>(() => _sandbox.Export(row.Name, null, source));

                Assert.Equal("IruMcp.InvalidExport", error.Id);
                Assert.Contains("-KeySource Bridge", error.NextStep);
                Assert.False(File.Exists(_sandbox.File));
            }
        }
    }

    [Fact]
    public void From_any_form_to_any_other_nothing_of_the_former_one_is_left_and_the_users_own_keys_stay()
    {
        foreach (var row in HostCatalogue.Rows)
        {
            foreach (var first in Possible(row))
            {
                foreach (var second in Possible(row))
                {
                    File.Delete(_sandbox.File);
                    _sandbox.Export(row.Name, null, first);
                    _sandbox.Text = row.Format == HostFormat.Toml
                        ? _sandbox.Text + "own = 1\n"
                        : _sandbox.Text.Replace("\"iru\": {", "\"iru\": {\n      \"own\": 1,");
                    var after = _sandbox.Export(row.Name, null, second, overwrite: true);
                    Assert.Contains(row.Format == HostFormat.Toml ? "own = 1" : "\"own\": 1", after);

                    // Without that key it is what a new file would be, but for the order of keys.
                    var withoutOwn = after.Replace("\n      \"own\": 1,", "").Replace("own = 1\n", "");
                    File.Delete(_sandbox.File);
                    var fresh = _sandbox.Export(row.Name, null, second);
                    foreach (var once in OnceOf(row, first).Except(OnceOf(row, second)))
                        withoutOwn = withoutOwn.Replace(once, "");
                    Assert.True(Sorted(fresh, row) == Sorted(withoutOwn, row), $"{row.Name}, {first} to {second}:\n{after}");
                }
            }
        }
    }

    public static TheoryData<string> AllHosts => [.. HostCatalogue.Names];

    [Theory]
    [MemberData(nameof(AllHosts))]
    public void An_entry_comes_and_goes_and_leaves_every_other_byte_alone(string host)
    {
        var row = HostCatalogue.Find(host);
        foreach (var before in BeforesOf(row))
        {
            foreach (var source in Possible(row))
            {
                var with = _sandbox.Export(host, before, source);
                AssertOnlyAdded(before, with, row);
                Assert.Equal("IruMcp.EntryExists", Assert.Throws<IruException>(() => _sandbox.Export(host, null, source)).Id);
                Assert.Equal(with, _sandbox.Export(host, null, source, overwrite: true));

                HostConfiguration.PlanRemoval(host, path: _sandbox.File, environment: HostSandbox.Environment()).File.Apply();
                Assert.Equal(WithoutMark(before, row), _sandbox.Text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllHosts))]
    public void A_broken_file_is_refused_and_stays(string host)
    {
        var row = HostCatalogue.Find(host);
        foreach (var broken in row.Format == HostFormat.Toml ? ["a = ", "[mcp_servers", "a = 1\na = 2\n"] : new[] { "{ \"a\": ", "[]", "{\"" + row.TopKey + "\": 1}", "{} x" })
        {
            Assert.Equal("IruMcp.InvalidHostFile", Assert.Throws<IruException>(() => _sandbox.Export(host, broken, KeySource.Bridge)).Id);
            Assert.Contains(Assert.Throws<IruException>(() => _sandbox.Remove(host)).Id, new[] { "IruMcp.InvalidHostFile", "IruMcp.EntryNotFound" });
            Assert.Equal(broken, _sandbox.Text);
        }

        if (row.Format == HostFormat.Json)
            Assert.Equal("IruMcp.InvalidHostFile", Assert.Throws<IruException>(() => _sandbox.Export(host, "{ // c\n}", KeySource.Bridge)).Id);
    }

    [Theory]
    [MemberData(nameof(AllHosts))]
    public void A_name_that_the_client_would_not_take_is_refused(string host)
    {
        foreach (var name in new[] { "", " ", "a\nb", new string('x', 2) + "\u0000" })
            Assert.Equal("IruMcp.InvalidEntryName", Assert.Throws<IruException>(() => HostConfiguration.Plan(_sandbox.Request(host) with { EntryName = name })).Id);
    }

    [Fact]
    public void Inputs_are_added_once_and_go_with_the_last_entry_that_asks_for_them()
    {
        foreach (var before in new[]
        {
            "{\n  // mine\n  \"inputs\": [ {\"id\": \"theirs\"} ],\n  \"servers\": {}\n}\n",
            "{\"inputs\":[{\"id\":\"theirs\"},],\"servers\":{}}",
            "{\n\t\"servers\": {},\n\t\"inputs\": [\n\t\t{ \"id\": \"theirs\" } // last\n\t]\n}\n",
            "{\n  \"servers\": {}\n}\n",
        })
        {
            _sandbox.Export("VSCode", before, KeySource.Prompt);
            HostConfiguration.Plan(_sandbox.Request("VSCode", KeySource.Prompt) with { EntryName = "two" }).Apply();
            string[] Ids() => [.. (JsonNode.Parse(_sandbox.Text, documentOptions: Lenient)!["inputs"]?.AsArray() ?? []).Select(input => (string)input!["id"]!)];
            var theirs = before.Contains("theirs") ? ["theirs"] : Array.Empty<string>();
            Assert.Equal([.. theirs, "iru-api-key", "iru-mcp-profile"], Ids());

            HostConfiguration.PlanRemoval("VSCode", path: _sandbox.File, entryName: "two").File.Apply();
            Assert.Equal([.. theirs, "iru-api-key", "iru-mcp-profile"], Ids());
            _sandbox.Export("VSCode", null, KeySource.Bridge, overwrite: true);
            Assert.Equal(theirs, Ids());
            foreach (var comment in new[] { "// mine", "// last" }.Where(comment => before.Contains(comment)))
                Assert.Contains(comment, _sandbox.Text);
        }
    }

    private static JsonDocumentOptions Lenient => new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static IReadOnlyList<KeySource> Possible(HostRow row) =>
    [
        KeySource.Bridge, KeySource.PlainText, .. row.Variable is null ? Array.Empty<KeySource>() : [KeySource.Environment], .. row.HasInputs ? [KeySource.Prompt] : Array.Empty<KeySource>(),
    ];

    // What is written with a new entry only, and is the user's from then on.
    private static IEnumerable<string> OnceOf(HostRow row, KeySource source) => (row.Name, source) switch
    {
        ("Codex", KeySource.Bridge) => ["startup_timeout_sec = 30\n"],
        ("OpenCode", KeySource.Bridge) => ["\n      \"timeout\": 30000,", ",\n      \"timeout\": 30000"],
        _ => [],
    };

    private static string TopKeyOf(string host) => HostCatalogue.Find(host).TopKey;

    private static IEnumerable<string> BeforesOf(HostRow row)
    {
        if (row.Format == HostFormat.Toml)
        {
            return
            [
                "a = 1 # c\n", "a = 1", "a = 1\n\n", "# c\r\n\r\n[b]\r\nx = 'y'\r\n", "\uFEFFa = 1\n",
                "[mcp_servers.other]\n\tcommand = \"x\"\n\n[z]\n", "[mcp_servers.iru2]\nurl = 'u'\n# end",
            ];
        }

        var top = row.TopKey;
        var strict = new[]
        {
            $"{{\n  \"{top}\": {{\n    \"other\": {{}}\n  }},\n  \"z\": 1.50\n}}\n",
            $"{{\"a\":1,\"{top}\":{{\"other\":{{\"x\":[ ]}}}}}}",
            $"{{\r\n\t\"{top}\": {{\r\n\t\t\"other\": {{ }}\r\n\t}}\r\n}}",
            $"\uFEFF{{\n    \"{top}\": {{\n        \"other\": {{}}\n    }}\n}}\n",
            $"{{ \"{top}\": {{ \"iru2\": {{\"url\": \"u\"}} }}, \"y\": \"\\u00e9 😀\" }}\n",
            $"{{\n  \"{top}\": {{}}\n}}\n",
        };
        return row.Format == HostFormat.Json ? strict :
        [
            .. strict,
            $"{{\n  // a\n  \"{top}\": {{ /* b */\n    \"other\": {{}}, // c\n  }}, // d\n}} // e\n",
            $"{{\n  \"{top}\": {{\n    \"other\": {{}} // c\n    // end\n  }}\n}}\n",
        ];
    }

    private static string WithoutMark(string before, HostRow row) => row.RefusesByteOrderMark ? before.TrimStart('\uFEFF') : before;

    // But for a list of inputs, which comes beside the servers, there is one piece more than before.
    private static void AssertOnlyAdded(string before, string after, HostRow row)
    {
        before = WithoutMark(before, row);
        var left = 0;
        while (left < before.Length && left < after.Length && before[left] == after[left])
            left++;

        var rest = before[left..].Where(character => !char.IsWhiteSpace(character));
        var pieces = new Queue<char>(after[left..]);
        foreach (var character in rest)
        {
            while (pieces.Count > 0 && pieces.Peek() != character)
                pieces.Dequeue();
            Assert.True(pieces.Count > 0, $"{row.Name}: '{character}' is gone from\n{before}\nin\n{after}");
            pieces.Dequeue();
        }
    }

    private static string Sorted(string text, HostRow row)
    {
        if (row.Format == HostFormat.Toml)
            return string.Join("\n", text.Split('\n').Order(StringComparer.Ordinal));

        var entry = JsonNode.Parse(text)![row.TopKey]!["iru"]!.AsObject();
        return string.Join("\n", entry.Select(member => member.Key + "=" + member.Value!.ToJsonString()).Order(StringComparer.Ordinal))
            + JsonNode.Parse(text)!["inputs"]?.ToJsonString();
    }

    public void Dispose() => _sandbox.Dispose();
}
