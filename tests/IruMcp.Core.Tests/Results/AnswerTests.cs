using System.Numerics;
using System.Text.Json.Nodes;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Results;

public sealed class AnswerTests
{
    private static readonly IruTool Write = ToolCatalogue.Build([new ListedTool("change-thing", null, null, "{}", null, null)]).Tools[0];
    private static readonly IruTool Read = ToolCatalogue.Build([new ListedTool("get-devices", null, null, "{}", null, null)]).Tools[0];

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"{\"operation\":\"x\",\"outcome\":\"success\",\"result\":[1]}"}]}""", "[1]")]
    [InlineData("""{"content":[{"type":"text","text":"human words"}],"structuredContent":{"operation":"x","outcome":"success","result":[2]}}""", "[2]")]
    [InlineData("""{"content":[],"structuredContent":{"result":[3]}}""", "[3]")]
    [InlineData("""{"content":[],"structuredContent":{"result":"{\"operation\":\"x\",\"outcome\":\"success\",\"result\":[4]}"}}""", "[4]")]
    [InlineData("""{"content":[{"type":"text","text":"[5]"}]}""", "[5]")]
    [InlineData("""{"content":[{"type":"text","text":"{\"id\":6}"},{"type":"text","text":"{\"id\":7}"}]}""", """[{"id":6},{"id":7}]""")]
    public void The_data_is_found_in_every_wrapping(string result, string payload) =>
        Assert.Equal(payload, AnswerReader.Read(JsonNode.Parse(result)).Payload.GetRawText());

    [Fact]
    public void Text_that_is_no_json_stays_text()
    {
        Assert.Equal("-----BEGIN PUBLIC KEY-----", AnswerReader.Read(Text("-----BEGIN PUBLIC KEY-----")).PlainText);
        Assert.Equal("0042", AnswerReader.Read(Text("0042")).PlainText);
    }

    [Theory]
    [InlineData("""{"operation":"x","outcome":"error","status":404,"error":{"detail":"Not found."}}""", "IruMcp.NotFound", "Not found.")]
    [InlineData("""{"operation":"x","outcome":"failure","error":["Device is not in lost mode."],"status":400}""", "IruMcp.ToolFailed", "Device is not in lost mode.")]
    [InlineData("""{"operation":"x","outcome":"error","status":400,"error":"This device is already locked."}""", "IruMcp.ToolFailed", "This device is already locked.")]
    [InlineData("""{"operation":"x","outcome":"denied","status":403,"error":{"message":"no"}}""", "IruMcp.PermissionDenied", "no")]
    public void A_failed_outcome_is_an_error_with_the_servers_words(string envelope, string id, string words)
    {
        var answer = AnswerReader.Read(Text(envelope));
        Assert.True(answer.IsFailure);
        var failure = new AnswerFailure(new Redactor()).Describe(answer, Read);
        Assert.Equal(id, failure.Id);
        Assert.Contains(words, failure.Message);
    }

    [Fact]
    public void An_object_that_is_not_there_is_named_by_what_was_asked_for()
    {
        var gone = AnswerReader.Read(Text("""{"operation":"x","outcome":"error","status":404,"error":{"detail":"Not found."}}"""));
        var refused = AnswerReader.Read(Text("""{"operation":"x","outcome":"denied","status":403,"error":{"message":"no"}}"""));
        Assert.Equal($"'{Read.Name}' failed for 'W-1': Not found.", new AnswerFailure(new Redactor()).Describe(gone, Read, "W-1").Message);
        Assert.DoesNotContain("W-1", new AnswerFailure(new Redactor()).Describe(refused, Read, "W-1").Message);
        const string Key = "sk_live:CANARY0123456789";
        Assert.DoesNotContain(Key, new AnswerFailure(new Redactor(new Secret(Key))).Describe(gone, Read, Key).Message);
    }

    [Theory]
    [InlineData("partial", true)]
    [InlineData("unknown", true)]
    [InlineData("rejected", false)]
    [InlineData("Failed", false)]
    public void A_write_is_in_doubt_after_an_outcome_in_words_that_nobody_knows(string outcome, bool isInDoubt)
    {
        var answer = AnswerReader.Read(Text($$"""{"operation":"x","outcome":"{{outcome}}"}"""));
        Assert.Equal(isInDoubt, new AnswerFailure(new Redactor()).Describe(answer, Write).IsAmbiguous);
        Assert.False(new AnswerFailure(new Redactor()).Describe(answer, Read).IsAmbiguous);
    }

    [Theory]
    [InlineData("Rate limited by upstream API, please retry later", "IruMcp.RateLimited")]
    [InlineData("Upstream request timed out, please retry", "IruMcp.UpstreamTimeout")]
    [InlineData("Unknown tool: 'x'", "IruMcp.UnknownTool")]
    [InlineData("Input validation error: 'limit' is a required property", "IruMcp.InvalidArgument")]
    [InlineData("Error calling tool 'x': HTTP error 404: {\"detail\":\"Not found\"}", "IruMcp.NotFound")]
    [InlineData("Error calling tool 'x': 403 Forbidden", "IruMcp.PermissionDenied")]
    [InlineData("Error calling tool 'x': HTTP error 503", "IruMcp.ServerUnavailable")]
    [InlineData("Error calling tool 'x': socket hang up", "IruMcp.UpstreamTimeout")]
    [InlineData("upstream connect error or disconnect/reset before headers. reset reason: connection reset", "IruMcp.UpstreamTimeout")]
    [InlineData("rpc error: Deadline Exceeded", "IruMcp.UpstreamTimeout")]
    [InlineData("Bad Gateway", "IruMcp.ServerUnavailable")]
    [InlineData("Internal server error", "IruMcp.ServerError")]
    [InlineData("something else", "IruMcp.ToolFailed")]
    public void The_words_of_an_error_tell_its_kind(string text, string id)
    {
        var answer = AnswerReader.Read(new JsonObject { ["isError"] = true, ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) });
        Assert.Equal(id, new AnswerFailure(new Redactor()).Describe(answer, Read).Id);
    }

    [Fact]
    public void Numbers_dates_and_names_keep_what_they_are()
    {
        var data = ReadObject("""
            {"small":9007199254740993,"huge":123456789012345678901234567890,"half":0.5,"precise":0.12345678901234567890,
             "zoned":"2024-07-23T14:26:49.166267Z","spaced":"2024-01-26 16:15:36.087016+00:00","zoneless":"2023-10-13 16:15:00.000000",
             "date":"2024-01-26","empty":"","none":null,"Name":1,"name":2,"":3}
            """);
        Assert.Equal(9007199254740993L, data["small"]);
        Assert.Equal(BigInteger.Parse("123456789012345678901234567890"), data["huge"]);
        Assert.Equal(0.5, data["half"]);
        Assert.Equal(0.12345678901234567890m, data["precise"]);
        var zoned = Assert.IsType<DateTime>(data["zoned"]);
        Assert.Equal(DateTimeKind.Local, zoned.Kind);
        Assert.Equal(new DateTime(2024, 7, 23, 14, 26, 49, DateTimeKind.Utc).AddTicks(1662670), zoned.ToUniversalTime());
        Assert.IsType<DateTime>(data["spaced"]);
        Assert.Equal("2023-10-13 16:15:00.000000", data["zoneless"]);
        Assert.Equal("2024-01-26", data["date"]);
        Assert.Equal("", data["empty"]);
        Assert.Null(data["none"]);
        Assert.Equal([1L, 2L, 3L], data.Members.Skip(10).Select(member => member.Value));
    }

    [Fact]
    public void Secrets_are_secrets_wherever_they_turn_up()
    {
        var data = ReadObject("""
            {"PIN":"496406","enrollment_code":{"code":"123456","is_active":true},"signed_url":"https://s3/x?sig=1","unlock":[{"recovery_password":"r"}],
             "post_data":{"policy":"p"},"code":"not secret","device_id":"d"}
            """);
        Assert.IsType<Secret>(data["PIN"]);
        Assert.IsType<Secret>(((DataObject)data["enrollment_code"]!)["code"]);
        Assert.Equal(true, ((DataObject)data["enrollment_code"]!)["is_active"]);
        Assert.IsType<Secret>(data["signed_url"]);
        Assert.IsType<Secret>(((DataObject)((object?[])data["unlock"]!)[0]!)["recovery_password"]);
        Assert.IsType<Secret>(((DataObject)data["post_data"]!)["policy"]);
        Assert.Equal("not secret", data["code"]);
        Assert.Equal("d", data["device_id"]);
    }

    [Fact]
    public void A_tool_that_hands_out_secrets_makes_every_value_one()
    {
        var data = (DataObject)new DataReader(everyValueIsSecret: true).ReadItem(Parse("""{"key":"AAAA","device_id":"d","nothing":null}"""), "Iru.Object")!;
        Assert.IsType<Secret>(data["key"]);
        Assert.Equal("d", data["device_id"]);
        Assert.Null(data["nothing"]);
    }

    private static DataObject ReadObject(string json) => (DataObject)new DataReader(everyValueIsSecret: false).ReadItem(Parse(json), "Iru.Object")!;

    private static System.Text.Json.JsonElement Parse(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.Clone();

    private static JsonObject Text(string text) => new() { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) };
}
