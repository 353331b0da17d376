using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Core.Tests.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Results;

/// <summary>The pager against answers that a real or a broken server may give.</summary>
public sealed class PagerTests
{
    private const string OffsetSchema = """{"type":"object","properties":{"limit":{"type":"integer","maximum":300},"offset":{"type":"integer"}}}""";
    private const string OpenOffsetSchema = """{"type":"object","properties":{"limit":{"type":"integer"},"offset":{"type":"integer"}}}""";
    private const string PageSchema = """{"type":"object","properties":{"page":{"type":"integer"}}}""";
    private const string CursorSchema = """{"type":"object","properties":{"cursor":{"type":"string"},"limit":{"type":"integer","maximum":500}}}""";

    [Fact]
    public async Task A_short_page_ends_a_bare_list()
    {
        var server = new NumberedRows(310);
        Assert.Equal(310, (await server.ReadAsync("get-devices", OffsetSchema)).Count);
        Assert.Equal(["limit=300", "limit=300 offset=300"], server.Requests);
    }

    [Fact]
    public async Task First_and_Skip_ask_for_no_more_than_wanted()
    {
        var server = new NumberedRows(10_000);
        var items = await server.ReadAsync("get-devices", OffsetSchema, new PageRequest { First = 450, Skip = 100 });
        Assert.Equal(Enumerable.Range(100, 450).Select(number => (long)number), items.Select(NumberOf));
        Assert.Equal(["limit=300 offset=100", "limit=150 offset=400"], server.Requests);
    }

    [Theory]
    [InlineData(100, 260)]
    [InlineData(50, 50)]
    [InlineData(200, 200)]
    public async Task A_limit_of_the_servers_own_loses_no_rows(int cap, int rows)
    {
        var server = new NumberedRows(rows) { Cap = cap };
        Assert.Equal(rows, (await server.ReadAsync("get-devices", OpenOffsetSchema)).Select(NumberOf).Distinct().Count());
    }

    [Fact]
    public async Task A_server_that_ignores_the_offset_is_an_error_and_no_endless_loop()
    {
        var server = new NumberedRows(1000) { IgnoresOffset = true };
        var failure = await Assert.ThrowsAsync<IruException>(() => server.ReadAsync("get-devices", OffsetSchema));
        Assert.Equal("IruMcp.PagingLoop", failure.Id);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task One_object_instead_of_a_list_is_one_item()
    {
        var items = await ReadAsync("get-devices", OffsetSchema, _ => """{"device_id":"a","device_name":"x"}""");
        Assert.Equal("a", ((DataObject)Assert.Single(items)!)["device_id"]);
    }

    [Fact]
    public async Task An_envelope_ends_where_next_is_null_whatever_the_length()
    {
        var pages = new Queue<string>(
        [
            """{"count":3,"next":"https://x/api?offset=2","previous":null,"results":[{"id":"1"},{"id":"2"}]}""",
            """{"count":3,"next":null,"previous":null,"results":[{"id":"3"}]}""",
        ]);
        Assert.Equal(3, (await ReadAsync("get-blueprints", OffsetSchema, _ => pages.Dequeue())).Count);
    }

    [Fact]
    public async Task Pages_by_number_are_jumped_to()
    {
        var requests = new List<string>();
        var items = await ReadAsync("get-library-custom-apps", PageSchema, arguments => PageOf(arguments, 900, 300, requests), new PageRequest { Skip = 650, First = 10 });
        Assert.Equal(650, NumberOf(items[0]));
        Assert.Equal(10, items.Count);
        Assert.Equal(["page=3"], requests);
    }

    [Fact]
    public async Task Pages_shorter_than_documented_are_walked_from_the_start()
    {
        var requests = new List<string>();
        var items = await ReadAsync("get-library-custom-apps", PageSchema, arguments => PageOf(arguments, 1000, 100, requests), new PageRequest { Skip = 650, First = 10 });
        Assert.Equal(Enumerable.Range(650, 10).Select(number => (long)number), items.Select(NumberOf));
    }

    [Theory]
    [InlineData("https://x/api/v1/audit/events?limit=2&cursor=b%3D%3D", "b==")]
    [InlineData("/api/v1/audit/events?cursor=tok+en", "tok+en")]
    [InlineData("?cursor=b%3D%3D", "b==")]
    [InlineData("rawtoken", "rawtoken")]
    public async Task A_cursor_may_be_an_address_or_a_token(string next, string sent)
    {
        var requests = new List<string?>();
        await ReadAsync("get-audit-events", CursorSchema, arguments =>
        {
            requests.Add((string?)arguments["cursor"]);
            return requests.Count == 1 ? $$"""{"next":"{{next}}","previous":null,"results":[{"id":"1"}]}""" : """{"next":null,"previous":null,"results":[{"id":"2"}]}""";
        });
        Assert.Equal([null, sent], requests);
    }

    [Fact]
    public async Task A_cursor_that_comes_back_is_an_error_and_no_endless_loop()
    {
        var count = 0;
        var failure = await Assert.ThrowsAsync<IruException>(() => ReadAsync("get-audit-events", CursorSchema,
            _ => $$"""{"next":"same","previous":null,"results":[{"id":"{{count++}}"}]}"""));
        Assert.Equal("IruMcp.PagingLoop", failure.Id);
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Prism_without_totals_and_with_a_stray_cursor_ends_at_the_short_page()
    {
        var server = new NumberedRows(301) { Shape = rows => $$"""{"offset":null,"limit":300,"total":null,"data":{{rows}},"cursor":"stray"}""" };
        Assert.Equal(301, (await server.ReadAsync("get-prism-filevault", OffsetSchema)).Count);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_says_by_which_limit_it_went_is_followed()
    {
        var server = new NumberedRows(301) { Cap = 37, Shape = rows => $$"""{"offset":0,"limit":37,"total":null,"data":{{rows}},"cursor":null}""" };
        Assert.Equal(301, (await server.ReadAsync("get-prism-filevault", OffsetSchema)).Count);
    }

    [Fact]
    public async Task A_nested_envelope_gives_its_rows_with_their_owner()
    {
        var items = await ReadAsync("get-device-commands", """{"type":"object","properties":{"device_id":{"type":"string"},"limit":{"type":"integer","maximum":300},"offset":{"type":"integer"}},"required":["device_id"]}""",
            _ => """{"device_id":"d1","commands":{"count":1,"next":null,"previous":null,"results":[{"uuid":"c1","status":1}]}}""", arguments: new() { ["device_id"] = "d1" });
        var command = (DataObject)Assert.Single(items)!;
        Assert.Equal("c1", command["uuid"]);
        Assert.Equal("d1", command["device_id"]);
    }

    [Fact]
    public async Task The_callers_limit_is_the_page_size_and_its_offset_the_start()
    {
        var server = new NumberedRows(20);
        var items = await server.ReadAsync("get-devices", OffsetSchema, arguments: new() { ["limit"] = 5, ["offset"] = 8 });
        Assert.Equal(8, NumberOf(items[0]));
        Assert.Equal(12, items.Count);
        Assert.Equal("limit=5 offset=8", server.Requests[0]);
    }

    [Fact]
    public async Task One_page_is_one_request()
    {
        var server = new NumberedRows(1000);
        Assert.Equal(7, (await server.ReadAsync("get-devices", OffsetSchema, new PageRequest { IsSinglePage = true, PageSize = 7 })).Count);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Nothing_wanted_asks_for_nothing()
    {
        var server = new NumberedRows(1000);
        Assert.Empty(await server.ReadAsync("get-devices", OffsetSchema, new PageRequest { First = 0 }));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_call_that_changes_something_is_one_call_even_if_its_answer_looks_like_a_page()
    {
        var calls = 0;
        await ReadAsync("delete-everything", OffsetSchema, _ =>
        {
            calls++;
            return """{"count":9,"next":"x","previous":null,"results":[{"id":"1"}]}""";
        });
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_count_of_the_page_is_not_taken_for_the_count_of_the_list()
    {
        var server = new NumberedRows(1000) { Shape = rows => $$"""{"count":{{JsonNode.Parse(rows)!.AsArray().Count}},"results":{{rows}}}""" };
        Assert.Equal(1000, (await server.ReadAsync("get-devices", OffsetSchema)).Count);
    }

    [Fact]
    public async Task An_empty_page_with_a_cursor_behind_it_is_not_the_end()
    {
        var items = await ReadAsync("get-audit-events", CursorSchema, arguments => (string?)arguments["cursor"] switch
        {
            null => """{"next":"b","previous":null,"results":[{"id":"1"}]}""",
            "b" => """{"next":"c","previous":null,"results":[]}""",
            _ => """{"next":null,"previous":null,"results":[{"id":"2"}]}""",
        });
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task Pages_may_be_counted_from_zero()
    {
        const string Schema = """{"type":"object","properties":{"page":{"type":"integer","minimum":0},"size":{"type":"integer","maximum":25}}}""";
        var items = await ReadAsync("get-widgets", Schema, arguments =>
            $$"""{"total":70,"data":[{{Rows((Number(arguments["page"]) ?? 0) * 25, 25, 70)}}]}""");
        Assert.Equal(Enumerable.Range(0, 70).Select(number => (long)number), items.Select(NumberOf));
    }

    [Theory]
    [InlineData(37, 0)]
    [InlineData(37, 500)]
    [InlineData(1, 90)]
    public async Task Pages_by_number_that_are_smaller_than_asked_are_read_to_the_total(int cap, int skip)
    {
        const string Schema = """{"type":"object","properties":{"page":{"type":"integer"},"size":{"type":"integer","maximum":50}}}""";
        var rows = cap == 1 ? 100 : 613;
        var items = await ReadAsync("get-vulnerabilities", Schema, arguments =>
        {
            var size = Math.Min(cap, Number(arguments["size"]) ?? 20);
            return $$"""{"page":1,"size":{{size}},"total":{{rows}},"results":[{{Rows(((Number(arguments["page"]) ?? 1) - 1) * size, size, rows)}}]}""";
        }, new PageRequest { Skip = skip });
        Assert.Equal(Enumerable.Range(skip, rows - skip).Select(number => (long)number), items.Select(NumberOf));
    }

    [Fact]
    public async Task A_list_that_is_null_has_no_items() =>
        Assert.Empty(await ReadAsync("get-blueprints", OffsetSchema, _ => """{"count":0,"next":null,"previous":null,"results":null}"""));

    [Fact]
    public async Task A_server_that_gives_everything_at_once_has_given_everything()
    {
        var items = await ReadAsync("get-widgets", OpenOffsetSchema, _ => $"[{Rows(0, 1000, 1000)}]");
        Assert.Equal(1000, items.Count);
    }

    private static string PageOf(JsonObject arguments, int rows, int size, List<string> requests)
    {
        var page = Number(arguments["page"]) ?? 1;
        requests.Add($"page={page}");
        var next = page * size < rows ? "\"https://x/?page=2\"" : "null";
        return $$"""{"count":{{rows}},"next":{{next}},"previous":null,"results":[{{Rows((page - 1) * size, size, rows)}}]}""";
    }

    private static string Rows(int start, int size, int rows) =>
        string.Join(",", Enumerable.Range(start, Math.Max(0, Math.Min(size, rows - start))).Select(number => $$"""{"n":{{number}}}"""));

    private static int? Number(JsonNode? node) => node is null ? null : int.Parse(node.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static long NumberOf(object? item) => (long)((DataObject)item!)["n"]!;

    private static async Task<List<object?>> ReadAsync(
        string tool, string schema, Func<JsonObject, string> answer, PageRequest? page = null, Dictionary<string, object?>? arguments = null)
    {
        var described = ToolCatalogue.Build([new ListedTool(tool, null, null, schema, null, null)]).Tools[0];
        var call = ToolCall.Bind(described, null, arguments ?? [], null, page ?? new PageRequest());
        var pager = new Pager(call, (sent, _) => Task.FromResult(AnswerReader.Read(new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $$"""{"operation":"{{tool}}","outcome":"success","result":{{answer(sent)}}}""" }),
        })), new RecordingLog());
        var items = new List<object?>();
        while (await pager.ReadPageAsync(CancellationToken.None) is { } next)
            items.AddRange(next.Items);
        return items;
    }

    /// <summary>A list of numbered rows by limit and offset.</summary>
    private sealed class NumberedRows(int rows)
    {
        public List<string> Requests { get; } = [];

        public int Cap { get; init; } = 300;

        public bool IgnoresOffset { get; init; }

        public Func<string, string> Shape { get; init; } = rows => rows;

        public Task<List<object?>> ReadAsync(string tool, string schema, PageRequest? page = null, Dictionary<string, object?>? arguments = null) =>
            PagerTests.ReadAsync(tool, schema, Answer, page, arguments);

        private string Answer(JsonObject arguments)
        {
            Requests.Add(string.Join(" ", arguments.Select(argument => $"{argument.Key}={argument.Value}").Order(StringComparer.Ordinal)));
            var offset = IgnoresOffset ? 0 : Number(arguments["offset"]) ?? 0;
            return Shape($"[{Rows(offset, Math.Min(Cap, Number(arguments["limit"]) ?? Cap), rows)}]");
        }
    }
}
