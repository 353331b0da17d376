using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The device list, one device, its command queue and its history.</summary>
internal static class DeviceReads
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /devices", List);
        routes.Map("GET /devices/{device_id}", call => DeviceJson.Row(call.Device()));
        routes.Map("GET /devices/{device_id}/commands", Commands);
        routes.Map("GET /devices/{device_id}/activity", Activity);
    }

    // The documentation shows a single object for a whole serial number; so it comes here when exactly one device has it.
    private static JsonNode List(RestCall call)
    {
        if (call.Text("serial_number") is { } serial && !call.Has("offset") && !call.Has("limit"))
        {
            Device[] found = [.. DeviceQuery.Select(call).Take(2)];
            if (found.Length == 1 && string.Equals(found[0].Serial, serial, StringComparison.OrdinalIgnoreCase))
                return DeviceJson.Row(found[0]);
        }
        return Paging.Bare(call, DeviceQuery.Select(call), DeviceJson.Row);
    }

    private static JsonObject Commands(RestCall call)
    {
        Device device = call.Device();
        JsonObject page = Paging.ByOffset(call, device.Commands, command => Command(call.Tenant, command));
        return new JsonObject { ["device_id"] = device.Id, ["commands"] = page };
    }

    // A command goes on when somebody looks: no test has to wait for a clock.
    private static JsonObject Command(SimulatedTenant tenant, DeviceCommand command)
    {
        bool isTaken = tenant.CommandListings >= 0 && command.Listings++ >= tenant.CommandListings;
        if (isTaken && command.End is null or CommandEnd.NotNow)
            command.End = tenant.CommandEnd;
        if (command.End is CommandEnd.Completed or CommandEnd.Failed)
            command.Completed ??= DateTime.UtcNow;
        bool hasFailed = command.End == CommandEnd.Failed;
        return new JsonObject
        {
            ["uuid"] = command.Id,
            ["error_chain"] = hasFailed ? new JsonArray(new JsonObject
            {
                ["ErrorCode"] = 12021,
                ["ErrorDomain"] = "MCMDMErrorDomain",
                ["LocalizedDescription"] = "The device refused the command",
            }) : [],
            ["command_type"] = command.Type,
            ["request_type"] = command.Type,
            ["metadata"] = new JsonObject(),
            ["request_requires_network_tether"] = false,
            ["status"] = command.End switch
            {
                CommandEnd.Completed => 3,
                CommandEnd.Failed => 4,
                CommandEnd.NotNow => 5,
                _ => command.Listings > 1 ? 2 : 1,
            },
            ["attempts"] = command.End is null ? 0 : 1,
            ["date_requested"] = Dates.Iso(command.Requested),
            ["date_completed"] = command.Completed is { } at ? Dates.Iso(at) : null,
            ["last_pushed"] = command.End is null ? null : Dates.Iso(command.Requested),
            ["user"] = null,
            ["priority"] = 0,
        };
    }

    private static JsonObject Activity(RestCall call)
    {
        Device device = call.Device();
        DeviceEvent[] events = [.. device.Events, .. PastEvents(device)];
        return new JsonObject { ["device_id"] = device.Id, ["activity"] = Paging.ByOffset(call, events, e => Event(device, e)) };
    }

    private static IEnumerable<DeviceEvent> PastEvents(Device device)
    {
        Dice dice = DeviceFacts.Dice(device, "activity");
        int count = 3 + dice.Below(6);
        for (int i = count; i > 0; i--)
        {
            DateTime at = device.Enrolled.AddHours(i * 5);
            string app = dice.Pick(Vocabulary.Apps);
            yield return new DeviceEvent((device.Index * 100L) + i, i == 1 ? "enrolled" : "library_item_installed", at,
                new JsonObject { ["name"] = app, ["Name"] = app.ToUpperInvariant(), [""] = i });
        }
    }

    private static JsonObject Event(Device device, DeviceEvent entry) => new()
    {
        ["id"] = entry.Id,
        ["created_at"] = Dates.Iso(entry.At),
        ["action_type"] = entry.Action,
        ["details"] = entry.Details.DeepClone(),
        ["computer"] = new JsonObject { ["id"] = device.Id, ["name"] = device.Name },
        ["blueprint"] = device.Blueprint is { } b ? new JsonObject { ["id"] = b.Id, ["name"] = b.Name } : null,
        ["user"] = device.User?.Email,
        ["external_token"] = null,
        ["blueprint_routing"] = null,
    };
}
