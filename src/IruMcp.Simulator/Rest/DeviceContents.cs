using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>What is on a device: applications, library items, parameters.</summary>
internal static class DeviceContents
{
    private static readonly string[] ItemStatuses = ["PASS", "PASS", "PASS", "PASS", "success", "AVAILABLE", "PENDING", "ERROR", "EXCLUDED", "INCOMPATIBLE", "failed"];
    private static readonly string[] ParameterStatuses = ["PASS", "PASS", "PASS", "REMEDIATED", "WARNING", "ERROR", "PENDING", "INCOMPATIBLE"];

    private static readonly (string Name, string Category)[] Parameters =
    [
        ("Require password after sleep", "Security"), ("Enable Gatekeeper", "Security"), ("Disable guest account", "Accounts"),
        ("Set time zone", "General"), ("Enable firewall", "Network"), ("Audit: sudo log", "Logging"),
    ];

    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /devices/{device_id}/apps", Apps);
        routes.Map("GET /devices/{device_id}/library-items", call => With(call.Device(), ("library_items", LibraryItems(call.Device()))));
        routes.Map("GET /devices/{device_id}/parameters", call => With(call.Device(), ("parameters", ParametersOf(call.Device()))));
        routes.Map("GET /devices/{device_id}/status", call => With(call.Device(), ("library_items", LibraryItems(call.Device())), ("parameters", ParametersOf(call.Device()))));
    }

    /// <summary>How a library item fares on a device.</summary>
    public static JsonObject ItemStatus(Device device, Document item)
    {
        Dice dice = DeviceFacts.Dice(device, "status" + item.Id);
        string id = dice.Uuid();
        string reported = Dates.Iso(device.LastCheckIn.AddMinutes(-dice.Below(600)));
        return new JsonObject
        {
            ["id"] = id,
            ["status"] = dice.Pick(ItemStatuses),
            ["reported_at"] = reported,
            ["log"] = "Last run finished.\nExit code 0 ✔",
            ["last_audit_run"] = item.Kind == LibraryBuilder.Script ? reported : null,
            ["last_audit_log"] = null,
            ["control_log"] = null,
            ["control_reported_at"] = null,
            ["item_id"] = item.Id,
            ["name"] = item.Name,
            ["type"] = item.Kind,
            ["computer"] = new JsonObject { ["id"] = device.Id, ["name"] = device.Name },
            ["blueprint"] = device.Blueprint is { } b ? new JsonObject { ["id"] = b.Id, ["name"] = b.Name } : null,
            ["rules_present"] = false,
        };
    }

    private static JsonObject With(Device device, params (string Name, JsonArray Items)[] lists)
    {
        var json = new JsonObject { ["device_id"] = device.Id };
        foreach ((string name, JsonArray items) in lists)
            json[name] = items;
        return json;
    }

    private static JsonArray LibraryItems(Device device) =>
        device.Blueprint is { } blueprint ? Paging.Json(blueprint.LibraryItems, i => ItemStatus(device, i)) : [];

    private static JsonArray ParametersOf(Device device)
    {
        if (device.Platform != Platform.Mac)
            return [];
        Dice dice = DeviceFacts.Dice(device, "parameters");
        return Paging.Json(Parameters, p => new JsonObject
        {
            ["status"] = dice.Pick(ParameterStatuses),
            ["item_id"] = new Dice(0, p.Name, 0).Uuid(),
            ["name"] = p.Name,
            ["category"] = p.Category,
            ["subcategory"] = "",
        });
    }

    private static JsonObject Apps(RestCall call)
    {
        Device device = call.Device();
        Dice dice = DeviceFacts.Dice(device, "apps");
        return With(device, ("apps", Paging.Json(Vocabulary.Apps.Take(4 + dice.Below(7)).Select((n, i) => (n, i)), a => App(device, a.n, a.i))));
    }

    private static JsonObject App(Device device, string name, int index)
    {
        Dice dice = DeviceFacts.Dice(device, "app" + name);
        string bundle = "com.example." + new string([.. name.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        string version = $"{1 + dice.Below(20)}.{dice.Below(10)}.{index}";
        return device.Platform switch
        {
            Platform.Windows => WindowsApp(name, version, ref dice),
            Platform.Android => AndroidApp(name, bundle, version, ref dice),
            _ => new JsonObject
            {
                ["app_id"] = dice.Below(1_000_000),
                ["app_name"] = name,
                ["bundle_id"] = bundle,
                ["bundle_size"] = dice.Below(900_000_000),
                ["app_store_vendable"] = index % 2 == 0,
                ["device_based_vpp"] = false,
                ["source"] = "Identified Developer",
                ["process"] = name,
                ["signature"] = $"Developer ID Application: Example ({dice.Characters("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10)})",
                ["creation_date"] = Dates.Iso(device.Enrolled),
                ["modification_date"] = Dates.Iso(device.Enrolled.AddDays(1)),
                ["path"] = $"/Applications/{name}.app",
                ["version"] = version,
            },
        };
    }

    private static JsonObject WindowsApp(string name, string version, ref Dice dice) => new()
    {
        ["name"] = name,
        ["display_name"] = name,
        ["publisher"] = "CN=Example",
        ["publisher_display_name"] = "Example GmbH & Co. KG",
        ["product_code"] = "{" + dice.Uuid().ToUpperInvariant() + "}",
        ["version"] = version,
        ["architecture"] = "x64",
        ["installed_path"] = $@"C:\Program Files\{name}\",
        ["application_type"] = "MSI",
    };

    private static JsonObject AndroidApp(string name, string package, string version, ref Dice dice) => new()
    {
        ["display_name"] = name,
        ["package_name"] = package,
        ["version_name"] = version,
        ["application_source"] = "INSTALLED_FROM_PLAY_STORE",
        ["installer_package_name"] = "com.android.vending",
        ["sha256_hash"] = dice.Characters("0123456789abcdef", 64),
        ["sha1_hashes"] = new JsonArray(dice.Characters("0123456789abcdef", 40)),
    };
}
