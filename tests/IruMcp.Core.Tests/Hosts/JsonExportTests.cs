using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

public sealed class JsonExportTests : IDisposable
{
    private const string Key = HostSandbox.Key;
    private const string Url = HostSandbox.Url;

    private const string CursorFresh = $$"""
        {
          "mcpServers": {
            "iru": {
              "url": "{{Url}}",
              "type": "http",
              "headers": {
                "X-API-Key": "{{Key}}",
                "X-MCP-Profile": "prof-1"
              }
            }
          }
        }

        """;

    private readonly HostSandbox _sandbox = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \r\n")]
    [InlineData("null")]
    [InlineData("{}\n")]
    [InlineData("{\n}\n")]
    [InlineData("{ }\n")]
    [InlineData("{\"mcpServers\": {}}\n", false)]
    [InlineData("{\n  \"mcpServers\": {}\n}\n")]
    [InlineData("{\n  \"mcpServers\": {\n  }\n}\n")]
    [InlineData("{\n  \"mcpServers\": null\n}\n")]
    public void Starts_from_next_to_nothing(string? before, bool laidOutTheSame = true)
    {
        var after = _sandbox.Export("Cursor", before);

        if (laidOutTheSame)
            Assert.Equal(CursorFresh, after);
        Assert.Equal(Compact(CursorFresh), Compact(after));
    }

    [Fact]
    public void Claude_Desktop_gets_the_form_of_the_article_on_each_system()
    {
        foreach (var (platform, command) in new[] { (HostPlatform.MacOS, "npx"), (HostPlatform.Linux, "npx"), (HostPlatform.Windows, @"C:\\Program Files\\nodejs\\npx.cmd") })
        {
            File.Delete(_sandbox.File);
            HostConfiguration.Plan(_sandbox.Request("ClaudeDesktop") with { Environment = HostSandbox.Environment(platform) }).Apply();

            Assert.Equal(
                $$"""
                {
                  "mcpServers": {
                    "iru": {
                      "command": "{{command}}",
                      "args": [
                        "-y",
                        "mcp-remote@0.15.1",
                        "{{Url}}",
                        "--header",
                        "X-API-Key:${IRU_X_API_KEY}",
                        "--header",
                        "X-MCP-Profile:${IRU_X_MCP_PROFILE}"
                      ],
                      "env": {
                        "IRU_X_API_KEY": "{{Key}}",
                        "IRU_X_MCP_PROFILE": "prof-1"
                      }
                    }
                  }
                }

                """,
                _sandbox.Text);
        }
    }

    public static TheoryData<string, string> Neighbours => new()
    {
        { "tabs and CRLF, no final line break", "{\r\n\t\"a\": [1, 2.50, 1e3],\r\n\t\"mcpServers\": {\r\n\t\t\"files\": {\r\n\t\t\t\"command\": \"x\"\r\n\t\t}|\r\n\t},\r\n\t\"z\": \"\\u00e9 < > & é 😀\"\r\n}" },
        { "four spaces, mcpServers in the middle", "{\n    \"b\": true,\n    \"mcpServers\": {\n        \"files\": {}|\n    },\n    \"big\": 9007199254740993\n}\n" },
        { "one line", "{\"x\":1,\"mcpServers\":{\"files\":{\"command\":\"x\"}|},\"y\":[]}" },
        { "one line with spaces", "{ \"mcpServers\": { \"files\": { \"command\": \"x\" }| }, \"y\": \"}\" }\n" },
        { "no mcpServers", "{\n  \"preferences\": {\n    \"mcpServers\": 1\n  }|\n}\n" },
        { "half a surrogate pair, braces in texts", "{\n  \"s\": \"\\ud800 }{ \\\" \",\n  \"mcpServers\": {\n    \"\\u0066iles\": null|\n  }\n}\n\n" },
        { "mixed layout", "{\"mcpServers\":{\n  \"files\": {}|}}" },
    };

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Adds_the_entry_and_changes_no_other_byte(string layout, string marked)
    {
        var place = marked.IndexOf('|');
        var before = marked.Remove(place, 1);

        var after = _sandbox.Export("Cursor", before);

        Assert.True(after.StartsWith(before.Substring(0, place), StringComparison.Ordinal), layout);
        Assert.True(after.EndsWith(before.Substring(place).TrimStart(), StringComparison.Ordinal), layout);
        Assert.Contains("\"iru\"", after.Substring(place));
        Assert.Equal(before.Contains("\r\n"), after.Contains("\r\n"));
        Assert.DoesNotContain("\n", after.Replace("\r\n", "").Replace("\n", before.Contains("\r\n") ? "\n" : ""));
        Assert.Equal(after, _sandbox.Export("Cursor", null, overwrite: true));
    }

    [Fact]
    public void Follows_tabs()
    {
        var after = _sandbox.Export("Cursor", "{\r\n\t\"mcpServers\": {\r\n\t\t\"files\": {}\r\n\t}\r\n}");

        Assert.Contains(",\r\n\t\t\"iru\": {\r\n\t\t\t\"url\": ", after);
        Assert.EndsWith("\r\n\t\t\t}\r\n\t\t}\r\n\t}\r\n}", after);
    }

    [Fact]
    public void Stays_on_one_line_where_the_file_does()
    {
        var after = _sandbox.Export("Cursor", "{\"mcpServers\":{\"a\":{}}}", KeySource.Environment);

        Assert.Equal(
            "{\"mcpServers\":{\"a\":{},\"iru\":{\"url\":\"" + Url + "\",\"type\":\"http\",\"headers\":{\"X-API-Key\":\"${env:IRU_X_API_KEY}\",\"X-MCP-Profile\":\"${env:IRU_X_MCP_PROFILE}\"}}}}",
            after);
    }

    [Fact]
    public void An_update_keeps_what_is_the_users_and_drops_the_key()
    {
        var before = $$"""
            {
              "mcpServers": {
                "iru": {
                  "disabled": true,
                  "command": "npx", "args": ["mcp-remote", "{{Url}}"],
                  "env": { "IRU_X_API_KEY": "{{Key}}", "NODE_OPTIONS": "--use-system-ca", "IRU_X_MCP_PROFILE": "old" },
                  "autoApprove": [ "get-devices" ],
                  "headers": { "x-api-key": "{{Key}}", "X-Trace": "on", "X-API-KEY": "{{Key}}" }
                },
                "other": { "headers": { "X-API-Key": "theirs" } }
              }
            }
            """;

        var plan = Plan("Cursor", before, KeySource.Environment);
        plan.Apply();

        Assert.Equal(
            $$"""
            {
              "mcpServers": {
                "iru": {
                  "disabled": true,
                  "env": { "NODE_OPTIONS": "--use-system-ca" },
                  "autoApprove": [ "get-devices" ],
                  "headers": { "x-api-key": "${env:IRU_X_API_KEY}", "X-Trace": "on", "X-MCP-Profile": "${env:IRU_X_MCP_PROFILE}" },
                  "url": "{{Url}}",
                  "type": "http"
                },
                "other": { "headers": { "X-API-Key": "theirs" } }
              }
            }
            """,
            _sandbox.Text);
        Assert.True(plan.IsUpdate);
        Assert.Contains(plan.Warnings, warning => warning.Contains("switched off"));
    }

    [Fact]
    public void Claude_Desktops_key_goes_with_the_environment_form()
    {
        _sandbox.Export("ClaudeDesktop", null);
        var after = _sandbox.Export("ClaudeDesktop", null, KeySource.Environment, overwrite: true);

        Assert.DoesNotContain("\"env\"", after);
        Assert.DoesNotContain("CANARY", after);
        Assert.Equal(after, _sandbox.Export("ClaudeDesktop", null, KeySource.Environment, overwrite: true));
        File.Delete(_sandbox.File);
        Assert.Equal(_sandbox.Export("ClaudeDesktop", null, KeySource.Environment), after);
    }

    [Theory]
    [InlineData("{\"mcpServers\": []}", "\"mcpServers\" in it is not an object")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{\"a\": 1", "not valid JSON from line 1, column 8")]
    [InlineData("{\n // c\n}", "a comment at line 2, column 2")]
    [InlineData("{\"a\": 1,}", "not valid JSON")]
    [InlineData("{\"mcpServers\":{},\n\"mcpServers\":{}}", "a second time at line 2, column 1")]
    [InlineData("{\"mcpServers\":{\"iru\":{},\"iru\":{}}}", "a second time")]
    [InlineData("{\"mcpServers\":{\"iru\":{\"url\":\"1\",\"url\":\"2\"}}}", "a second time")]
    [InlineData("sk_live:CANARY", "not valid JSON from line 1, column 1")]
    public void Refuses_what_it_cannot_edit_and_leaves_it(string before, string words)
    {
        var error = Assert.Throws<IruException>(() => _sandbox.Export("Cursor", before, overwrite: true));

        Assert.Equal("IruMcp.InvalidHostFile", error.Id);
        Assert.Contains(words, error.Message);
        Assert.DoesNotContain("CANARY", error.ToString());
        Assert.Equal(before, _sandbox.Text);
    }

    [Fact]
    public void An_existing_entry_needs_consent()
    {
        var before = _sandbox.Export("Cursor", null);

        Assert.Equal("IruMcp.EntryExists", Assert.Throws<IruException>(() => _sandbox.Export("Cursor", null)).Id);
        Assert.Equal(before, _sandbox.Text);
    }

    [Theory]
    [InlineData("Cursor", true)]
    [InlineData("ClaudeDesktop", false)]
    public void A_byte_order_mark_stays_unless_the_host_refuses_it(string host, bool stays)
    {
        var after = _sandbox.Export(host, "\uFEFF{\n}\n");

        Assert.Equal(stays, after.StartsWith('\uFEFF'));
    }

    private HostExportPlan Plan(string host, string before, KeySource source)
    {
        _sandbox.Text = before;
        return HostConfiguration.Plan(_sandbox.Request(host, source, overwrite: true));
    }

    private static string Compact(string json) => string.Concat(json.Where(character => !char.IsWhiteSpace(character)));

    public void Dispose() => _sandbox.Dispose();
}
