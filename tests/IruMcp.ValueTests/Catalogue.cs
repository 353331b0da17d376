using System.Text.Json.Nodes;

namespace IruMcp.ValueTests;

/// <summary>What a tool's schema says of an argument, as far as the table of docs/values.md tells them apart.</summary>
public enum Shape
{
    Text,
    SecretText,
    Choice,
    WholeNumber,
    Boolean,
    ListOfText,
    ClosedObject,
}

/// <param name="Tool">The tool's name.</param>
/// <param name="Command">The tool's command, with {0} for the prefix.</param>
/// <param name="Name">The argument.</param>
/// <param name="Shape">What it takes.</param>
/// <param name="Others">Other arguments that the tool needs, by name.</param>
public sealed record Argument(string Tool, string Command, string Name, Shape Shape, params (string Name, string Expression)[] Others)
{
    public bool IsRead => Tool.StartsWith("get-", StringComparison.Ordinal);
}

/// <summary>The servers and arguments that the values are given to.</summary>
public static class Catalogue
{
    public static readonly (string Name, string Forms)[] Servers = [("Flat", "flat"), ("Nested", "nested"), ("Nullable", "nullable"), ("Deep", "nested,ref,nullable")];

    public static readonly string[] Platforms = ["Mac", "iPad", "iPhone", "AppleTV", "Android", "Windows"];

    private static readonly (string, string) Device = ("device_id", "$device");

    public static readonly Argument[] Arguments =
    [
        new("update-device", "Set-{0}IruDevice", "asset_tag", Shape.Text, Device),
        new("update-device", "Set-{0}IruDevice", "tags", Shape.ListOfText, Device),
        new("get-devices", "Get-{0}IruDevice", "os_version", Shape.Text),
        new("get-devices", "Get-{0}IruDevice", "limit", Shape.WholeNumber),
        new("get-devices", "Get-{0}IruDevice", "filevault_enabled", Shape.Boolean),
        new("get-devices", "Get-{0}IruDevice", "platform", Shape.Choice),
        new("get-audit-events", "Get-{0}IruAuditEvent", "start_date", Shape.Text),
        new("create-blueprint", "New-{0}IruBlueprint", "enrollment_code", Shape.ClosedObject, ("name", "'values'")),
        new("erase-device", "Clear-{0}IruDevice", "PIN", Shape.SecretText, Device),
    ];

    public static readonly string[] Tools = [.. Arguments.Select(argument => argument.Tool).Distinct()];

    /// <summary>The argument's value, which some servers put into an object around the body.</summary>
    public static JsonNode? Find(JsonObject sent, string name) => sent[name] ?? (sent["body"] as JsonObject)?[name];
}
