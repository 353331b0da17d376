using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>
/// The long description of one device. It mixes true booleans with "True" and numbers with texts, as the real one does.
/// </summary>
internal static class DeviceDetails
{
    public static void Register(RestRoutes routes) => routes.Map("GET /devices/{device_id}/details", call => Details(call.Device()));

    private static JsonObject Details(Device device) => device.Platform switch
    {
        Platform.Windows => Windows(device),
        Platform.Android => Android(device),
        _ => Apple(device),
    };

    private static string Spoken(bool value) => value ? "True" : "False";

    private static JsonArray Tags(Device device) => new([.. device.Tags.Select(t => JsonValue.Create(t.Name))]);

    private static JsonObject General(Device d) => new()
    {
        ["device_id"] = d.Id,
        ["device_name"] = d.Name,
        ["last_enrollment"] = Dates.Spaced(d.Enrolled),
        ["first_enrollment"] = Dates.Spaced(d.Enrolled),
        ["model"] = d.Model,
        ["platform"] = d.Platform.ToString(),
        ["os_version"] = d.OsVersion,
        ["supplemental_build_version"] = d.Build,
        ["system_version"] = $"{d.OsVersion} ({d.Build})",
        ["boot_volume"] = "Macintosh HD",
        ["time_since_boot"] = "3 days",
        ["last_user"] = DeviceFacts.LocalUser(d),
        ["asset_tag"] = d.AssetTag ?? "",
        ["assigned_user"] = DeviceJson.User(d),
        ["blueprint_name"] = d.Blueprint?.Name ?? "",
        ["blueprint_uuid"] = d.Blueprint?.Id ?? "",
    };

    private static JsonObject Apple(Device d)
    {
        Dice dice = DeviceFacts.Dice(d, "details");
        bool isMac = d.Platform == Platform.Mac;
        return new JsonObject
        {
            ["general"] = General(d),
            ["mdm"] = new JsonObject
            {
                ["mdm_enabled"] = Spoken(d.Blueprint is not null),
                ["install_date"] = Dates.Spaced(d.Enrolled),
                ["last_check_in"] = Dates.Spaced(d.LastCheckIn),
                ["mdm_enabled_user"] = new JsonArray(DeviceFacts.LocalUser(d)),
            },
            ["activation_lock"] = new JsonObject
            {
                ["bypass_code_failed"] = false,
                ["user_activation_lock_enabled"] = false,
                ["device_activation_lock_enabled"] = dice.Chance(50),
                ["activation_lock_allowed_while_supervised"] = null,
                ["activation_lock_supported"] = true,
            },
            ["filevault"] = new JsonObject
            {
                ["filevault_enabled"] = d.FileVault,
                ["filevault_recoverykey_type"] = d.FileVault ? "Personal" : null,
                ["filevault_prk_escrowed"] = d.FileVault,
                ["filevault_next_rotation"] = d.FileVault ? Dates.WithoutZone(Dates.FleetTime.AddDays(90)) : "",
                ["filevault_regen_required"] = false,
            },
            ["lost_mode"] = new JsonObject { ["lost_mode_status"] = d.LostMode is null ? "" : "ENABLED" },
            ["automated_device_enrollment"] = new JsonObject { ["auto_enrolled"] = true, ["auto_enroll_eligible"] = true },
            ["kandji_agent"] = new JsonObject
            {
                ["agent_installed"] = Spoken(isMac),
                ["install_date"] = Dates.Spaced(d.Enrolled),
                ["last_check_in"] = Dates.Iso(d.LastCheckIn),
                ["agent_version"] = isMac ? "5.1.22 (5390)" : "",
            },
            ["hardware_overview"] = new JsonObject
            {
                ["model_name"] = d.Model,
                ["model_identifier"] = isMac ? "Mac15,12" : "iPhone16,1",
                ["processor_name"] = DeviceFacts.IsAppleSilicon(d) ? "Apple M3" : "Intel Core i5",
                ["total_number_of_cores"] = "8",
                ["memory"] = "16 GB",
                ["udid"] = dice.Uuid().ToUpperInvariant(),
                ["serial_number"] = d.Serial,
            },
            ["volumes"] = new JsonArray(new JsonObject
            {
                ["name"] = "Macintosh HD",
                ["identifier"] = "disk3s1s1",
                ["format"] = "APFS",
                ["percent_used"] = dice.Below(100).ToString(CultureInfo.InvariantCulture) + "%",
                ["capacity"] = "994.7 GB",
                ["available"] = "926.3 GB",
                ["encrypted"] = d.FileVault ? "Yes" : "No",
            }),
            ["network"] = Network(d),
            ["recovery_information"] = new JsonObject { ["recovery_lock_enabled"] = isMac, ["firmware_password_exist"] = false, ["firmware_password_pending"] = false, ["password_rotation_scheduled"] = null },
            ["users"] = new JsonObject
            {
                ["regular_users"] = new JsonArray(LocalUser(DeviceFacts.LocalUser(d), 501, isAdmin: true)),
                ["system_users"] = new JsonArray(LocalUser("root", 0, isAdmin: true), LocalUser("_spotlight", 89, isAdmin: false)),
            },
            ["installed_profiles"] = new JsonArray(new JsonObject
            {
                ["name"] = "MDM Profile",
                ["uuid"] = dice.Uuid(),
                ["install_date"] = Dates.Spaced(d.Enrolled),
                ["verified"] = "verified",
                ["identifier"] = "com.example.mdm",
                ["organization"] = "Example Inc.",
                ["payload_types"] = new JsonArray("com.apple.mdm"),
            }),
            ["apple_business_manager"] = new JsonObject { ["status"] = "assigned" },
            ["security_information"] = new JsonObject { ["remote_desktop_enabled"] = false, ["sip_enabled"] = true },
            ["tags"] = Tags(d),
        };
    }

    private static JsonObject LocalUser(string name, int uid, bool isAdmin) => new()
    {
        ["username"] = name,
        ["uid"] = uid.ToString(CultureInfo.InvariantCulture),
        ["path"] = uid == 501 ? "/Users/" + name : "/var/" + name,
        ["name"] = name,
        ["admin"] = isAdmin,
        ["password_last_set"] = "",
    };

    private static JsonObject Network(Device d) => new()
    {
        ["local_hostname"] = $"host-{d.Index}",
        ["mac_address"] = DeviceFacts.MacAddress(d),
        ["ip_address"] = DeviceFacts.IpAddress(d),
        ["public_ip"] = "203.0.113.7",
    };

    private static JsonObject Windows(Device d)
    {
        JsonObject general = General(d);
        general["os_name"] = "Microsoft Windows 11 Pro";
        general["os_build"] = d.Build;
        general["os_edition"] = "Professional";
        return new JsonObject
        {
            ["general"] = general,
            ["mdm"] = new JsonObject { ["mdm_enabled"] = Spoken(d.Blueprint is not null), ["last_check_in"] = Dates.Iso(d.LastCheckIn) },
            ["hardware_overview"] = new JsonObject { ["manufacturer"] = "Example", ["model"] = d.Model, ["serial_number"] = d.Serial, ["total_memory"] = "32 GB", ["number_of_cores"] = "12" },
            ["network"] = Network(d),
            ["kandji_agent"] = new JsonObject { ["is_agent_installed"] = true, ["agent_version"] = "5.1.22 (5390)" },
            ["tags"] = Tags(d),
        };
    }

    private static JsonObject Android(Device d) => new()
    {
        ["general"] = General(d),
        ["hardware"] = new JsonObject { ["brand"] = "Example", ["model"] = d.Model, ["serial_number"] = d.Serial },
        ["management"] = new JsonObject { ["management_mode"] = "PROFILE_OWNER", ["ownership"] = "PERSONALLY_OWNED" },
        ["cellular"] = new JsonObject { ["imei"] = $"35{d.Index:D13}", ["operator"] = "Example Mobile" },
        ["security"] = new JsonObject { ["security_patch_level"] = "2026-06-05", ["is_device_secure"] = true, ["encryption_status"] = "ACTIVE_PER_USER" },
        ["tags"] = Tags(d),
    };
}
