using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>License limits and use.</summary>
internal static class LicensingRoutes
{
    public static void Register(RestRoutes routes) => routes.Map("GET /settings/licensing", Licensing);

    private static JsonObject Licensing(RestCall call)
    {
        Dictionary<Platform, int> counts = call.Tenant.Devices.All.GroupBy(d => d.Platform).ToDictionary(g => g.Key, g => g.Count());
        int most = Math.Max(500, call.Tenant.Devices.Count * 2);
        return new JsonObject
        {
            ["counts"] = new JsonObject
            {
                ["computers_count"] = call.Tenant.Devices.Count,
                ["ios_count"] = counts.GetValueOrDefault(Platform.iPhone),
                ["ipados_count"] = counts.GetValueOrDefault(Platform.iPad),
                ["macos_count"] = counts.GetValueOrDefault(Platform.Mac),
                ["tvos_count"] = counts.GetValueOrDefault(Platform.AppleTV),
            },
            ["limits"] = new JsonObject
            {
                ["plan_type"] = "enterprise",
                ["max_devices"] = most,
                ["max_devices_per_platform"] = new JsonObject { ["macos"] = most, ["ios_ipados"] = most },
            },
            ["tenantOverLicenseLimit"] = false,
        };
    }
}
