using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>Random edits of random files, judged by the framework's own parser.</summary>
public sealed class JsonSpliceTests
{
    private static readonly string[] Names = ["a", "b", "iru", "ü", "with \\\"quote", "x y"];

    [Fact]
    public void An_edit_changes_one_value_and_nothing_else()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 3000; round++)
        {
            var comments = round % 3 == 0;
            var text = WriteObject(random, depth: 0, random.Next(4), comments);
            var splice = new JsonSplice(comments);
            var name = Names[random.Next(3)];
            var expected = Parse(text);

            var after = random.Next(3) == 0 ? splice.Remove(text, [], name) : splice.Set(text, [], name, "new value");

            if (after.Contains("new value"))
                expected[name] = "new value";
            else
                expected.Remove(name);
            Assert.True(JsonNode.DeepEquals(expected, Parse(after)), text + "\n=>\n" + after);
            foreach (var line in text.Split('\n').Where(line => line.Contains("// outer")))
                Assert.Contains(line.Substring(line.IndexOf("// outer", StringComparison.Ordinal)).TrimEnd(), after);
            if (after.Contains("new value"))
                Assert.Equal(after, splice.Set(after, [], name, "new value"));
        }
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(
        text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;

    private static string WriteObject(Random random, int depth, int layout, bool comments)
    {
        var newLine = layout % 2 == 0 ? "\n" : "\r\n";
        var indent = new string(layout == 3 ? '\t' : ' ', (depth + 1) * (layout == 0 ? 2 : 4));
        var oneLine = random.Next(3) == 0;
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(Names.Length)).ToList();
        var result = new StringBuilder("{");
        for (var i = 0; i < names.Count; i++)
        {
            var isLast = i == names.Count - 1;
            result.Append(oneLine ? (random.Next(2) == 0 ? " " : "") : newLine + indent);
            result.Append('"').Append(names[i]).Append(random.Next(2) == 0 ? "\": " : "\":");
            result.Append(WriteValue(random, depth, layout, comments));
            if (comments && random.Next(4) == 0)
                result.Append(" /* , } */");
            if (!isLast || comments && random.Next(3) == 0)
                result.Append(',');
            if (comments && !oneLine && random.Next(4) == 0)
                result.Append(depth == 0 ? " // outer, {" : " // inner, {").Append(random.Next());
        }

        return result.Append(oneLine ? "" : newLine + indent.Substring(Math.Min(indent.Length, layout == 0 ? 2 : 4))).Append('}').ToString();
    }

    private static string WriteValue(Random random, int depth, int layout, bool comments) => random.Next(depth > 2 ? 4 : 6) switch
    {
        0 => "\"text, } 😀 \\\" é\"",
        1 => "12.50e+3",
        2 => "null",
        3 => "[ 1,\"a\" , {} ]",
        _ => WriteObject(random, depth + 1, layout, comments),
    };
}
