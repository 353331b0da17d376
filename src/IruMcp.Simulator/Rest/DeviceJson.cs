using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The row of a device as the list and the single read give it.</summary>
internal static class DeviceJson
{
    public static JsonObject Row(Device d) => new()
    {
        ["device_id"] = d.Id,
        ["device_name"] = d.Name,
        ["model"] = d.Model,
        ["serial_number"] = d.Serial,
        ["platform"] = d.Platform.ToString(),
        ["os_version"] = d.OsVersion,
        ["supplemental_build_version"] = d.IsApple ? d.Build : "",
        ["supplemental_os_version_extra"] = "",
        ["last_check_in"] = Dates.Iso(d.LastCheckIn),
        ["user"] = User(d),
        ["asset_tag"] = d.AssetTag ?? "",
        ["blueprint_id"] = d.Blueprint?.Id ?? "",
        ["mdm_enabled"] = d.Blueprint is not null,
        ["agent_installed"] = d.Platform is Platform.Mac or Platform.Windows,
        ["is_missing"] = d.IsMissing,
        ["is_removed"] = d.Blueprint is null,
        ["agent_version"] = d.Platform is Platform.Mac or Platform.Windows ? "5.1.22 (5390)" : "",
        ["first_enrollment"] = Dates.Spaced(d.Enrolled),
        ["last_enrollment"] = Dates.Spaced(d.Enrolled),
        ["blueprint_name"] = d.Blueprint?.Name ?? "",
        ["lost_mode_status"] = d.LostMode is null ? "" : "ENABLED",
        ["tags"] = new JsonArray([.. d.Tags.Select(t => JsonValue.Create(t.Name))]),
        ["api_level"] = d.Platform == Platform.Android ? "35" : "",
        ["security_patch_level"] = d.Platform == Platform.Android ? "2026-06-05" : "",
        ["full_software_version"] = d.Platform is Platform.Android or Platform.Windows ? d.Build : "",
    };

    public static JsonNode User(Device d) => d.User is { } user
        ? new JsonObject { ["email"] = user.Email, ["name"] = user.Name, ["id"] = user.Id, ["is_archived"] = user.IsArchived }
        : JsonValue.Create("");
}
