using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The audit trail. Its cursor comes as a whole URL.</summary>
internal static class AuditRoutes
{
    public static void Register(RestRoutes routes) => routes.Map("GET /audit/events", List);

    // Newest first as long as nothing else is asked for: a page seen once may shift when something happens meanwhile.
    private static JsonObject List(RestCall call)
    {
        IEnumerable<JsonObject> found = call.Tenant.AuditEvents;
        if (call.Text("start_date") is { } start)
            found = found.Where(e => string.CompareOrdinal((string?)e["occurred_at"], Time(start)) >= 0);
        if (call.Text("end_date") is { } end)
            found = found.Where(e => string.CompareOrdinal((string?)e["occurred_at"], Time(end)) <= 0);
        JsonObject[] sorted = call.Text("sort_by") switch
        {
            "occurred_at" => [.. found],
            "id" => [.. found.OrderBy(e => (string?)e["id"], StringComparer.Ordinal)],
            "-id" => [.. found.OrderByDescending(e => (string?)e["id"], StringComparer.Ordinal)],
            _ => [.. found.Reverse()],
        };
        return Paging.ByCursor(call, sorted, e => e.DeepClone(), call.Number("limit", 100), asUrl: true);
    }

    private static string Time(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            ? Dates.Iso(time)
            : throw RestException.BadRequest(new JsonObject { ["detail"] = $"'{text}' is no date." });
}
