using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The row of an Automated Device Enrollment device. One that waits, or whose record has been deleted, has no mdm_device.</summary>
internal static class AdeJson
{
    public static JsonObject Device(SimulatedTenant tenant, AdeDevice d) => new()
    {
        ["id"] = d.Id,
        ["blueprint_id"] = d.BlueprintId,
        ["use_blueprint_routing"] = d.BlueprintId is null,
        ["mdm_device"] = tenant.Devices.Find(d.Device?.Id) is { } enrolled ? Enrolled(enrolled) : null,
        ["user_id"] = d.UserId,
        ["tags"] = new JsonArray(),
        ["dep_account"] = new JsonObject { ["id"] = d.Account.Id, ["server_name"] = (string?)d.Account.Content["server_name"] },
        ["asset_tag"] = d.AssetTag,
        ["color"] = "SPACE GRAY",
        ["description"] = d.Model,
        ["device_assigned_by"] = "admin@example.com",
        ["device_assigned_date"] = Dates.Iso(Dates.FleetTime.AddDays(-300)),
        ["device_family"] = d.Family.ToString(),
        ["model"] = d.Model,
        ["os"] = d.System,
        ["profile_assign_time"] = Dates.Iso(Dates.FleetTime.AddDays(-299)),
        ["profile_push_time"] = d.Device is null ? null : Dates.Iso(Dates.FleetTime.AddDays(-298)),
        ["profile_status"] = d.ProfileStatus,
        ["serial_number"] = d.Serial,
        ["last_assignment_status"] = "SUCCESS",
        ["failed_assignment_attempts"] = 0,
        ["assignment_status_received_at"] = null,
    };

    private static JsonObject Enrolled(Device device) => new()
    {
        ["id"] = device.Id,
        ["enrolled_at"] = Dates.Iso(device.Enrolled),
        ["name"] = device.Name,
        ["enrollment_status"] = "enrolled",
        ["deferred_install"] = false,
        ["is_missing"] = device.IsMissing,
        ["is_removed"] = device.Blueprint is null,
    };
}
