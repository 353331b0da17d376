using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Automated Device Enrollment integrations and their devices.</summary>
internal static class AdeRoutes
{
    private const string Root = "/integrations/apple/ade";
    private const string One = Root + "/{ade_token_id}";

    public static void Register(RestRoutes routes)
    {
        routes.Map($"GET {Root}/public_key", _ => JsonValue.Create(PublicKey));
        routes.Map($"GET {Root}", call => Paging.ByPage(call, call.Tenant.AdeIntegrations.All, d => Json(call, d)));
        routes.Map($"GET {One}", call => Json(call, Find(call)));
        routes.Map($"POST {Root}", Create);
        routes.Map($"POST {One}/renew", Change);
        routes.Map($"PATCH {One}", Change);
        routes.Map($"DELETE {One}", Delete);
        routes.Map($"GET {One}/devices", call => ListDevices(call, Find(call)));
        routes.Map($"GET {Root}/devices", call => ListDevices(call, null));
        routes.Map($"GET {Root}/devices/{{device_id}}", call => AdeJson.Device(call.Tenant, FindDevice(call)));
        routes.Map($"PATCH {Root}/devices/{{device_id}}", UpdateDevice);
    }

    private const string PublicKey = "-----BEGIN CERTIFICATE-----\nMIIBSIMULATEDxNOTxAxREALxCERTIFICATExxxxxxxxxxxxxxxxxxxxxxxxxxxx\n-----END CERTIFICATE-----\n";

    private static Document Find(RestCall call) => call.Tenant.AdeIntegrations.Find(call.Text("ade_token_id")) ?? throw RestException.NotFound("ADE integration");

    private static AdeDevice FindDevice(RestCall call) => call.Tenant.AdeDevices.Find(call.Text("device_id")) ?? throw RestException.NotFound("ADE device");

    private static JsonObject BlueprintOf(RestCall call) =>
        AdeBuilder.BlueprintRef(call.Tenant.Blueprints.Find(call.Text("blueprint_id")) ?? throw RestException.BadRequest(new JsonObject { ["blueprint_id"] = new JsonArray("Blueprint not found.") }));

    private static JsonObject Json(RestCall call, Document integration)
    {
        JsonObject json = integration.Content;
        var counts = new JsonObject { ["Mac"] = 0, ["iPad"] = 0, ["iPhone"] = 0, ["AppleTV"] = 0, ["total"] = 0 };
        foreach (IGrouping<Platform, AdeDevice> family in call.Tenant.AdeDevices.All.Where(d => d.Account == integration).GroupBy(d => d.Family))
        {
            counts[family.Key.ToString()] = family.Count();
            counts["total"] = (int)counts["total"]! + family.Count();
        }
        json["device_counts"] = counts;
        return json;
    }

    private static JsonObject Create(RestCall call)
    {
        string id = call.Tenant.NewId("ade");
        JsonObject content = AdeBuilder.Integration(id, "New Server", call.Tenant.NewId("ade server"), BlueprintOf(call), call.Text("email")!, call.Text("phone")!);
        var integration = new Document(id, "ade", content);
        call.Tenant.AdeIntegrations.Add(integration);
        call.Tenant.Audit("create", "ade_integration", id);
        return Json(call, integration);
    }

    private static JsonObject Change(RestCall call)
    {
        Document integration = Find(call);
        JsonObject content = integration.Content;
        content["blueprint"] = BlueprintOf(call);
        content["defaults"] = new JsonObject { ["email"] = call.Text("email"), ["phone"] = call.Text("phone") };
        if (call.Has("file"))
        {
            content["access_token_expiry"] = Dates.Iso(DateTime.UtcNow.AddDays(365));
            content["days_left"] = 365;
        }
        integration.Replace(content);
        call.Tenant.Audit("update", "ade_integration", integration.Id);
        return Json(call, integration);
    }

    private static JsonNode? Delete(RestCall call)
    {
        Document integration = Find(call);
        call.Tenant.AdeIntegrations.Remove(integration.Id);
        foreach (AdeDevice device in call.Tenant.AdeDevices.All.Where(d => d.Account == integration))
            call.Tenant.AdeDevices.Remove(device.Id);
        call.Tenant.Audit("delete", "ade_integration", integration.Id);
        return null;
    }

    private static JsonObject ListDevices(RestCall call, Document? integration)
    {
        IEnumerable<AdeDevice> found = call.Tenant.AdeDevices.All;
        if (integration is not null)
            found = found.Where(d => d.Account == integration);
        foreach ((string name, Func<AdeDevice, string?> value) in Filters)
        {
            if (call.Text(name) is { } wanted)
                found = found.Where(d => value(d)?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true);
        }
        return Paging.ByPage(call, [.. found], d => AdeJson.Device(call.Tenant, d));
    }

    private static readonly (string Name, Func<AdeDevice, string?> Value)[] Filters =
    [
        ("dep_account", d => d.Account.Id), ("blueprint_id", d => d.BlueprintId), ("user_id", d => d.UserId), ("device_family", d => d.Family.ToString()),
        ("model", d => d.Model), ("os", d => d.System), ("profile_status", d => d.ProfileStatus), ("serial_number", d => d.Serial),
    ];

    private static JsonObject UpdateDevice(RestCall call)
    {
        AdeDevice device = FindDevice(call);
        if (call.Has("blueprint_id"))
            device.BlueprintId = call.Text("blueprint_id");
        if (call.Has("asset_tag"))
            device.AssetTag = call.Text("asset_tag");
        if (call.Has("user_id"))
            device.UserId = call.Text("user_id");
        call.Tenant.Audit("update", "ade_device", device.Id);
        return AdeJson.Device(call.Tenant, device);
    }
}
