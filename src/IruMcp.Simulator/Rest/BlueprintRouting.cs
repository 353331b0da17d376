using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Blueprint routing: its settings and where it sent devices.</summary>
internal static class BlueprintRouting
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /blueprint-routing", Settings);
        routes.Map("PATCH /blueprint-routing", Update);
        routes.Map("GET /blueprint-routing/activity", Activity);
    }

    private static JsonObject Settings(RestCall call) => new()
    {
        ["enrollment_code"] = new JsonObject { ["is_active"] = call.Tenant.IsRoutingActive, ["code"] = call.Tenant.RoutingCode },
    };

    private static JsonObject Update(RestCall call)
    {
        if (call.Object("enrollment_code") is { } code)
        {
            call.Tenant.IsRoutingActive = (bool?)code["is_active"] ?? call.Tenant.IsRoutingActive;
            call.Tenant.RoutingCode = (string?)code["code"] ?? call.Tenant.RoutingCode;
        }
        call.Tenant.Audit("update", "blueprint_routing", "blueprint-routing");
        return Settings(call);
    }

    private static JsonObject Activity(RestCall call)
    {
        Device[] routed = [.. call.Tenant.Devices.All.Where(d => d.Index % 3 == 0 && d.Blueprint is not null)];
        return Paging.ByOffset(call, routed, d => new JsonObject
        {
            ["id"] = DeviceFacts.Dice(d, "routing").Uuid(),
            ["activity_time"] = Dates.Iso(d.Enrolled),
            ["activity_type"] = "device_routed",
            ["user"] = d.User?.Email,
            ["device_id"] = d.Id,
            ["details"] = new JsonObject { ["is_fallback"] = d.Index % 2 == 0, ["matched_route"] = "Route 1", ["destination_blueprint"] = d.Blueprint!.Id },
        });
    }
}
