using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>The named sets of tools. They go by the documented operation behind a tool, so that no tool's name is needed.</summary>
internal static class ToolSets
{
    public const string All = "All";

    private const string DeviceActions = "Device Actions";
    private const string DeviceInformation = "Device Information";
    private const string Library = "Library items";

    private static readonly string[] PostureReports =
        ["prism-activation-lock", "prism-application-firewall", "prism-filevault", "prism-gatekeeper-and-xprotect", "prism-startup-settings", "prism-transparency-database"];

    /// <summary>In the order in which they are most often wanted; each fits a client that takes forty tools.</summary>
    public static readonly IReadOnlyList<(string Name, Func<Operation, bool> Has)> Named =
    [
        ("Inventory", operation => operation.Risk == Risk.Read
            && (Is(operation, DeviceInformation, DeviceActions) || operation.Category is "Users" or "Tags" or "Blueprints" or "Settings")),
        ("Actions", operation => Is(operation, DeviceActions)
            || Is(operation, DeviceInformation) && operation.Risk > Risk.Sensitive
            || operation.Id is "list-devices" or "get-device"),
        ("Security", operation => operation.Category is "Device Secrets" or "Threats" or "Vulnerabilities" or "Audit Log"
            || PostureReports.Contains(operation.Id)
            || operation.Id is "list-devices" or "get-device" or "get-device-details"),
        ("Library", operation => Is(operation, Library, "Blueprints")),
        ("Reports", operation => operation.Category == "Prism" || operation.Id == "list-devices"),
        ("Administration", operation => operation.Category is "Automated Device Enrollment integrations" or "Blueprints" or "Blueprint Routing"
            or "Users" or "Tags" or "Settings" or "Audit Log"),
    ];

    public static bool Contains(string set, IruTool tool) =>
        string.Equals(set, All, StringComparison.OrdinalIgnoreCase)
        || tool.Operation is { } operation && Named.Any(named => string.Equals(named.Name, set, StringComparison.OrdinalIgnoreCase) && named.Has(operation));

    /// <summary>The category itself, or one of its parts, such as <c>Device Actions > Lost Mode</c>.</summary>
    private static bool Is(Operation operation, params string[] categories) => categories.Any(category =>
        operation.Category == category || operation.Category.StartsWith(category + " >", StringComparison.Ordinal));
}
