using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Malware and unwanted programs found, first and second version (style G: up to 1000 rows a page).</summary>
internal static class ThreatRoutes
{
    private static readonly string[] Statuses = ["quarantined", "not_quarantined", "released", "resolved"];
    private static readonly string[] Severities = ["informational", "low", "medium", "high", "critical"];

    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /threat-details", First);
        routes.Map("GET /api/v2/threat/threat-details", Second);
    }

    // Every seventh Mac has something.
    private static IEnumerable<Device> Hit(RestCall call) => call.Tenant.Devices.All.Where(d => d.Platform == Platform.Mac && d.Index % 7 == 0);

    private static DateTime Detected(Device d) => Dates.FleetTime.AddDays(-(d.Index % 60));

    private static JsonObject First(RestCall call)
    {
        JsonObject[] found = [.. Hit(call).Where(d => d.Index % 4 != 3).Select(Row).Where(r => Fits(call, r, "classification", "status"))];
        JsonObject page = Paging.ByOffset(call, found, r => r, size: 1000);
        page.Insert(3, "malware_count", found.Count(r => (string?)r["classification"] == "malware"));
        page.Insert(4, "pup_count", found.Count(r => (string?)r["classification"] == "pup"));
        return page;
    }

    private static bool Fits(RestCall call, JsonObject row, params string[] columns) =>
        columns.All(c => call.Text(c) is not { } wanted || (string?)row[c] == wanted)
        && (call.Text("device_id") is not { } id || (string?)row["device_id"] == id)
        && (call.Text("term") is not { } term || row.ToJsonString().Contains(term, StringComparison.OrdinalIgnoreCase))
        && (!call.Has("date_range") || string.CompareOrdinal((string?)row["detection_date"], Dates.Iso(Dates.FleetTime.AddDays(-call.Number("date_range", 0)))) >= 0);

    private static JsonObject Row(Device d)
    {
        bool isMalware = d.Index % 2 == 0;
        return new JsonObject
        {
            ["threat_name"] = isMalware ? "OSX/Example.A" : "PUP.Example.B",
            ["classification"] = isMalware ? "malware" : "pup",
            ["status"] = Statuses[d.Index % 4],
            ["process_name"] = "example",
            ["process_owner"] = DeviceFacts.LocalUser(d),
            ["device_name"] = d.Name,
            ["device_id"] = d.Id,
            ["detection_date"] = Dates.Iso(Detected(d)),
            ["date_of_quarantine"] = d.Index % 4 == 0 ? Dates.Iso(Detected(d).AddSeconds(2)) : null,
            ["date_of_release"] = null,
            ["released_by"] = null,
            ["release_note"] = null,
            ["file_path"] = "/Users/Shared/examplé.app",
            ["file_hash"] = DeviceFacts.Dice(d, "file").Characters("0123456789abcdef", 64),
            ["bundle_path"] = null,
            ["device_serial_number"] = d.Serial,
            ["blueprint_id"] = d.Blueprint?.Id,
            ["blueprint_name"] = d.Blueprint?.Name,
            ["library_item_name"] = "Avert",
            ["library_item_id"] = null,
            ["pup_posture"] = "detect",
            ["malware_posture"] = "protect",
        };
    }

    private static JsonObject Second(RestCall call)
    {
        IReadOnlyList<string> statuses = call.List("statuses") ?? [];
        JsonObject[] found = [.. Hit(call).Select(SecondRow).Where(r => statuses.Contains((string?)r["status"]) && Fits(call, r, "classification", "management_state"))];
        if (call.List("severities") is { } severities)
            found = [.. found.Where(r => severities.Contains((string?)r["severity"]))];
        return Paging.ByOffset(call, found, r => r, size: 1000);
    }

    private static JsonObject SecondRow(Device d)
    {
        JsonObject row = Row(d);
        row.Insert(0, "id", DeviceFacts.Dice(d, "threat").Uuid());
        row["severity"] = Severities[d.Index % Severities.Length];
        row["management_state"] = d.Index % 3 == 0 ? "closed" : "open";
        row["tags"] = new JsonArray();
        return row;
    }
}
