using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>
/// Prism: one report a category. Traps of paging style D: offset and total are null unless an offset was asked for, and
/// local_users answers a cursor even where nothing follows.
/// </summary>
internal static class PrismRoutes
{
    private static readonly Dictionary<string, Platform> Families = new()
    {
        ["Mac"] = Platform.Mac, ["iPhone"] = Platform.iPhone, ["iPad"] = Platform.iPad, ["tvOS"] = Platform.AppleTV,
    };

    public static void Register(RestRoutes routes)
    {
        foreach (PrismCategory category in PrismCategory.All)
            routes.Map("GET /prism/" + category.Name, call => Rows(call, category));
        routes.Map("GET /prism/count", Count);
    }

    private static JsonObject Rows(RestCall call, PrismCategory category)
    {
        int limit = call.Number("limit", 25);
        bool hasOffset = call.Has("offset");
        int offset = call.Text("cursor") is { } cursor ? Paging.Position(cursor) : call.Number("offset", 0);
        if (call.Has("cursor") && call.Text("sort_by") is not null)
            throw RestException.BadRequest(new JsonObject { ["detail"] = "sort_by cannot be combined with cursor." });

        IEnumerable<(Device Device, int Index)> places = Places(call, category);
        JsonObject[] data;
        int? total = null;
        RowFilter? filter = RowFilter.Parse(call.Arguments["filter"]);
        if (filter is null && call.Text("sort_by") is null)
        {
            data = [.. places.Skip(offset).Take(limit).Select(p => category.Row(p.Device, p.Index))];
            total = hasOffset ? places.Count() : null;
        }
        else
        {
            JsonObject[] all = [.. Sorted(places.Select(p => category.Row(p.Device, p.Index)).Where(r => filter?.Matches(r) != false), call.Text("sort_by"))];
            data = [.. all.Skip(offset).Take(limit)];
            total = hasOffset ? all.Length : null;
        }
        bool hasCursor = category.Name == "local_users" || (!hasOffset && data.Length == limit && call.Text("sort_by") is null);
        return new JsonObject
        {
            ["offset"] = hasOffset ? offset : null,
            ["limit"] = limit,
            ["total"] = total,
            ["data"] = new JsonArray([.. data]),
            ["cursor"] = hasCursor ? Paging.Cursor(offset + limit) : null,
        };
    }

    private static IEnumerable<JsonObject> Sorted(IEnumerable<JsonObject> rows, string? sortBy)
    {
        if (sortBy is null)
            return rows;
        string column = sortBy.TrimStart('-');
        return sortBy.StartsWith('-')
            ? rows.OrderByDescending(r => r[column]?.ToString() ?? "", StringComparer.Ordinal)
            : rows.OrderBy(r => r[column]?.ToString() ?? "", StringComparer.Ordinal);
    }

    // Where the rows are, without making them: skipping a hundred thousand of them must cost nothing.
    private static IEnumerable<(Device Device, int Index)> Places(RestCall call, PrismCategory category)
    {
        IReadOnlyList<string>? blueprints = call.List("blueprint_ids");
        Platform[]? families = call.List("device_families") is { } names ? [.. names.Where(Families.ContainsKey).Select(n => Families[n])] : null;
        foreach (Device device in call.Tenant.Devices.All)
        {
            if (!device.IsApple || (blueprints is not null && !blueprints.Contains(device.Blueprint?.Id)) || (families is not null && !families.Contains(device.Platform)))
                continue;
            int count = category.CountOf(device);
            for (int i = 0; i < count; i++)
                yield return (device, i);
        }
    }

    private static JsonObject Count(RestCall call)
    {
        string name = call.Text("category")!;
        PrismCategory category = PrismCategory.All.FirstOrDefault(c => c.Name == name)
            ?? throw RestException.BadRequest(new JsonObject { ["detail"] = $"Unknown category '{name}'." });
        return new JsonObject { ["count"] = Places(call, category).Count(), ["approximate"] = false };
    }
}
