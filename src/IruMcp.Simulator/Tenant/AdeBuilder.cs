using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Tenant;

/// <summary>Automated Device Enrollment: the tokens, and the Apple devices that came, or will come, through them.</summary>
internal static class AdeBuilder
{
    private static readonly string[] ServerNames = ["Example HQ", "Example Schule (München)"];

    public static void Fill(SimulatedTenant tenant)
    {
        for (int i = 0; i < ServerNames.Length; i++)
        {
            var dice = new Dice(tenant.Seed, "ade", i);
            string id = dice.Uuid();
            tenant.AdeIntegrations.Add(new Document(id, "ade", Integration(id, ServerNames[i], dice.Uuid(), BlueprintRef(tenant.Blueprints.All[i]), "it@example.com", "+1 555 0100")));
        }
        foreach (Device device in tenant.Devices.All)
        {
            if (device.IsApple)
                AddDevice(tenant, device);
        }
        int waiting = Math.Max(5, tenant.Devices.Count / 20);
        for (int i = 0; i < waiting; i++)
            AddWaiting(tenant, i);
    }

    public static JsonObject BlueprintRef(Blueprint b) => new() { ["id"] = b.Id, ["name"] = b.Name, ["icon"] = b.Icon, ["color"] = b.Color };

    public static JsonObject Integration(string id, string serverName, string serverId, JsonObject? blueprint, string email, string phone) => new()
    {
        ["id"] = id,
        ["blueprint"] = blueprint,
        ["access_token_expiry"] = Dates.Iso(Dates.FleetTime.AddDays(200)),
        ["server_name"] = serverName,
        ["server_uuid"] = serverId.ToUpperInvariant(),
        ["admin_id"] = "admin@example.com",
        ["org_name"] = "Example Inc.",
        ["org_email"] = "it@example.com",
        ["org_phone"] = "+1 555 0100",
        ["org_address"] = "1 Example Way",
        ["org_type"] = "org",
        ["stoken_file_name"] = serverName + "_Token.p7m",
        ["last_device_sync"] = Dates.Iso(Dates.FleetTime.AddHours(-1)),
        ["defaults"] = new JsonObject { ["email"] = email, ["phone"] = phone },
        ["days_left"] = 200,
        ["status"] = "active",
        ["status_reason"] = null,
        ["status_received_at"] = Dates.Iso(Dates.FleetTime.AddHours(-1)),
    };

    private static void AddDevice(SimulatedTenant tenant, Device device)
    {
        var dice = new Dice(tenant.Seed, "ade device", device.Index);
        tenant.AdeDevices.Add(new AdeDevice(device.Id)
        {
            Account = dice.Pick(tenant.AdeIntegrations.All),
            Device = device,
            Family = device.Platform,
            Model = device.Model,
            Serial = device.Serial,
            BlueprintId = device.Blueprint?.Id,
            UserId = device.User?.Id,
            AssetTag = device.AssetTag,
        });
    }

    private static void AddWaiting(SimulatedTenant tenant, int index)
    {
        var dice = new Dice(tenant.Seed, "ade waiting", index);
        tenant.AdeDevices.Add(new AdeDevice(dice.Uuid())
        {
            Account = dice.Pick(tenant.AdeIntegrations.All),
            Family = Platform.Mac,
            Model = Vocabulary.Models[Platform.Mac][0],
            Serial = $"WAIT{index:D6}",
            BlueprintId = tenant.Blueprints.All[0].Id,
        });
    }
}
