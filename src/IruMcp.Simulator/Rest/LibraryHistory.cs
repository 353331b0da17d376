using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>What was changed on a library item, and how it fares on each device of the blueprints that have it.</summary>
internal static class LibraryHistory
{
    private static readonly string[] Kinds =
        ["library_item_created", "library_item_edited", "library_item_assignment_changed", "library_item_duplicated", "library_item_edited"];

    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /library/library-items/{library_item_id}/activity", Activity);
        routes.Map("GET /library/library-items/{library_item_id}/status", Statuses);
    }

    private static Document Find(RestCall call) => call.Tenant.Library.Find(call.Text("library_item_id")) ?? throw RestException.NotFound("Library item");

    private static JsonObject Activity(RestCall call)
    {
        Document item = Find(call);
        User user = call.Tenant.Users.All[0];
        IEnumerable<JsonObject> found = Kinds.Select((kind, i) => new JsonObject
        {
            ["id"] = new Dice(0, "history" + item.Id, i).Uuid(),
            ["activity_time"] = Dates.Iso(Dates.FleetTime.AddDays(-100 + i)),
            ["activity_type"] = kind,
            ["user_id"] = user.Id,
            ["user_email"] = user.Email,
            ["details"] = new JsonObject { ["name"] = item.Name },
        });
        foreach (string column in (string[])["activity_type", "user_id", "user_email"])
        {
            if (call.Text(column) is { } wanted)
                found = found.Where(e => (string?)e[column] == wanted);
        }
        return Paging.ByOffset(call, [.. found], e => e);
    }

    private static JsonObject Statuses(RestCall call)
    {
        Document item = Find(call);
        IEnumerable<Device> devices = call.Tenant.Devices.All.Where(d => d.Blueprint?.LibraryItems.Contains(item) == true);
        if (call.Text("computer_id") is { } id)
            devices = devices.Where(d => string.Equals(d.Id, id, StringComparison.OrdinalIgnoreCase));
        return Paging.ByOffset(call, [.. devices], d =>
        {
            JsonObject status = DeviceContents.ItemStatus(d, item);
            status.Remove("item_id");
            status.Remove("name");
            status.Remove("type");
            return status;
        });
    }
}
