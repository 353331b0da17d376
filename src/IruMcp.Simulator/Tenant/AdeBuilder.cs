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
        Document account = dice.Pick(tenant.AdeIntegrations.All);
        JsonObject row = Row(device.Id, account, Family(device.Platform), device.Model, device.Serial, device.Blueprint?.Id, "pushed");
        row["mdm_device"] = new JsonObject
        {
            ["id"] = device.Id,
            ["enrolled_at"] = Dates.Iso(device.Enrolled),
            ["name"] = device.Name,
            ["enrollment_status"] = "enrolled",
            ["deferred_install"] = false,
            ["is_missing"] = device.IsMissing,
            ["is_removed"] = false,
        };
        row["user_id"] = device.User?.Id;
        row["asset_tag"] = device.AssetTag;
        tenant.AdeDevices.Add(new Document(device.Id, account.Id, row));
    }

    private static void AddWaiting(SimulatedTenant tenant, int index)
    {
        var dice = new Dice(tenant.Seed, "ade waiting", index);
        string id = dice.Uuid();
        Document account = dice.Pick(tenant.AdeIntegrations.All);
        tenant.AdeDevices.Add(new Document(id, account.Id, Row(id, account, "Mac", Vocabulary.Models[Platform.Mac][0], $"WAIT{index:D6}", tenant.Blueprints.All[0].Id, "assigned")));
    }

    private static string Family(Platform platform) => platform.ToString();

    private static JsonObject Row(string id, Document account, string family, string model, string serial, string? blueprint, string profileStatus) => new()
    {
        ["id"] = id,
        ["blueprint_id"] = blueprint,
        ["use_blueprint_routing"] = false,
        ["mdm_device"] = null,
        ["user_id"] = null,
        ["tags"] = new JsonArray(),
        ["dep_account"] = new JsonObject { ["id"] = account.Id, ["server_name"] = (string?)account.Content["server_name"] },
        ["asset_tag"] = null,
        ["color"] = "SPACE GRAY",
        ["description"] = model,
        ["device_assigned_by"] = "admin@example.com",
        ["device_assigned_date"] = Dates.Iso(Dates.FleetTime.AddDays(-300)),
        ["device_family"] = family,
        ["model"] = model,
        ["os"] = family switch { "Mac" => "OSX", "AppleTV" => "tvOS", _ => "iOS" },
        ["profile_assign_time"] = Dates.Iso(Dates.FleetTime.AddDays(-299)),
        ["profile_push_time"] = profileStatus == "pushed" ? Dates.Iso(Dates.FleetTime.AddDays(-298)) : null,
        ["profile_status"] = profileStatus,
        ["serial_number"] = serial,
        ["last_assignment_status"] = "SUCCESS",
        ["failed_assignment_attempts"] = 0,
        ["assignment_status_received_at"] = null,
    };
}
