using System.Text;
using IruMcp.Configuration;

namespace IruMcp.Core.Tests.Configuration;

/// <summary>What counts as TOML, judged by the documents of toml-test and by the forms that are easily judged wrongly.</summary>
public sealed class TomlReaderTests
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Invalid in TOML 1.0, which these documents belong to; valid in TOML 1.1.</summary>
    private static readonly HashSet<string> ValidInToml11 = new(StringComparer.Ordinal)
    {
        "inline-table.linebreak-1", "inline-table.linebreak-2", "inline-table.linebreak-3", "inline-table.linebreak-4",
        "inline-table.trailing-comma", "datetime.no-secs", "string.basic-byte-escapes",
    };

    public static TheoryData<string> Valid => Documents("valid");

    public static TheoryData<string> Invalid => Documents("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Reads_a_valid_document_of_toml_test(string name)
    {
        var text = StrictUtf8.GetString(File.ReadAllBytes(FileOf("valid", name)));
        foreach (var pair in TomlDocument.Parse(text).Tables.SelectMany(table => table.Pairs))
        {
            Assert.InRange(pair.LineStart, 0, pair.KeyStart);
            Assert.InRange(pair.Value.Start, pair.KeyStart + 1, pair.Value.End - 1);
            Assert.InRange(pair.LineEnd, pair.Value.End, text.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Refuses_an_invalid_document_of_toml_test(string name)
    {
        var bytes = File.ReadAllBytes(FileOf("invalid", name));
        if (ValidInToml11.Contains(name))
            TomlDocument.Parse(StrictUtf8.GetString(bytes));
        else
            Assert.True(IsRefused(bytes), name);
    }

    [Fact]
    public void Documents_of_toml_test_are_all_there()
    {
        Assert.Equal(100, Valid.Count);
        Assert.Equal(234, Invalid.Count);
    }

    [Theory]
    [InlineData("\"\" = 1", "")]
    [InlineData("'' = 1", "")]
    [InlineData("a.\"\".b = 1", "a//b")]
    [InlineData("\"\\x61\" = 1", "a")]
    [InlineData("\"\\u00e9\" = 1", "é")]
    [InlineData("1.2 = 1", "1/2")]
    [InlineData("a . \"b.c\" = 1", "a/b.c")]
    public void Reads_every_form_of_a_key(string text, string path) =>
        Assert.Equal(path, string.Join("/", TomlDocument.Parse(text).Tables[0].Pairs.Single().Key));

    [Theory]
    [InlineData("a = \"\\e[1m \\x41\"", "\u001b[1m A")]
    [InlineData("a = 'é 😀'", "é 😀")]
    [InlineData("a = \"\"\"\r\nx\"\"\"\"", "x\"")]
    [InlineData("a = 07:32", "07:32")]
    [InlineData("a = 0x1F # c", "0x1F")]
    [InlineData("a = true", "true")]
    public void Reads_the_text_of_a_value(string text, string expected) =>
        Assert.Equal(expected, TomlDocument.Parse(text).Tables[0].Pairs.Single().Value.Text);

    [Theory]
    [InlineData("a = { b = 1,\n # c\n c = { d = 2, }, }\n")]
    [InlineData("[mcp_servers.iru]\nhttp_headers = {\n  X-API-Key = \"k\",\n}\n")]
    public void Reads_inline_tables_over_several_lines(string text) => Assert.NotEmpty(TomlDocument.Parse(text).Tables);

    [Theory]
    [InlineData("a = 1\na = 2", 6)]
    [InlineData("[a]\n[a]", 4)]
    [InlineData("a = 1\nb = \"\\q\"", 10)]
    [InlineData("\uFEFFa = 1", 0)]
    public void Says_where_a_text_is_not_TOML(string text, int earliest) =>
        Assert.InRange(Assert.Throws<SyntaxException>(() => TomlDocument.Parse(text)).Offset, earliest, text.Length);

    [Theory]
    [InlineData(65)]
    [InlineData(10_000)]
    public void Refuses_a_document_that_is_nested_too_deeply(int depth)
    {
        Assert.Throws<SyntaxException>(() => TomlDocument.Parse("a = " + new string('[', depth) + new string(']', depth)));
        Assert.Throws<SyntaxException>(() => TomlDocument.Parse("a = " + string.Concat(Enumerable.Repeat("{ b = ", depth)) + "1" + new string('}', depth)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("a = ")]
    [InlineData("[")]
    [InlineData("a = \"\ud83d\"")]
    [InlineData("a = [[[[1, {")]
    [InlineData("[[a]]\n[a.b]\n[[a.b]]")]
    public void Throws_nothing_but_a_syntax_error(string text) =>
        Assert.True(Record.Exception(() => TomlDocument.Parse(text)) is null or SyntaxException);

    private static bool IsRefused(byte[] bytes)
    {
        try
        {
            TomlDocument.Parse(StrictUtf8.GetString(bytes));
            return false;
        }
        catch (Exception error) when (error is SyntaxException or DecoderFallbackException)
        {
            return true;
        }
    }

    private static TheoryData<string> Documents(string kind) =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Configuration", "TomlTest", kind), "*.toml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static string FileOf(string kind, string name) => Path.Combine(AppContext.BaseDirectory, "Configuration", "TomlTest", kind, name + ".toml");
}
