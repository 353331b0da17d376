using System.Text;
using System.Text.Json.Nodes;
using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

/// <summary>A large result never reaches the SDK, whatever the pieces in which its message comes; everything else does, byte for byte.</summary>
public sealed class LargeResultTests
{
    private const int Mine = 1_000_007;
    private const int Seed = 20261122;

    private static readonly string Page = new('x', LargeResult.LeastBytes);

    public static TheoryData<string> OtherMessages => new(
        $$$"""{"jsonrpc":"2.0","id":8,"result":{"content":"{{{Page}}}"}}""",
        $$$"""{"jsonrpc":"2.0","id":"{{{Mine}}}","result":{"content":"{{{Page}}}"}}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"error":{"code":1,"message":"{{{Page}}}"}}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":["{{{Page}}}"]}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"{{{Page}}}"},"result":{}}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"resultType":"input_required","requestState":"{{{Page}}}","content":"{{{Page}}}"}}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":[],"_meta":{"a":"{{{Page}}}"} }}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"Content":"{{{Page}}}"}}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"\ud800":1,"content":"{{{Page}}}"}}""",
        $$$"""{"\ud800":1,"method":"{{{Page}}}"}""",
        $$$"""{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"{{{Page}}}"}}""",
        $$$"""[{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"{{{Page}}}"}}]""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"{{{Page}}}"}} {}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"{{{Page}}}"}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"{{{Page}}}"},}""",
        $$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"small"},"more":"{{{Page}}}"}""",
        Page,
        "{}",
        "");

    [Fact]
    public void The_result_is_taken_out_whole_and_its_small_members_stay()
    {
        var result = $$$"""{ "resultType":"complete", "content":[{"type":"text","text":"{{{Page}}}\u00e9é"}], "isError":false , "structuredContent":{"a":["{{{Page}}}"]},"_meta":{"n":[1,{"b":"}"}]} }""";
        var (left, taken) = Through($$$"""{"id":{{{Mine}}} , "result":{{{result}}},"jsonrpc":"2.0","x":[1]}""", isEventStream: false, [int.MaxValue]);
        Assert.Equal($$$"""{"id":{{{Mine}}} , "result":{"resultType":"complete","isError":false,"_meta":{"n":[1,{"b":"}"}]},"irumcp.taken":true},"jsonrpc":"2.0","x":[1]}""", left);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(result), JsonNode.Parse(taken!)));
    }

    [Theory]
    [MemberData(nameof(OtherMessages))]
    public void What_is_not_its_large_answer_stays_as_it_is(string message)
    {
        Assert.Equal((message, null), Through(message, isEventStream: false, [5000]));
        Assert.Equal(($"data: {message}\n\n", null), Through($"data: {message}\n\n", isEventStream: true, [5000]));
    }

    [Theory]
    [InlineData(0xff)]
    [InlineData(0xc3)]
    public void What_is_no_UTF_8_stays_as_it_is(byte odd)
    {
        var message = Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":{{{Mine}}},"result":{"content":"{{{Page}}}?"}}""");
        message[^4] = odd;
        var large = new LargeResult(Mine);
        Assert.Equal(message.Length, large.TakeFrom(message.ToArray()));
    }

    [Fact]
    public void Of_two_answers_the_first_is_taken_and_the_other_left_to_the_SDK()
    {
        string Answer(char letter) => $"data: {{\"jsonrpc\":\"2.0\",\"id\":{Mine},\"result\":{{\"content\":\"{new string(letter, LargeResult.LeastBytes)}\"}}}}\n\n";
        var (left, taken) = Through(Answer('a') + Answer('b'), isEventStream: true, [777]);
        Assert.Contains("aaa", taken);
        Assert.EndsWith(Answer('b'), left);
    }

    [Fact]
    public void What_the_SDK_has_read_counts_unless_it_is_the_small_message()
    {
        var large = new LargeResult(Mine);
        var message = Encoding.UTF8.GetBytes($$$"""{"id":{{{Mine}}},"result":{"content":"{{{Page}}}","IsError":true}}""");
        var small = JsonNode.Parse(message.AsSpan(0, large.TakeFrom(message)))!["result"];
        Assert.Equal("{}", large.Complete(new JsonObject()).Node!.ToJsonString());
        using var whole = large.Complete(small);
        Assert.Equal(Page, (string)whole.Node!["content"]!);
        Assert.True((bool)whole.Node["isError"]!);
    }

    [Fact]
    public void However_a_body_is_cut_into_pieces_the_same_comes_out()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var lineEnd = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
            var text = new string('é', random.Next(1, 40_000));
            var isLarge = Encoding.UTF8.GetByteCount(text) + 2 >= LargeResult.LeastBytes;
            var isEventStream = random.Next(3) > 0;
            string Message(string content) => $"{{\"jsonrpc\":\"2.0\",\"id\":{Mine},\"result\":{{{content}}}}}";
            string Body(string content) => !isEventStream ? Message(content) : string.Concat(
                Enumerable.Repeat($": beat{lineEnd}{lineEnd}", round % 4).Append($"id: 1{lineEnd}data:{Message(content)}{lineEnd}{lineEnd}").Append($"data: {{}}{lineEnd}{lineEnd}").Append("data: torn"));
            var pieces = Enumerable.Range(0, 20).Select(_ => random.Next(1, random.Next(2, 30_000))).ToArray();

            var (left, taken) = Through(Body($"\"content\":\"{text}\""), isEventStream, pieces);

            Assert.Equal(Body(isLarge ? "\"irumcp.taken\":true" : $"\"content\":\"{text}\""), left);
            Assert.Equal(isLarge ? $"{{\"content\":\"{text}\"}}" : null, taken);
        }
    }

    private static (string Left, string? Taken) Through(string body, bool isEventStream, int[] pieces)
    {
        var large = new LargeResult(Mine);
        using var stream = new LargeResultStream(new InPieces(Encoding.UTF8.GetBytes(body), pieces), isEventStream, large);
        using var rest = new MemoryStream();
        stream.CopyTo(rest, 1 + body.Length % 9000);
        using var whole = large.Complete(new JsonObject { ["irumcp.taken"] = true });
        return (Encoding.UTF8.GetString(rest.ToArray()), whole.Memory?.Root.GetRawText());
    }

    private sealed class InPieces(byte[] content, int[] pieces) : MemoryStream(content)
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, pieces[_reads++ % pieces.Length]));
    }
}
