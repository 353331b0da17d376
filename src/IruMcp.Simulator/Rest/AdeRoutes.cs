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
        routes.Map($"GET {Root}/devices/{{device_id}}", call => FindDevice(call).Content);
        routes.Map($"PATCH {Root}/devices/{{device_id}}", UpdateDevice);
    }

    private const string PublicKey = "-----BEGIN CERTIFICATE-----\nMIIBSIMULATEDxNOTxAxREALxCERTIFICATExxxxxxxxxxxxxxxxxxxxxxxxxxxx\n-----END CERTIFICATE-----\n";

    private static Document Find(RestCall call) => call.Tenant.AdeIntegrations.Find(call.Text("ade_token_id")) ?? throw RestException.NotFound("ADE integration");

    private static Document FindDevice(RestCall call) => call.Tenant.AdeDevices.Find(call.Text("device_id")) ?? throw RestException.NotFound("ADE device");

    private static JsonObject BlueprintOf(RestCall call) =>
        AdeBuilder.BlueprintRef(call.Tenant.Blueprints.Find(call.Text("blueprint_id")) ?? throw RestException.BadRequest(new JsonObject { ["blueprint_id"] = new JsonArray("Blueprint not found.") }));

    private static JsonObject Json(RestCall call, Document integration)
    {
        JsonObject json = integration.Content;
        var counts = new JsonObject { ["Mac"] = 0, ["iPad"] = 0, ["iPhone"] = 0, ["AppleTV"] = 0, ["total"] = 0 };
        foreach (IGrouping<string, Document> family in call.Tenant.AdeDevices.All.Where(d => d.Kind == integration.Id).GroupBy(FamilyOf))
        {
            counts[family.Key] = family.Count();
            counts["total"] = (int)counts["total"]! + family.Count();
        }
        json["device_counts"] = counts;
        return json;
    }

    private static string FamilyOf(Document device) => (string)device.Content["device_family"]!;

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
        foreach (Document device in call.Tenant.AdeDevices.All.Where(d => d.Kind == integration.Id))
            call.Tenant.AdeDevices.Remove(device.Id);
        call.Tenant.Audit("delete", "ade_integration", integration.Id);
        return null;
    }

    private static JsonObject ListDevices(RestCall call, Document? integration)
    {
        IEnumerable<Document> found = call.Tenant.AdeDevices.All;
        if (integration is not null)
            found = found.Where(d => d.Kind == integration.Id);
        if (call.Text("dep_account") is { } account)
            found = found.Where(d => d.Kind == account);
        foreach (string column in (string[])["blueprint_id", "user_id", "device_family", "model", "os", "profile_status", "serial_number"])
        {
            if (call.Text(column) is { } wanted)
                found = found.Where(d => (string?)d.Content[column] is { } value && value.Contains(wanted, StringComparison.OrdinalIgnoreCase));
        }
        return Paging.ByPage(call, [.. found], d => d.Content);
    }

    private static JsonObject UpdateDevice(RestCall call)
    {
        Document device = FindDevice(call);
        JsonObject content = device.Content;
        foreach (string column in (string[])["blueprint_id", "asset_tag", "user_id"])
        {
            if (call.Has(column))
                content[column] = call.Text(column);
        }
        device.Replace(content);
        call.Tenant.Audit("update", "ade_device", device.Id);
        return device.Content;
    }
}
