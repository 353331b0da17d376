using IruMcp.Configuration;

namespace IruMcp.Core.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    private const string Key = "sk_live:CANARY0123456789wxyz";
    private const string Url = "https://acme.connect.iru.com/mcp-server/connector/kandji/tools";
    private const string Server = $$$"""{"url":"{{{Url}}}","type":"http","headers":{"X-API-Key":"{{{Key}}}","X-MCP-Profile":"prof-1"}}""";
    private const string Complete = $$$"""{"mcpServers":{"iru":{{{Server}}}}}""";
    private const string OtherServer = """{"url":"https://example.com/mcp","headers":{"X-API-Key":"other","X-MCP-Profile":"other"}}""";

    private const string ClaudeDesktop = $$"""
        {
          "mcpServers": {
            "files": { "command": "npx", "args": ["-y", "server-filesystem", "/tmp"] },
            "iru": {
              "command": "C:\\Program Files\\nodejs\\npx.cmd",
              "args": ["-y", "mcp-remote@0.1.13", "{{Url}}", "--header", "X-API-Key:${IRU_X_API_KEY}", "--header", "X-MCP-Profile:${IRU_X_MCP_PROFILE}"],
              "env": { "IRU_X_API_KEY": "{{Key}}", "IRU_X_MCP_PROFILE": "prof-1" }
            }
          },
          "preferences": { "quickEntry": true }
        }
        """;

    public static TheoryData<string, string> Forms => new()
    {
        { "the mcpServers JSON", Complete },
        { "VS Code's servers key", $$$"""{"servers":{"iru":{{{Server}}}},"inputs":[]}""" },
        { "a server object on its own", Server },
        { "a fragment copied as the article says", "\"iru\": " + Server },
        { "a fragment with the comma behind it", "  \"iru\": " + Server + ",\n" },
        { "own secret JSON", $$$"""{"url":"{{{Url}}}","apiKey":"{{{Key}}}","profile":"prof-1"}""" },
        { "Claude Desktop's form", ClaudeDesktop },
        { "Claude Desktop's form with literal headers", $$$$"""{"mcpServers":{"iru":{"command":"npx","args":["mcp-remote","{{{{Url}}}}","--header","x-api-key: {{{{Key}}}}","--header","X-MCP-PROFILE:prof-1"]}}}""" },
        { "Codex's table", $"[mcp_servers.iru_mcp]\nenabled = true\nurl = \"{Url}\"\nhttp_headers = {{ \"X-API-Key\" = \"{Key}\", \"X-MCP-Profile\" = \"prof-1\" }}\n" },
        { "Codex's sub-table and other settings, with CRLF", $"# mine\r\nmodel = \"o\"\r\n[mcp_servers.iru_mcp]\r\nurl = '{Url}'\r\n[mcp_servers.iru_mcp.http_headers]\r\nX-API-Key = \"{Key}\"\r\nx-mcp-profile = \"prof-1\"\r\n" },
        { "Codex's lines without the header", $"url = \"{Url}\"\nhttp_headers = {{ X-API-Key = \"{Key}\", X-MCP-Profile = \"prof-1\" }}" },
        { "Codex's inline table", $"mcp_servers = {{ iru = {{ url = \"{Url}\", http_headers = {{ X-API-Key = \"{Key}\", X-MCP-Profile = \"prof-1\" }} }} }}" },
        { "header names in other cases", Complete.Replace("X-API-Key", "x-api-KEY").Replace("X-MCP-Profile", "x-mcp-profile") },
        { "spaces around every value", Complete.Replace(Key, "  " + Key + "\\t").Replace("prof-1", " prof-1 ").Replace(Url, " " + Url + " ") },
        { "a byte order mark and line breaks around it", "\uFEFF\r\n\r\n" + Complete + "\r\n\r\n" },
        { "another server beside it", $$$"""{"mcpServers":{"previous":{{{OtherServer}}},"iru":{{{Server}}}}}""" },
        { "an unusual name beside another", $$$"""{"mcpServers":{"previous":{{{OtherServer}}},"mdm":{{{Server}}}}}""" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Reads_every_documented_form(string form, string text)
    {
        var configuration = ConfigurationReader.Read(text);

        Assert.True(configuration == new McpConfiguration(new Uri(Url), new Secret(Key), "prof-1"), form);
        Assert.Empty(configuration.Warnings);
    }

    public static TheoryData<string, string, string> Problems => new()
    {
        { "", "IruMcp.InvalidConfiguration", "empty" },
        { " \uFEFF\r\n", "IruMcp.InvalidConfiguration", "empty" },
        { "<!DOCTYPE html><html></html>", "IruMcp.InvalidConfiguration", "web page" },
        { Key, "IruMcp.InvalidConfiguration", "only the key" },
        { $"\"{Key}\",", "IruMcp.InvalidConfiguration", "only the key" },
        { "X-API-Key: " + Key, "IruMcp.InvalidConfiguration", "only headers" },
        { Url, "IruMcp.InvalidConfiguration", "only the URL" },
        { "2f1d0c3a-9c55-4a3e-8d4e-1f2a3b4c5d6e", "IruMcp.InvalidConfiguration", "REST API token" },
        { "```json\n" + Complete + "\n```", "IruMcp.InvalidConfiguration", "```" },
        { "hello there", "IruMcp.InvalidConfiguration", "neither JSON nor" },
        { "[]", "IruMcp.InvalidConfiguration", "no MCP server" },
        { "{}", "IruMcp.InvalidConfiguration", "no MCP server" },
        { Complete.Replace("\"url\"", "\u201Curl\u201D"), "IruMcp.InvalidConfiguration", "typographic quotation mark at line 1, column 23" },
        { "\n\n" + Complete.Replace('"', '\u201C'), "IruMcp.InvalidConfiguration", "line 3, column 2" },
        { "[mcp_servers.iru]\nurl = \u201C" + Url + "\u201D\n", "IruMcp.InvalidConfiguration", "typographic quotation mark at line 2, column 7" },
        { Complete.Replace("\"prof-1\"", "\"prof-1\","), "IruMcp.InvalidConfiguration", "comma too many" },
        { Complete.Replace("{\"url\"", "{ // mine\n\"url\""), "IruMcp.InvalidConfiguration", "comment at line 1" },
        { Complete.Substring(0, Complete.Length - 2), "IruMcp.InvalidConfiguration", "2 closing braces are missing" },
        { Complete + "}", "IruMcp.InvalidConfiguration", "something follows" },
        { Complete.Replace("\"type\":\"http\",", "\"type\":\"http\""), "IruMcp.InvalidConfiguration", "comma is missing" },
        { Complete.Replace('"', '\''), "IruMcp.InvalidConfiguration", "single quotation mark" },
        { Complete.Replace("prof-1\"", "prof-1"), "IruMcp.InvalidConfiguration", "quotation mark is not closed" },
        { "[mcp_servers.iru]\nurl = \n", "IruMcp.InvalidConfiguration", "not valid TOML from line 2" },
        { Complete.Replace("X-API-Key", "X-Key"), "IruMcp.InvalidConfiguration", "no X-API-Key header" },
        { Complete.Replace("X-MCP-Profile", "X-Profile"), "IruMcp.InvalidConfiguration", "no X-MCP-Profile header" },
        { Complete.Replace("\"url\"", "\"uurl\""), "IruMcp.InvalidConfiguration", "'iru' has no url" },
        { "\"X-API-Key\": \"" + Key + "\"", "IruMcp.InvalidConfiguration", "has no url" },
        { Complete.Replace(Key, "${env:IRU_X_API_KEY}"), "IruMcp.InvalidConfiguration", "IRU_X_API_KEY" },
        { "[mcp_servers.iru]\nurl = \"" + Url + "\"\nenv_http_headers = { X-API-Key = \"IRU_X_API_KEY\", X-MCP-Profile = \"P\" }", "IruMcp.InvalidConfiguration", "holds no key" },
        { Complete.Replace("acme.", "YOUR_TENANT."), "IruMcp.PlaceholderConfiguration", "url (YOUR_TENANT)" },
        { Complete.Replace("acme.", "TENANT."), "IruMcp.PlaceholderConfiguration", "url (TENANT)" },
        { Complete.Replace(Key, "sk_live:YOUR_API_KEY").Replace("prof-1", "YOUR_PROFILE_ID"), "IruMcp.PlaceholderConfiguration", "X-API-Key (YOUR_API_KEY), X-MCP-Profile (YOUR_PROFILE_ID)" },
        { Complete.Replace("https://acme", "http://acme"), "IruMcp.InsecureUri", "in the clear" },
        { Complete.Replace(Url, "ftp://acme.example/x"), "IruMcp.InsecureUri", "ftp" },
        { Complete.Replace(Url, "acme.example/x"), "IruMcp.InvalidUri", "not an absolute" },
        { Complete.Replace(Url, "https://" + Key + "@acme.example/x"), "IruMcp.InvalidUri", "before an @" },
        { Complete.Replace("CANARY", "CAN ARY"), "IruMcp.InvalidKey", "a space at position 12" },
        { Complete.Replace("CANARY", "CAN\\u0007ARY"), "IruMcp.InvalidKey", "a control character at position 12" },
        { Complete.Replace("CANARY", "CAN\u00E4ARY"), "IruMcp.InvalidKey", "outside ASCII at position 12" },
        { Complete.Replace(Key, "\u201C" + Key + "\u201D"), "IruMcp.InvalidKey", "typographic quotation mark at position 1" },
        { Complete.Replace(Key, "sk_live:"), "IruMcp.InvalidKey", "empty" },
        { Complete.Replace("prof-1", Key), "IruMcp.InvalidProfile", "swapped" },
        { Complete.Replace("prof-1", " "), "IruMcp.InvalidProfile", "empty" },
        { $$$"""{"mcpServers":{"iru":{{{Server}}},"iru-eu":{{{Server}}}}}""", "IruMcp.ServerNameRequired", "iru, iru-eu" },
        { $$$"""{"mcpServers":{"{{{Key}}}":{{{OtherServer}}},"b":{{{OtherServer}}}}}""", "IruMcp.ServerNameRequired", "(name not shown), b" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Says_what_is_wrong_without_a_word_of_the_key(string text, string id, string words)
    {
        var error = Assert.Throws<IruException>(() => ConfigurationReader.Read(text));

        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message);
        Assert.DoesNotContain("CANARY", error.ToString() + error.NextStep);
        Assert.DoesNotContain("wxyz", error.ToString() + error.NextStep);
    }

    [Fact]
    public void Takes_the_named_server_and_lists_the_names_when_there_is_none()
    {
        var text = $$$"""{"mcpServers":{"previous":{{{OtherServer}}},"iru":{{{Server}}}}}""";

        Assert.Equal("other", ConfigurationReader.Read(text, "Previous").Profile);
        var error = Assert.Throws<IruException>(() => ConfigurationReader.Read(text, "nope"));
        Assert.Equal("IruMcp.ServerNotFound", error.Id);
        Assert.Contains("previous, iru", error.Message);
    }

    [Fact]
    public void A_text_cut_off_anywhere_never_gives_away_the_key()
    {
        foreach (var text in new[] { Complete, ClaudeDesktop, Forms.First(row => (string)row[0] == "Codex's table")[1].ToString()! })
        {
            for (var length = 0; length < text.Length; length++)
            {
                foreach (var cut in new[] { text.Substring(0, length), text.Substring(length) })
                {
                    try
                    {
                        ConfigurationReader.Read(cut);
                    }
                    catch (IruException error)
                    {
                        Assert.DoesNotContain("CANARY", error.ToString() + error.NextStep);
                    }
                }
            }
        }
    }

    [Fact]
    public void Secret_json_survives_the_round_trip_and_shows_four_characters_only()
    {
        var configuration = ConfigurationReader.Read(Complete);

        Assert.Equal($$$"""{"url":"{{{Url}}}","apiKey":"{{{Key}}}","profile":"prof-1"}""", configuration.ToSecretJson());
        Assert.Equal(configuration, McpConfiguration.FromSecretJson(configuration.ToSecretJson()));
        Assert.Contains("****wxyz", configuration.ToString());
        Assert.DoesNotContain("9wxyz", configuration.ToString());
    }

    [Theory]
    [InlineData("http://localhost:8080/mcp")]
    [InlineData("http://127.0.0.1:8080/mcp")]
    [InlineData("http://[::1]:8080/mcp")]
    public void Http_is_for_this_computer(string url) =>
        Assert.Equal(new Uri(url), ConfigurationRules.Validate(new Uri(url), Key, "p").Url);

    [Theory]
    [InlineData("https://acme.connect.iru.dev/tools?key=1234")]
    [InlineData("https://acme.connect.iru.dev/tools?X-API-Key=1234")]
    [InlineData("https://acme.connect.iru.dev/tools?a=1&access_token=1234")]
    [InlineData("https://acme.connect.iru.dev/tools?x=CANARYabcdef")]
    [InlineData("https://acme.connect.iru.dev/tools?x=sk_live%3ACANARYabcdef")]
    [InlineData("https://acme.connect.iru.dev/tools?x=sk%255Flive%253Aother")]
    [InlineData("https://acme.connect.iru.dev/tools/sk_live:CANARYabcdef")]
    [InlineData("https://acme.connect.iru.dev/tools?x=my-profile-1")]
    [InlineData("https://acme.connect.iru.dev/tools#sk_live:CANARYabcdef")]
    public void A_url_with_a_credential_is_refused_and_not_repeated(string url)
    {
        var failure = Assert.Throws<IruException>(() => ConfigurationRules.Validate(new Uri(url), "sk_live:CANARYabcdef", "my-profile-1"));
        Assert.Equal("IruMcp.InvalidUri", failure.Id);
        Assert.DoesNotContain("CANARY", failure.ToString() + failure.NextStep);
    }

    [Theory]
    [InlineData("https://acme.connect.iru.dev/tools?region=eu&page_size=20")]
    [InlineData("https://acme.connect.iru.dev/mcp?tenant=7f1d0c3a-9c55-4a3e-8d4e-1f2a3b4c5d6e")]
    public void A_url_with_another_query_is_taken(string url) =>
        Assert.Equal(new Uri(url), ConfigurationRules.Validate(new Uri(url), Key, "my-profile-1").Url);

    [Theory]
    [InlineData("abc123", "does not begin with sk_live:")]
    [InlineData("2f1d0c3a-9c55-4a3e-8d4e-1f2a3b4c5d6e", "REST API token")]
    public void A_key_without_the_prefix_is_taken_with_a_warning(string key, string words) =>
        Assert.Contains(words, Assert.Single(ConfigurationRules.Validate(new Uri(Url), key, "p").Warnings));
}
