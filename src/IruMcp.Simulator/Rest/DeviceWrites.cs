using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Changing and deleting a device's record.</summary>
internal static class DeviceWrites
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("PATCH /devices/{device_id}", Update);
        routes.Map("DELETE /devices/{device_id}", Delete);
    }

    private static JsonObject Update(RestCall call)
    {
        Device device = call.Device();
        User? user = device.User;
        Blueprint? blueprint = device.Blueprint;
        if (call.Has("user"))
            user = call.Text("user") is { Length: > 0 } id ? FindUser(call, id) : null;
        if (call.Text("blueprint_id") is { } blueprintId)
            blueprint = call.Tenant.Blueprints.Find(blueprintId) ?? throw RestException.BadRequest(new JsonObject { ["detail"] = "Blueprint not found." });

        device.User = user;
        device.Blueprint = blueprint;
        if (call.Has("asset_tag"))
            device.AssetTag = call.Text("asset_tag");
        if (call.List("tags") is { } names)
            device.Tags = [.. names.Distinct().Select(n => TagNamed(call.Tenant, n))];
        call.Tenant.Audit("update", "device", device.Id, (JsonObject)call.Arguments.DeepClone());
        call.Tenant.Happened(device, "device_updated", (JsonObject)call.Arguments.DeepClone());
        return DeviceJson.Row(device);
    }

    private static JsonNode? Delete(RestCall call)
    {
        if (!call.Tenant.RemoveDevice(call.Device(), "delete"))
            throw RestException.NotFound("Device");
        return null;
    }

    // Users may be named by their UUID or by their old number.
    private static User FindUser(RestCall call, string id) =>
        call.Tenant.Users.Find(id) ?? call.Tenant.Users.All.FirstOrDefault(u => u.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == id)
        ?? throw RestException.BadRequest(new JsonObject { ["detail"] = "User not found." });

    private static Tag TagNamed(SimulatedTenant tenant, string name)
    {
        if (tenant.Tags.All.FirstOrDefault(t => t.Name == name) is { } known)
            return known;
        var created = new Tag(tenant.NewId("tag"), name);
        tenant.Tags.Add(created);
        return created;
    }
}
