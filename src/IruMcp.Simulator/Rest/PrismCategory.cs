using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>A Prism category: which devices have how many rows, and what is in a row.</summary>
internal sealed class PrismCategory(string name, Func<Device, int> countOf, Action<Device, int, JsonObject> fill)
{
    public static IReadOnlyList<PrismCategory> All { get; } =
    [
        new("activation_lock", _ => 1, PrismColumns.ActivationLock),
        new("apps", d => 3 + (d.Index % 7), PrismColumns.App),
        new("application_firewall", OnMac, PrismColumns.Firewall),
        new("cellular", d => d.IsHandheld ? 1 : 0, PrismColumns.Cellular),
        new("certificates", _ => 2, PrismColumns.Certificate),
        new("desktop_and_screensaver", OnMac, PrismColumns.Screensaver),
        new("device_information", _ => 1, PrismColumns.DeviceInformation),
        new("filevault", OnMac, PrismColumns.FileVault),
        new("gatekeeper_and_xprotect", OnMac, PrismColumns.Gatekeeper),
        new("installed_profiles", d => 1 + (d.Index % 3), PrismColumns.InstalledProfile),
        new("kernel_extensions", d => d.Platform == Platform.Mac && !DeviceFacts.IsAppleSilicon(d) ? 1 : 0, PrismColumns.KernelExtension),
        new("launch_agents_and_daemons", d => OnMac(d) * 2, PrismSoftwareColumns.LaunchItem),
        new("local_users", d => OnMac(d) * 2, PrismSoftwareColumns.LocalUser),
        new("startup_settings", OnMac, PrismSoftwareColumns.Startup),
        new("system_extensions", OnMac, PrismSoftwareColumns.SystemExtension),
        new("transparency_database", d => OnMac(d) * 2, PrismSoftwareColumns.Transparency),
    ];

    public string Name { get; } = name;

    public int CountOf(Device device) => countOf(device);

    public JsonObject Row(Device d, int index)
    {
        var row = new JsonObject
        {
            ["device_id"] = d.Id,
            ["device__name"] = d.Name,
            ["device__family"] = d.Platform == Platform.AppleTV ? "tvOS" : d.Platform.ToString(),
            ["device__user_id"] = d.User?.Id,
            ["device__user_name"] = d.User?.Name,
            ["device__user_email"] = d.User?.Email,
            ["blueprint_id"] = d.Blueprint?.Id,
            ["blueprint_name"] = d.Blueprint?.Name,
            ["tags"] = new JsonArray([.. d.Tags.Select(t => JsonValue.Create(t.Name))]),
            ["asset_tag"] = d.AssetTag,
            ["serial_number"] = d.Serial,
            ["model_id"] = d.Model,
            ["count"] = null,
            ["created_at"] = Dates.Iso(d.Enrolled),
            ["updated_at"] = Dates.Iso(d.LastCheckIn),
            ["last_changed_at"] = Dates.Iso(d.LastCheckIn),
            ["last_collected_at"] = Dates.Iso(d.LastCheckIn),
        };
        fill(d, index, row);
        return row;
    }

    private static int OnMac(Device d) => d.Platform == Platform.Mac ? 1 : 0;
}
