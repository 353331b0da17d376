using System.Text.Json.Nodes;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Results;

/// <summary>Answers that a careless or a broken server may give.</summary>
public sealed class HostileAnswerTests
{
    private static readonly IruTool Read = ToolCatalogue.Build([new ListedTool("get-devices", null, null, "{}", null, null)]).Tools[0];

    [Theory]
    [InlineData("""{"a":"x\ud83dy"}""", "x\ufffdy")]
    [InlineData("""{"a":"\ude00"}""", "\ufffd")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "😀")]
    [InlineData("""{"a":"\\ud83d"}""", @"\ud83d")]
    public void Half_a_character_is_replaced(string json, string value) => Assert.Equal(value, Value(Text(json)));

    [Fact]
    public void Half_a_character_in_the_text_itself_is_replaced() =>
        Assert.Equal("x\ufffdy", AnswerReader.Read(JsonNode.Parse("""{"content":[{"type":"text","text":"x\ud83dy"}]}""")).PlainText);

    [Fact]
    public void Half_a_character_in_an_error_is_no_second_error()
    {
        var answer = Text("""{"message":"x\ud83dy"}""", isError: true);
        Assert.Contains("x\ufffdy", new AnswerFailure(new Redactor()).Describe(answer, Read).Message);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("\"false\"", false)]
    [InlineData("0", false)]
    [InlineData("null", false)]
    public void An_error_is_one_in_whatever_type_it_is_said(string flag, bool isFailure) => Assert.Equal(
        isFailure, AnswerReader.Read(JsonNode.Parse($$"""{"isError":{{flag}},"content":[{"type":"text","text":"no such device"}]}""")).IsFailure);

    [Fact]
    public void A_key_in_an_answer_is_a_secret_under_whatever_name()
    {
        Assert.IsType<Secret>(Value(Text("""{"a":"sent: sk_live:CANARY0123456789"}""")));
        Assert.IsType<string>(Value(Text("""{"a":"task_list sk_live"}""")));
        Assert.IsType<Secret>(new DataReader(everyValueIsSecret: false).ReadText("X-API-Key: sk_live:CANARY0123456789"));
    }

    [Fact]
    public void Deep_json_is_json()
    {
        var answer = Text(string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200));
        Assert.Null(answer.PlainText);
        Assert.IsType<DataObject>(new DataReader(everyValueIsSecret: false).ReadItem(answer.Payload, "Iru.Object"));
    }

    [Fact]
    public void A_single_picture_is_one_item_and_no_list()
    {
        var answer = AnswerReader.Read(JsonNode.Parse("""{"content":[{"type":"image","data":"AAAA","mimeType":"image/png"}]}"""));
        Assert.False(ItemLocator.Locate(answer.Payload, PagingStyle.None).IsList);
    }

    [Fact]
    public void A_list_alone_in_its_wrapping_is_a_list() =>
        Assert.Equal(2, ItemLocator.Locate(Text("""{"results":[{"id":1},{"id":2}]}""").Payload, PagingStyle.None).Items.Count);

    [Fact]
    public void A_negative_total_is_none() =>
        Assert.Null(ItemLocator.Locate(Text("""{"total":-1,"data":[1]}""").Payload, PagingStyle.None).Total);

    [Fact]
    public void A_key_that_the_cut_goes_through_is_masked()
    {
        const string Key = "sk_live:CANARY0123456789";
        var failure = new AnswerFailure(new Redactor(new Secret(Key))).Describe(Text(new string('x', 590) + Key.Substring(8), isError: true), Read);
        Assert.DoesNotContain("CANARY", failure.Message);
    }

    [Fact]
    public void An_error_cannot_steer_the_terminal() =>
        Assert.DoesNotContain('\u001b', new AnswerFailure(new Redactor()).Describe(Text("\u001b]0;title\u0007 bad", isError: true), Read).Message);

    private static object? Value(ToolAnswer answer) => ((DataObject)new DataReader(everyValueIsSecret: false).ReadItem(answer.Payload, "Iru.Object")!)["a"];

    private static ToolAnswer Text(string text, bool isError = false) => AnswerReader.Read(new JsonObject
    {
        ["isError"] = isError,
        ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
    });
}
