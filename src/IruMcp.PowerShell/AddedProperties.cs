using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace IruMcp.PowerShell;

/// <summary>Properties that the API does not give, of objects of some types. (In a file of types they would cost a third of the module's
/// import.)</summary>
public static class AddedProperties
{
    private const string Device = "Iru.Device";
    private const string DeviceInformation = "Iru.Prism.DeviceInformation";
    private const string Command = "Iru.Command";

    /// <summary>By its class, since by name PowerShell would import the cmdlet's whole module, for as long as the rest of a first page takes.
    /// The version is the oldest one, so that every edition has it.</summary>
    private static readonly Type? UpdateTypeData = Type.GetType(
        "Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35");

    private static readonly ConditionalWeakTable<Runspace, object> Knowing = new();

    /// <summary>How long ago a device checked in, by elapsed time and not by clocks that change. A device that never did has the longest age
    /// there is: a filter for old ones finds it.</summary>
    public static TimeSpan LastCheckInAge(PSObject device) =>
        (ValueOf(device, "last_check_in") ?? ValueOf(device, "last_checkin")) is DateTime time ? Elapsed.Since(time) : TimeSpan.MaxValue;

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

    /// <summary>Has the runspace know the properties of the items' type, once. Must be called on the pipeline's thread.</summary>
    /// <param name="items">Items of one type.</param>
    internal static void EnsureFor(IReadOnlyList<object?> items)
    {
        if (items.Count == 0 || items[0] is not PSObject item || item.TypeNames[0] is not (Device or DeviceInformation or Command) || Runspace.DefaultRunspace is not { } runspace || Knowing.TryGetValue(runspace, out _))
            return;
        Knowing.Add(runspace, new object());
        Add([Of(Device, nameof(LastCheckInAge), true), Of(DeviceInformation, nameof(LastCheckInAge), true), Of(Command, nameof(StatusName), false)]);
    }

    /// <summary>Has the runspace know the types. Must be called on the pipeline's thread.</summary>
    internal static void Add(TypeData[] types)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = UpdateTypeData is { } command ? shell.AddCommand(new CmdletInfo("Update-TypeData", command)) : shell.AddCommand("Microsoft.PowerShell.Utility\\Update-TypeData");
        shell.AddParameter("Force", true).AddParameter("ErrorAction", ActionPreference.Ignore)
            .AddParameter("TypeData", types);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException)
        {
            // A runspace with few commands has no Update-TypeData. Its objects are without these properties, and otherwise whole.
        }
    }

    /// <param name="isHidden">True for what differs each time: it is there for whoever names it, and in no file that is made of whole objects.</param>
    private static TypeData Of(string typeName, string property, bool isHidden)
    {
        var type = new TypeData(typeName);
        type.Members.Add(property, new CodePropertyData(property, typeof(AddedProperties).GetMethod(property)!) { IsHidden = isHidden });
        return type;
    }

    private static object? ValueOf(PSObject item, string name) => item.Properties[name]?.Value;
}
