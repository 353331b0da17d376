using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Everything under a device's <c>/action/</c>, and lost mode. Most answer an empty body.</summary>
internal static class DeviceActions
{
    private static readonly Platform[] Apple = [Platform.Mac, Platform.iPhone, Platform.iPad, Platform.AppleTV];
    private static readonly Platform[] Handheld = [Platform.iPhone, Platform.iPad];
    private static readonly Platform[] Mac = [Platform.Mac];

    private static readonly (string Tail, string Command, Platform[] Platforms)[] Plain =
    [
        ("updatelocation", "DeviceLocation", Handheld),
        ("clearpasscode", "ClearPasscode", Handheld),
        ("resetworkprofilepasscode", "ResetWorkProfilePasscode", [Platform.Android]),
        ("deleteuser", "DeleteUser", [Platform.Mac, Platform.iPad]),
        ("refreshcellularplans", "RefreshCellularPlans", Handheld),
        ("reinstallagent", "ReinstallAgent", Mac),
        ("remotedesktop", "EnableRemoteDesktop", Mac),
        ("renewmdmprofile", "RenewMDMProfile", Apple),
        ("restart", "RestartDevice", Apple),
        ("blankpush", "BlankPush", Apple),
        ("togglepersonalhotspot", "PersonalHotspot", Handheld),
        ("toggledataroaming", "DataRoaming", Handheld),
        ("shutdown", "ShutDownDevice", [Platform.Mac, Platform.iPhone, Platform.iPad]),
        ("updateinventory", "UpdateInventory", Apple),
        ("dailycheckin", "DailyCheckIn", [.. Apple, Platform.Windows]),
        ("unlockaccount", "UnlockUserAccount", Mac),
    ];

    public static void Register(RestRoutes routes)
    {
        foreach ((string tail, string command, Platform[] platforms) in Plain)
            routes.Map(Key(tail), call => Send(call, command, platforms));
        routes.Map(Key("erase"), Erase);
        routes.Map(Key("lock"), Lock);
        routes.Map(Key("setname"), SetName);
        routes.Map(Key("enablelostmode"), EnableLostMode);
        routes.Map(Key("disablelostmode"), DisableLostMode);
        routes.Map(Key("playlostmodesound"), PlaySound);
        routes.Map("GET /devices/{device_id}/details/lostmode", LostModeDetails);
        routes.Map("DELETE /devices/{device_id}/details/lostmode", CancelLostMode);
    }

    private static string Key(string tail) => "POST /devices/{device_id}/action/" + tail;

    private static JsonNode? Send(RestCall call, string command, Platform[] platforms)
    {
        Device device = Allowed(call.Device(), platforms);
        call.Tenant.Sent(device, command);
        device.LastCheckIn = DateTime.UtcNow;
        return null;
    }

    private static Device Allowed(Device device, Platform[] platforms) => platforms.Contains(device.Platform)
        ? device
        : throw RestException.BadRequest("Command is not allowed for current device");

    // The device is wiped at once, and with its enrollment goes its record.
    private static JsonNode? Erase(RestCall call)
    {
        Device device = call.Device();
        if (call.Object("ReturnToService")?["ProfileId"] is JsonValue profile && !IsInScope(device, profile.GetValue<string>()))
            throw RestException.BadRequest("The specified profile is not in scope for the device");
        call.Tenant.Sent(device, "EraseDevice");
        if (!call.Tenant.RemoveDevice(device, "erase"))
            throw RestException.NotFound("Device");
        return null;
    }

    private static bool IsInScope(Device device, string profile) => device.Blueprint?.LibraryItems.Any(i => i.Id == profile) == true;

    private static JsonNode? Lock(RestCall call)
    {
        Device device = Allowed(call.Device(), [.. Apple, Platform.Android]);
        if (device.IsLocked)
            throw RestException.BadRequest("This device is already locked.");
        device.IsLocked = true;
        call.Tenant.Sent(device, "DeviceLock");
        if (device.Platform != Platform.Mac)
            return null;
        Dice dice = DeviceFacts.Dice(device, "pin");
        device.LockPin = dice.Below(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        return new JsonObject { ["PIN"] = device.LockPin };
    }

    private static JsonNode? SetName(RestCall call)
    {
        Device device = Allowed(call.Device(), Apple);
        device.Name = call.Text("DeviceName")!;
        call.Tenant.Sent(device, "Settings");
        return null;
    }

    private static JsonNode? EnableLostMode(RestCall call)
    {
        Device device = Allowed(call.Device(), Handheld);
        if (device.LostMode is not null)
            throw RestException.BadRequest(new JsonArray("Device is already in lost mode."));
        device.LostMode = new LostMode(call.Text("Message") ?? "", call.Text("PhoneNumber") ?? "", call.Text("Footnote") ?? "", DateTime.UtcNow);
        call.Tenant.Sent(device, "EnableLostMode");
        return null;
    }

    private static JsonNode? DisableLostMode(RestCall call)
    {
        Device device = InLostMode(Allowed(call.Device(), Handheld));
        device.LostMode = null;
        call.Tenant.Sent(device, "DisableLostMode");
        return null;
    }

    private static JsonNode? PlaySound(RestCall call)
    {
        Device device = InLostMode(Allowed(call.Device(), Handheld));
        call.Tenant.Sent(device, "PlayLostModeSound");
        return null;
    }

    private static JsonNode? CancelLostMode(RestCall call)
    {
        Device device = InLostMode(call.Device());
        device.LostMode = null;
        call.Tenant.Audit("delete", "lost_mode", device.Id);
        return null;
    }

    private static Device InLostMode(Device device) => device.LostMode is not null
        ? device
        : throw RestException.BadRequest(new JsonArray("Device is not in lost mode."));

    private static JsonObject LostModeDetails(RestCall call)
    {
        Device device = InLostMode(call.Device());
        LostMode mode = device.LostMode!;
        Dice dice = DeviceFacts.Dice(device, "location");
        return new JsonObject
        {
            ["device_id"] = device.Id,
            ["lost_mode"] = new JsonObject
            {
                ["lost_mode_status"] = "ENABLED",
                ["enabled_by"] = "api_token",
                ["enable_status_at"] = Dates.Iso(mode.Since),
                ["lock_screen_message"] = mode.Message,
                ["lock_screen_phone_number"] = mode.Phone,
                ["lock_screen_footnote"] = mode.Footnote,
                ["disable_status"] = null,
                ["last_location"] = new JsonObject { ["latitude"] = 52.5m + (dice.Below(1000) / 10000m), ["longitude"] = 13.4m },
                ["last_location_at"] = Dates.Iso(mode.Since.AddMinutes(3)),
                ["sound_status"] = null,
                ["sound_status_at"] = null,
            },
        };
    }
}
