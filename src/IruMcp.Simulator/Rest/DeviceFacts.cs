using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Facts that follow from a device's number and are therefore the same wherever they are shown.</summary>
internal static class DeviceFacts
{
    public static string MacAddress(Device d) => $"a4:83:e7:{d.Index >> 16 & 255:x2}:{d.Index >> 8 & 255:x2}:{d.Index & 255:x2}";

    public static string IpAddress(Device d) => $"10.{d.Index >> 16 & 255}.{d.Index >> 8 & 255}.{d.Index & 255}";

    public static bool IsAppleSilicon(Device d) => d.Platform == Platform.Mac && !d.Model.Contains("2020", StringComparison.Ordinal);

    public static string LocalUser(Device d) => d.User?.Email.Split('@')[0] ?? "admin";

    public static Dice Dice(Device d, string kind) => new(0, kind + d.Id, d.Index);
}
