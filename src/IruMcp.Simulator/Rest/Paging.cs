using System.Text;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Rest;

/// <summary>The paging styles of the API, each with its own envelope and traps.</summary>
public static class Paging
{
    private const string Host = "https://simulated.api.kandji.io/api/v1";

    /// <summary>Style A: a bare array, no total; only a short page tells the end.</summary>
    public static JsonArray Bare<T>(RestCall call, IEnumerable<T> items, Func<T, JsonNode> toJson, int size = 300) =>
        Json(items.Skip(call.Number("offset", 0)).Take(call.Number("limit", size)), toJson);

    /// <summary>Style B1: count, next, previous, results; next is a whole URL.</summary>
    public static JsonObject ByOffset<T>(RestCall call, IReadOnlyList<T> items, Func<T, JsonNode> toJson, int size = 300)
    {
        int offset = call.Number("offset", 0);
        int limit = call.Number("limit", size);
        string? Link(int at) => $"{Host}{call.Path}?limit={limit}&offset={at}";
        return new JsonObject
        {
            ["count"] = items.Count,
            ["next"] = offset + (long)limit < items.Count ? Link(offset + limit) : null,
            ["previous"] = offset > 0 ? Link(Math.Max(0, offset - limit)) : null,
            ["results"] = Json(items.Skip(offset).Take(limit), toJson),
        };
    }

    /// <summary>Style B2: the same envelope, 300 rows a page, pages counted from 1. A page beyond the last is 404.</summary>
    public static JsonObject ByPage<T>(RestCall call, IReadOnlyList<T> items, Func<T, JsonNode> toJson)
    {
        const int Size = 300;
        int page = call.Number("page", 1);
        int last = Math.Max(1, (items.Count + Size - 1) / Size);
        if (page > last)
            throw new RestException(404, new JsonObject { ["detail"] = "Invalid page." });
        return new JsonObject
        {
            ["count"] = items.Count,
            ["next"] = page < last ? $"{Host}{call.Path}?page={page + 1}" : null,
            ["previous"] = page > 1 ? $"{Host}{call.Path}?page={page - 1}" : null,
            ["results"] = Json(items.Skip((page - 1) * Size).Take(Size), toJson),
        };
    }

    /// <summary>
    /// Style C: next, previous, results, no count. Audit events answer a URL, users a bare token; either is taken back
    /// in <c>cursor</c>, with or without the URL around it.
    /// </summary>
    public static JsonObject ByCursor<T>(RestCall call, IReadOnlyList<T> items, Func<T, JsonNode> toJson, int size, bool asUrl)
    {
        int offset = Position(call.Text("cursor"));
        string? Link(int at) => asUrl ? $"{Host}{call.Path}?cursor={Uri.EscapeDataString(Cursor(at))}&limit={size}" : Cursor(at);
        return new JsonObject
        {
            ["next"] = offset + size < items.Count ? Link(offset + size) : null,
            ["previous"] = offset > 0 ? Link(Math.Max(0, offset - size)) : null,
            ["results"] = Json(items.Skip(offset).Take(size), toJson),
        };
    }

    /// <summary>Style E: total, page, size, results.</summary>
    public static JsonObject BySize<T>(RestCall call, IReadOnlyList<T> items, Func<T, JsonNode> toJson)
    {
        int page = call.Number("page", 1);
        int size = call.Number("size", 50);
        return new JsonObject
        {
            ["total"] = items.Count,
            ["page"] = page,
            ["size"] = size,
            ["results"] = Json(items.Skip((int)Math.Min((page - 1) * (long)size, int.MaxValue)).Take(size), toJson),
        };
    }

    /// <summary>Style F: next is a raw value for <c>after</c>. The same value sent as <c>cursor</c> is ignored without a word.</summary>
    public static JsonObject ByAfter<T>(RestCall call, IReadOnlyList<T> items, Func<T, JsonNode> toJson)
    {
        int offset = Position(call.Text("after"));
        int size = call.Number("size", 300);
        return new JsonObject
        {
            ["next"] = offset + size < items.Count ? Cursor(offset + size) : null,
            ["previous"] = offset > 0 ? Cursor(Math.Max(0, offset - size)) : null,
            ["results"] = Json(items.Skip(offset).Take(size), toJson),
        };
    }

    public static string Cursor(int offset) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"o={offset};v=1")).TrimEnd('=');

    /// <exception cref="RestException">400: the cursor is none of ours.</exception>
    public static int Position(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return 0;
        int at = cursor.IndexOf("cursor=", StringComparison.Ordinal);
        string token = at < 0 ? cursor : Uri.UnescapeDataString(cursor[(at + "cursor=".Length)..].Split('&')[0]);
        try
        {
            string text = Encoding.ASCII.GetString(Convert.FromBase64String(token.PadRight((token.Length + 3) / 4 * 4, '=')));
            return int.Parse(text.Split('=', ';')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw RestException.BadRequest(new JsonObject { ["detail"] = "Invalid cursor" });
        }
    }

    public static JsonArray Json<T>(IEnumerable<T> items, Func<T, JsonNode> toJson) => new([.. items.Select(toJson)]);
}
