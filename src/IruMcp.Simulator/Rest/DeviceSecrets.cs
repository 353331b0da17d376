using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Secrets of a device. Each read is audited; a secret there is none of is null, not 404.</summary>
internal static class DeviceSecrets
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static void Register(RestRoutes routes)
    {
        Map(routes, "bypasscode", d => new JsonObject
        {
            ["user_based_albc"] = d.IsApple ? Groups(d, "user albc", 5, 6) : null,
            ["device_based_albc"] = d.IsApple ? Groups(d, "device albc", 5, 6) : null,
        });
        Map(routes, "filevaultkey", d => new JsonObject { ["key"] = d.FileVault ? Groups(d, "filevault", 4, 6) : null });
        Map(routes, "unlockpin", d => new JsonObject { ["pin"] = d.LockPin });
        Map(routes, "recoverypassword", d => new JsonObject { ["recovery_password"] = d.Platform == Platform.Mac ? Groups(d, "recovery", 4, 4) : null });
    }

    private static void Map(RestRoutes routes, string tail, Func<Device, JsonObject> read) =>
        routes.Map("GET /devices/{device_id}/secrets/" + tail, call =>
        {
            Device device = call.Device();
            call.Tenant.Audit("read", "device_secret", device.Id, new JsonObject { ["secret"] = tail });
            return read(device);
        });

    private static string Groups(Device device, string kind, int length, int count)
    {
        Dice dice = DeviceFacts.Dice(device, kind);
        return string.Join('-', Enumerable.Range(0, count).Select(_ => dice.Characters(Alphabet, length)));
    }
}
