using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The own columns of the Prism categories about the device and its settings.</summary>
internal static class PrismColumns
{
    // The published example shows the columns of device_information here; nobody knows better.
    public static void ActivationLock(Device d, int index, JsonObject row) => DeviceInformation(d, index, row);

    public static void Screensaver(Device d, int index, JsonObject row) => DeviceInformation(d, index, row);

    public static void DeviceInformation(Device d, int index, JsonObject row)
    {
        row["device_capacity"] = 994_662_584_320L;
        row["host_name"] = $"host-{d.Index}.example.com";
        row["local_hostname"] = $"host-{d.Index}";
        row["apple_silicon"] = d.Platform == Platform.Mac ? DeviceFacts.IsAppleSilicon(d) : null;
        row["model"] = d.Model;
        row["model_name"] = d.Model.Split(" (")[0];
        row["shared_ipad"] = d.Platform == Platform.iPad ? false : null;
        row["cellular_technology"] = d.IsHandheld ? "LTE" : null;
        row["data_roaming"] = null;
        row["hotspot"] = null;
        row["first_enrollment_date"] = Dates.Iso(d.Enrolled);
        row["last_enrollment_date"] = Dates.Iso(d.Enrolled);
        row["agent_version"] = d.Platform == Platform.Mac ? "5.1.22 (5390)" : null;
        row["mdm_enabled"] = d.Blueprint is not null;
        row["agent_installed"] = d.Platform == Platform.Mac;
        row["os_version"] = d.OsVersion;
        row["os_build"] = d.Build;
        row["marketing_name"] = d.Model;
        row["supplemental_build_version"] = d.Build;
        row["supplemental_os_version_extra"] = "";
        row["display_os_version"] = $"{d.OsVersion} ({d.Build})";
        row["last_checkin"] = Dates.Iso(d.LastCheckIn);
        row["last_checkin_agent"] = Dates.Iso(d.LastCheckIn);
        row["last_checkin_mdm"] = Dates.Iso(d.LastCheckIn.AddMinutes(-7));
        row["battery_health"] = d.Platform == Platform.AppleTV ? null : "Normal";
        row["lost_mode_status"] = d.LostMode is null ? null : "ENABLED";
    }

    public static void App(Device d, int index, JsonObject row)
    {
        string name = Vocabulary.Apps[(d.Index + index) % Vocabulary.Apps.Length];
        Dice dice = DeviceFacts.Dice(d, "prism app" + index);
        row["path"] = $"/Applications/{name}.app";
        row["obtained_from"] = "identified_developer";
        row["bundle_size"] = 9_007_199_254_740_993L + dice.Below(1000);
        row["bundle_id"] = "com.example." + new string([.. name.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        row["name"] = name;
        row["short_version"] = $"{1 + dice.Below(20)}.{dice.Below(10)}";
        row["version"] = $"{dice.Below(100_000)}";
        row["signature"] = "Developer ID Application: Example";
        row["team_id"] = dice.Characters("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10);
        row["developer_name"] = "Example GmbH & Co. KG";
        row["category"] = "public.app-category.productivity";
        row["minimum_system_version"] = "12.0";
        row["creation_date"] = Dates.Iso(d.Enrolled);
        row["modification_date"] = Dates.Iso(d.Enrolled.AddDays(1));
    }

    public static void Firewall(Device d, int index, JsonObject row)
    {
        row["status"] = d.Index % 4 != 0;
        row["block_all_incoming"] = false;
        row["logging"] = true;
        row["logging_option"] = "throttled";
        row["stealth_mode"] = d.Index % 5 == 0;
        row["version"] = "1.6";
        row["allow_signed_applications"] = true;
        row["unloading"] = false;
    }

    public static void Cellular(Device d, int index, JsonObject row)
    {
        row["cellular_technology"] = "LTE";
        row["data_roaming_enabled"] = false;
        row["voice_roaming_enabled"] = false;
        row["modem_firmware_version"] = "2.70.01";
        row["personal_hotspot_enabled"] = false;
        row["meid"] = null;
        row["imei_slot_1"] = $"35{d.Index:D13}";
        row["iccid_slot_1"] = $"8949{d.Index:D15}";
        row["eid_slot_1"] = $"8904{d.Index:D28}";
        row["phone_number_slot_1"] = $"+4915{d.Index:D8}";
        row["carrier_slot_1"] = "Example Mobile";
        row["imei_slot_2"] = null;
        row["iccid_slot_2"] = null;
        row["carrier_slot_2"] = null;
    }

    public static void Certificate(Device d, int index, JsonObject row)
    {
        row["common_name"] = index == 0 ? "Example Root CA" : d.Id.ToUpperInvariant();
        row["identity_certificate"] = index == 1;
    }

    public static void FileVault(Device d, int index, JsonObject row)
    {
        row["status"] = d.FileVault;
        row["key_type"] = d.FileVault ? "Personal" : null;
        row["key_escrowed"] = d.FileVault;
        row["regeneration_needed"] = false;
        row["scheduled_key_rotation"] = d.FileVault ? Dates.Iso(Dates.FleetTime.AddDays(90)) : null;
    }

    public static void Gatekeeper(Device d, int index, JsonObject row)
    {
        row["gatekeeper_status"] = true;
        row["trusted_developers"] = true;
        row["gatekeeper_version"] = "8.0";
        row["gatekeeper_opaque_version"] = "94";
        row["xprotect_version"] = "5297";
        row["malware_removal_tool_version"] = "1.93";
    }

    public static void InstalledProfile(Device d, int index, JsonObject row)
    {
        row["profile_display_name"] = index == 0 ? "MDM Profile" : $"Profile {index:D3}";
        row["payload_identifier"] = $"com.example.mdm.{index}";
        row["payload_uuid"] = DeviceFacts.Dice(d, "payload" + index).Uuid();
        row["removal_passcode"] = false;
        row["encrypted"] = false;
        row["managed"] = true;
        row["profile_description"] = "";
        row["organization"] = "Example Inc.";
        row["removable"] = false;
        row["signed"] = true;
        // Names that differ by case only, and an empty one, as payloads written by people have them.
        row["profile_data"] = new JsonArray(new JsonObject { ["PayloadType"] = "com.apple.mdm", ["payloadType"] = "legacy", [""] = "unnamed", ["Count"] = index });
    }

    public static void KernelExtension(Device d, int index, JsonObject row)
    {
        row["path"] = "/Library/Extensions/Example.kext";
        row["bundle_id"] = "com.example.kext";
        row["version"] = "1.0";
        row["loaded"] = false;
    }
}
