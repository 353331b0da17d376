using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Suspicious behaviour detected, first and second version (style G).</summary>
internal static class BehaviorRoutes
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /behavioral-detections", First);
        routes.Map("GET /api/v2/threat/behavioral-detections/events", Second);
    }

    private static JsonObject First(RestCall call)
    {
        IEnumerable<Device> devices = call.Tenant.Devices.All.Where(d => d.Platform == Platform.Mac && d.Index % 9 == 0);
        if (call.Text("device_id") is { } id)
            devices = devices.Where(d => d.Id == id);
        JsonObject[] found = [.. devices.Select(d => Row(d, 0)).Where(r => Fits(call, r))];
        JsonObject page = Paging.ByOffset(call, found, r => r, size: 1000);
        return new JsonObject
        {
            ["total_count"] = found.Length,
            ["next"] = page["next"]?.DeepClone(),
            ["previous"] = page["previous"]?.DeepClone(),
            ["malicious_count"] = found.Count(r => (string?)r["classification"] == "malicious"),
            ["suspicious_count"] = found.Count(r => (string?)r["classification"] == "suspicious"),
            ["results"] = page["results"]!.DeepClone(),
        };
    }

    private static bool Fits(RestCall call, JsonObject row) =>
        (call.Text("classification") is not { } classification || (string?)row["classification"] == classification)
        && (call.Text("threat_id") is not { } threat || (string?)row["threat_id"] == threat)
        && (call.Text("status") is not { } status || (string?)row["threat_status"] == status)
        && (call.Text("term") is not { } term || row.ToJsonString().Contains(term, StringComparison.OrdinalIgnoreCase));

    private static JsonObject Second(RestCall call)
    {
        Device device = call.Device();
        int count = device.Platform == Platform.Mac ? device.Index % 5 : 0;
        JsonObject[] found = [.. Enumerable.Range(0, count).Select(i => Row(device, i))];
        return Paging.ByOffset(call, found, r => r, size: 1000);
    }

    private static JsonObject Row(Device d, int index)
    {
        bool isMalicious = (d.Index + index) % 2 == 0;
        return new JsonObject
        {
            ["id"] = DeviceFacts.Dice(d, "behavior" + index).Uuid(),
            ["threat_id"] = $"THREAT-{d.Index % 13:D3}",
            ["rule_version"] = "1.4",
            ["description"] = "A shell was started by an office program.",
            ["classification"] = isMalicious ? "malicious" : "suspicious",
            ["informational_tags"] = new JsonArray("T1059"),
            ["malware_family"] = new JsonArray(),
            ["detection_date"] = Dates.Iso(Dates.FleetTime.AddDays(-(d.Index % 30)).AddMinutes(index)),
            ["threat_status"] = isMalicious ? "blocked" : "detected",
            ["device_info"] = new JsonObject { ["id"] = d.Id, ["name"] = d.Name, ["serial_number"] = d.Serial },
            ["parent_process"] = new JsonObject { ["name"] = "Microsoft Word", ["pid"] = 400 },
            ["target_process"] = new JsonObject { ["name"] = "zsh", ["pid"] = 401, ["command_line"] = "zsh -c 'echo \"$HOME\"'" },
            ["library_item"] = new JsonObject { ["name"] = "Avert" },
            ["blueprint"] = d.Blueprint is { } b ? new JsonObject { ["id"] = b.Id, ["name"] = b.Name } : null,
        };
    }
}
