using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Results;

/// <summary>The quick ways of reading give what the general ways give.</summary>
public sealed class ConversionTests
{
    [Theory]
    [InlineData("2024-07-23T14:26:49.166267Z")]
    [InlineData("2024-01-26 16:15:36.087016+00:00")]
    [InlineData("2024-02-29T23:59:59Z")]
    [InlineData("2024-07-23T14:26:49.1234567Z")]
    [InlineData("2024-07-23T14:26:49.123456789Z")]
    [InlineData("2024-07-23T14:26:49+02:00")]
    [InlineData("2024-07-23T14:26:49+0000")]
    public void A_time_with_a_zone_is_the_same_moment(string text) =>
        Assert.Equal(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).LocalDateTime, DateText.ReadLocal(text));

    [Theory]
    [InlineData("2023-02-29T10:00:00Z")]
    [InlineData("2024-13-01T10:00:00Z")]
    [InlineData("2024-07-23T25:00:00Z")]
    [InlineData("2024-07-23T14:26:49.Z")]
    [InlineData("2024-07-23T14:2x:49Z")]
    [InlineData("2024-07-23 14:26:49.000000")]
    [InlineData("0000-00-00 00:00:00+00:00")]
    public void What_is_no_time_with_a_zone_stays_text(string text) => Assert.Null(DateText.ReadLocal(text));

    [Theory]
    [InlineData("first_detection_date", "2024-10-13 16:15:00.000000", true)]
    [InlineData("latest_detection_date", "2024-10-13T16:15:00", true)]
    [InlineData("detection_date", "2024-10-13 16:15:00.1234567", true)]
    [InlineData("cve_published_at", "2024-10-13 16:15:00", true)]
    [InlineData("name", "2024-10-13 16:15:00.000000", false)]
    [InlineData("cve_description", "2024-10-13 16:15:00", false)]
    [InlineData("first_detection_date", "2024-10-13", false)]
    [InlineData("first_detection_date", "2024-13-13 16:15:00", false)]
    [InlineData("first_detection_date", "2024-10-13 16:15:00 ", false)]
    public void A_documented_column_without_a_zone_is_in_utc(string name, string text, bool isTime)
    {
        var detections = Operation.Documented.Single(operation => operation.Id == "list-detections");
        using var document = System.Text.Json.JsonDocument.Parse($$$"""{"outer":{"{{{name}}}":"{{{text}}}"}}""");
        var read = ((DataObject)((DataObject)new DataReader(false) { Operation = detections }.ReadItem(document.RootElement, "Iru.Object")!)["outer"]!)[name];
        object expected = isTime ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : text;
        Assert.Equal(expected, read);
        Assert.Equal(text, ((DataObject)((DataObject)new DataReader(false).ReadItem(document.RootElement, "Iru.Object")!)["outer"]!)[name]);
        Assert.Equal(text, ((DataObject)((DataObject)new DataReader(false) { Operation = detections, KeepsDateText = true }.ReadItem(document.RootElement, "Iru.Object")!)["outer"]!)[name]);
    }

    [Theory]
    [InlineData("""[{"a":"\ud83c\udfa8 paint"}]""", "\U0001F3A8 paint")]
    [InlineData("""[{"a":"C:\\ud83c"}]""", "C:\\ud83c")]
    [InlineData("""[{"a":"half \ud83c"}]""", "half �")]
    [InlineData("""[{"a":"\udfa8 half"}]""", "� half")]
    [InlineData("""[{"a":"\uD83C\uD83C\uDFA8"}]""", "�\U0001F3A8")]
    [InlineData("""[{"a":"\ud7ff\t\"x\""}]""", "\ud7ff\t\"x\"")]
    [InlineData("""  [{"a":"indented"}]""", "indented")]
    public void Characters_arrive_whole_and_halves_are_mended(string json, string expected)
    {
        var answer = AnswerReader.Read(new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = json }) });
        // As it comes from the wire: a node over the text of the answer.
        var fromWire = AnswerReader.Read(JsonNode.Parse(new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = json }) }.ToJsonString()));
        Assert.Equal(expected, answer.Payload[0].GetProperty("a").GetString());
        Assert.Equal(expected, fromWire.Payload[0].GetProperty("a").GetString());
        Assert.Equal(json, fromWire.RawText);
    }

    [Fact]
    public void Rows_of_one_list_that_differ_keep_their_own_names_and_secrets()
    {
        const string Json = """[{"id":1,"pin":"1234","user":{"name":"a"}},{"id":2,"pin":"9","user":{"name":"b"}},{"id":3,"note":"pin","user":""},{"pin":4},{},{"id":5,"pin":"1","user":{"name":"c","pin":"7"}}]""";
        var reader = new DataReader(false);
        using var document = System.Text.Json.JsonDocument.Parse(Json);
        var rows = document.RootElement.EnumerateArray().Select(row => (DataObject)reader.ReadItem(row, "Iru.Object")!).ToList();
        Assert.Equal(["id,pin,user", "id,pin,user", "id,note,user", "pin", "", "id,pin,user"], rows.Select(row => string.Join(",", row.Members.Select(member => member.Key))));
        Assert.All(rows.Where(row => row["pin"] is not null), row => Assert.IsType<Secret>(row["pin"]));
        Assert.Equal("pin", rows[2]["note"]);
        Assert.IsType<Secret>(((DataObject)rows[5]["user"]!)["pin"]);
        Assert.Same(rows[0].KnownNames, rows[1].KnownNames);
        Assert.NotSame(rows[1].KnownNames, rows[2].KnownNames);
        Assert.Same(rows[2].Members[0].Key, rows[0].Members[0].Key);
    }

    [Theory]
    [InlineData("""[{"id":1,"a":2,"b":3},{"id":1,"b":3},{"id":1,"a":2}]""", "True,True,True")]
    [InlineData("""[{"id":1,"A":2,"a":3},{"id":1,"a":3},{"id":1,"A":2,"a":3}]""", "False,True,False")]
    [InlineData("""[{"id":1},{"id":1,"":3},{"PSBase":1},{"id":1,"ID":2},{"id":1,"id":2}]""", "True,False,False,False,False")]
    public void Rows_that_leave_members_out_are_judged_by_the_names_they_have(string json, string expected)
    {
        var reader = new DataReader(false);
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var rows = document.RootElement.EnumerateArray().Select(row => (DataObject)reader.ReadItem(row, "Iru.Object")!);
        Assert.Equal(expected, string.Join(",", rows.Select(row => row.CanBeProperties)));
    }
}
