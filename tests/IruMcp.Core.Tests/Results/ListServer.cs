using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Core.Tests.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Results;

/// <summary>The ways in which lists are handed out, each with what makes it treacherous.</summary>
public enum ListStyle
{
    /// <summary>A bare array by limit and offset.</summary>
    Bare,

    /// <summary>Count, next, previous, results by limit and offset.</summary>
    EnvelopeByOffset,

    /// <summary>The same, and the count is wrong: it is the page's.</summary>
    EnvelopeByOffsetCountsPage,

    /// <summary>The same by page number, 300 a page; a page behind the last is an error.</summary>
    EnvelopeByPage,

    /// <summary>The envelope one level down, beside its owner's id.</summary>
    Nested,

    /// <summary>A cursor as URL.</summary>
    CursorUrl,

    /// <summary>A cursor as token; an empty page comes in the middle.</summary>
    CursorToken,

    /// <summary>Offset, limit and total are null, and a cursor stands there that means nothing.</summary>
    Prism,

    /// <summary>Total, page, size, results.</summary>
    PageAndSize,

    /// <summary>A raw cursor that goes back as <c>after</c>.</summary>
    After,

    /// <summary>Limit up to 1000 and a total of another name.</summary>
    Thousand,

    /// <summary>The whole list beside its owner's id.</summary>
    WrappedWhole,

    /// <summary>The whole list as an array.</summary>
    BareWhole,
}

/// <summary>A list in memory, handed out in one of the styles; it notes what it was asked.</summary>
internal sealed class ListServer(ListStyle style, int rows)
{
    private readonly Lock _gate = new();
    private int _inFlight;

    /// <summary>The most items that it gives at once, whatever is asked.</summary>
    public int Cap { get; init; } = int.MaxValue;

    /// <summary>Waits before each answer; null answers at once.</summary>
    public Func<Task>? Wait { get; init; }

    /// <summary>True where the next request is to fail.</summary>
    public Func<bool> Fails { get; init; } = () => false;

    /// <summary>The places of the items in the list, as they are when a request comes.</summary>
    public Func<IEnumerable<int>>? Rows { get; set; }

    public List<long> Starts { get; } = [];

    public int MostInFlight { get; private set; }

    /// <summary>How many requests have come, answered or not.</summary>
    public int Requests { get; private set; }

    public int InFlight
    {
        get
        {
            lock (_gate)
                return _inFlight;
        }
    }

    /// <summary>True lets each request wait until it is called off.</summary>
    public bool WaitsForCancel { get; init; }

    public RecordingLog Log { get; } = new();

    public static int Largest(ListStyle style) => style switch { ListStyle.Thousand => 1000, ListStyle.PageAndSize => 50, ListStyle.CursorUrl => 500, _ => 300 };

    private string Tool => style switch
    {
        ListStyle.Bare => "get-devices",
        ListStyle.EnvelopeByOffset or ListStyle.EnvelopeByOffsetCountsPage => "get-blueprints",
        ListStyle.EnvelopeByPage => "get-library-custom-apps",
        ListStyle.Nested => "get-device-activity",
        ListStyle.CursorUrl => "get-audit-events",
        ListStyle.CursorToken => "get-users",
        ListStyle.Prism => "get-prism-filevault",
        ListStyle.PageAndSize => "get-vulnerability-management-vulnerabilities",
        ListStyle.After => "get-vulnerability-management-detections",
        ListStyle.Thousand => "get-threat-details",
        ListStyle.WrappedWhole => "get-device-apps",
        _ => "get-device-notes",
    };

    private string[] Parameters => style switch
    {
        ListStyle.EnvelopeByPage => ["page"],
        ListStyle.CursorUrl => ["cursor", "limit"],
        ListStyle.CursorToken => ["cursor"],
        ListStyle.PageAndSize => ["page", "size"],
        ListStyle.After => ["after", "size"],
        ListStyle.WrappedWhole or ListStyle.BareWhole => ["device_id"],
        ListStyle.Nested => ["device_id", "limit", "offset"],
        _ => ["limit", "offset"],
    };

    public Pager Open(PageRequest page)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(Parameters.Select(name => KeyValuePair.Create(name, (JsonNode?)PropertyOf(name)))) };
        var tool = ToolCatalogue.Build([new ListedTool(Tool, null, null, schema.ToJsonString(), null, null)]).Tools[0];
        var arguments = Parameters.Contains("device_id") ? new Dictionary<string, object?> { ["device_id"] = "d1" } : [];
        return new Pager(ToolCall.Bind(tool, null, arguments, null, page), AnswerAsync, Log);
    }

    private JsonObject PropertyOf(string name) => name switch
    {
        "limit" or "size" => new JsonObject { ["type"] = "integer", ["maximum"] = Largest(style) },
        "offset" or "page" => new JsonObject { ["type"] = "integer" },
        _ => new JsonObject { ["type"] = "string" },
    };

    private async Task<ToolAnswer> AnswerAsync(JsonObject arguments, CancellationToken cancellationToken)
    {
        string answer;
        lock (_gate)
        {
            Requests++;
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            if (Fails())
            {
                _inFlight--;
                throw new IruException(FailureIds.ServerUnavailable, IruErrorCategory.ResourceUnavailable, "Not now.");
            }
        }
        try
        {
            if (WaitsForCancel)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (Wait is not null)
                await Wait();
        }
        finally
        {
            lock (_gate)
                _inFlight--;
        }
        lock (_gate)
        {
            answer = Answer(arguments, [.. Rows?.Invoke() ?? Enumerable.Range(0, rows)]);
        }
        return AnswerReader.Read(new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $$"""{"operation":"x","outcome":"success","result":{{answer}}}""" }),
        });
    }

    private string Answer(JsonObject arguments, int[] all)
    {
        var size = Math.Min(Cap, Math.Min(Largest(style), Number(arguments, "limit") ?? Number(arguments, "size") ?? Largest(style)));
        var start = style is ListStyle.EnvelopeByPage or ListStyle.PageAndSize ? ((Number(arguments, "page") ?? 1) - 1) * size
            : Number(arguments, "offset") ?? Place(arguments, "cursor") ?? Place(arguments, "after") ?? 0;
        Starts.Add(start);
        if (style == ListStyle.EnvelopeByPage && start > 0 && start >= all.Length)
            throw new IruException(FailureIds.NotFound, IruErrorCategory.ObjectNotFound, "Invalid page.");
        if (style is ListStyle.WrappedWhole or ListStyle.BareWhole)
            (start, size) = (0, all.Length);

        // A page that a filter has emptied; the cursor goes on.
        var isEmptied = style == ListStyle.CursorToken && arguments["cursor"]?.ToString().StartsWith('e') == false;
        var page = isEmptied ? [] : all.Skip(start).Take(size).ToArray();
        var items = "[" + string.Join(",", page.Select(row => $$"""{"id":"{{row}}","n":{{row}}}""")) + "]";
        var ends = start + page.Length >= all.Length;
        return style switch
        {
            ListStyle.Bare or ListStyle.BareWhole => items,
            ListStyle.EnvelopeByOffset => Envelope(all.Length, ends ? null : $"https://x/?limit={size}&offset={start + size}", items),
            ListStyle.EnvelopeByOffsetCountsPage => Envelope(page.Length, ends ? null : $"https://x/?limit={size}&offset={start + size}", items),
            ListStyle.EnvelopeByPage => Envelope(all.Length, ends ? null : $"https://x/?page={start / size + 2}", items),
            ListStyle.Nested => $$"""{"device_id":"d1","activity":{{Envelope(all.Length, ends ? null : "https://x/?offset=1", items)}}}""",
            ListStyle.CursorUrl => Envelope(null, ends ? null : $"https://x/?cursor={Uri.EscapeDataString("at=" + (start + size))}&limit={size}", items),
            ListStyle.CursorToken => Envelope(null, isEmptied ? $"e={start}" : ends ? null : $"a={start + size}", items),
            ListStyle.After => Envelope(null, ends ? null : $"a={start + size}", items),
            ListStyle.Prism => $$"""{"offset":null,"limit":{{size}},"total":null,"data":{{items}},"cursor":"stray"}""",
            ListStyle.PageAndSize => $$"""{"total":{{all.Length}},"page":{{start / size + 1}},"size":{{size}},"results":{{items}}}""",
            ListStyle.Thousand => $$"""{"total_count":{{all.Length}},"malicious_count":0,"results":{{items}}}""",
            _ => $$"""{"device_id":"d1","apps":{{items}}}""",
        };
    }

    private static string Envelope(int? count, string? next, string items) =>
        $$"""{{{(count is null ? "" : $"\"count\":{count},")}}"next":{{(next is null ? "null" : $"\"{next}\"")}},"previous":null,"results":{{items}}}""";

    private static int? Number(JsonObject arguments, string name) =>
        arguments[name] is { } node ? int.Parse(node.ToString(), CultureInfo.InvariantCulture) : null;

    private static int? Place(JsonObject arguments, string name) =>
        arguments[name] is { } node ? int.Parse(node.ToString().Split('=')[1], CultureInfo.InvariantCulture) : null;
}
