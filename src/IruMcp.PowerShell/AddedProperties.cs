using System.Management.Automation;
using System.Reflection;

namespace IruMcp.PowerShell;

/// <summary>Properties that the API does not give, of objects of some types. (In a file of types they would cost a third of the module's
/// import.)</summary>
public static class AddedProperties
{
    private static readonly Dictionary<string, (string Name, MethodInfo Getter)> ByType = new(StringComparer.Ordinal)
    {
        ["Iru.Device"] = (nameof(LastCheckInAge), GetterOf(nameof(LastCheckInAge))),
        ["Iru.Prism.DeviceInformation"] = (nameof(LastCheckInAge), GetterOf(nameof(LastCheckInAge))),
        ["Iru.Command"] = (nameof(StatusName), GetterOf(nameof(StatusName))),
    };

    /// <summary>How long ago a device has checked in; null where the object does not tell.</summary>
    public static TimeSpan? LastCheckInAge(PSObject device) =>
        (ValueOf(device, "last_check_in") ?? ValueOf(device, "last_checkin")) is DateTime time ? DateTime.Now - time : null;

    /// <summary>The status of a device's command in a word; null for a number that is not documented.</summary>
    public static string? StatusName(PSObject command) => ValueOf(command, "status") switch
    {
        1L or 1 => "Pending",
        2L or 2 => "Running",
        3L or 3 => "Completed",
        4L or 4 => "Failed",
        5L or 5 => "NotNow",
        _ => null,
    };

    internal static void AddTo(PSObject item, string typeName)
    {
        if (ByType.TryGetValue(typeName, out var added) && item.Properties[added.Name] is null)
            item.Properties.Add(new PSCodeProperty(added.Name, added.Getter), preValidated: true);
    }

    private static object? ValueOf(PSObject item, string name) => item.Properties[name]?.Value;

    private static MethodInfo GetterOf(string name) => typeof(AddedProperties).GetMethod(name)!;
}
