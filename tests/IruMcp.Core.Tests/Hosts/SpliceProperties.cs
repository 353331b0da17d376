using FsCheck;
using FsCheck.Fluent;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>An entry that is added to a file and removed again leaves every byte of the file as it was.</summary>
[Trait("Category", "Property")]
public sealed class SpliceProperties
{
    private const string Name = "iru";

    private static readonly Gen<string> NewLine = Gen.Elements("\n", "\r\n");

    /// <summary>Texts with %n where a number makes a name unique, and with \n for the line break of the document.</summary>
    private static readonly string[] TomlBlocks =
    [
        "[t%n]\n", "[[list]]\n", "[ mcp_servers . s%n ] # c\nurl = 'u'\n", "[mcp_servers.\"\"]\nurl = 'u'\n", "[mcp_servers.\"s.%n\".env]\nA = \"\"\"\n[x]\n\"\"\"\n",
        "k%n = 1\n", "  k%n=\t0x1F  # é 😀\n", "\"\" = 1\n", "k%n.a.\"b c\" = [\n  'a', # ]\n  { c = 07:32 },\n]\n", "k%n = {\n  a = 1, # }\n  b = \"\\e\\x41\",\n}\n",
        "k%n = '''\n[mcp_servers.iru]\n'''\n", "# [mcp_servers.iru]\n", "\n", "  \n", "\t# end\n",
    ];

    private static readonly string[] JsonMembers =
    [
        "\"k%n\": 1", "\"k%n\" : [ 1,2 , { } ]", "\"k%n\": {\n    \"iru\": {\"url\": \"x\"}\n  }", "\"\\u006b%n\":\"}{][, // é 😀\"", "\"\\\"%n\": null", "\"k%n\": -12.50e+3",
    ];

    [Cases(500)]
    public Property Toml_is_as_before() => Prop.ForAll(TomlDocument().ToArbitrary(), text => IsAsBefore("Codex", text));

    [Cases(500)]
    public Property Json_is_as_before() => Prop.ForAll(JsonDocument("", "").ToArbitrary(), text => IsAsBefore("ClaudeCode", text));

    [Cases(500)]
    public Property Json_with_comments_is_as_before() => Prop.ForAll(JsonDocument(" // , }", "/* \" } */").ToArbitrary(), text => IsAsBefore("VSCode", text));

    private static bool IsAsBefore(string client, string template)
    {
        var row = HostCatalogue.Find(client);
        var editor = HostFiles.EditorOf(row);
        var before = template.Replace("%top", row.TopKey, StringComparison.Ordinal);
        foreach (var source in new[] { KeySource.Bridge, KeySource.PlainText })
        {
            var content = new EntryContent(new Uri(HostSandbox.Url), HostSandbox.Key, "prof", source, McpRemote.DefaultVersion, HostPlatform.Linux) { Bridge = BridgeCommand.Of(HostSandbox.Bridge) };
            var after = editor.Apply(before, [row.TopKey], Name, row.Changes(content));
            if (after == before || !editor.Contains(after, [row.TopKey], Name) || editor.Remove(after, [row.TopKey], Name) != before)
                return false;
        }

        return true;
    }

    // A document that is not TOML, for instance with the same key twice, is refused before anything is edited.
    private static Gen<string> TomlDocument() =>
        from blocks in Gen.ListOf(Gen.Elements(TomlBlocks))
        from newLine in NewLine
        from end in Gen.Elements("", "# end", "last.key = 1")
        let text = (Numbered(blocks, "") + end).Replace("\n", newLine, StringComparison.Ordinal)
        where IsToml(text)
        select text;

    private static Gen<string> JsonDocument(string lineComment, string blockComment) =>
        from before in Gen.ListOf(Gen.Elements(JsonMembers))
        from after in Gen.ListOf(Gen.Elements(JsonMembers))
        from servers in Gen.NonEmptyListOf(Gen.Elements(JsonMembers))
        from isOneLine in Gen.Elements(true, false)
        from newLine in NewLine
        from end in Gen.Elements("", "\n", "\n\n")
        let line = isOneLine ? " " : lineComment + "\n  "
        let own = "\"%top\": {" + line + Numbered(servers, "," + line) + (isOneLine ? " " : "\n  ") + "}"
        let members = string.Join("," + line, new[] { Numbered(before, "," + line), own, Numbered(after, "," + line, 100) }.Where(part => part.Length > 0))
        select (blockComment + "{" + line + members + (isOneLine ? " " : "\n") + "}" + end).Replace("\n", newLine, StringComparison.Ordinal);

    private static string Numbered(IEnumerable<string> texts, string separator, int first = 0) =>
        string.Join(separator, texts.Select((text, index) => text.Replace("%n", $"{first + index}", StringComparison.Ordinal)));

    private static bool IsToml(string text)
    {
        try
        {
            IruMcp.Configuration.TomlDocument.Parse(text);
            return true;
        }
        catch (IruMcp.Configuration.SyntaxException)
        {
            return false;
        }
    }
}
