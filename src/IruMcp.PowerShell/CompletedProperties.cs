using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Lets Tab complete the properties of this module's own objects behind a pipe. PowerShell sees no types in a load context, so the
/// cmdlets name as a second type of their output one that has no objects, and whose properties are those of the real one.</summary>
internal static class CompletedProperties
{
    public const string Suffix = "#Properties";

    private static readonly ConditionalWeakTable<Runspace, object> Knowing = new();

    /// <summary>Has the runspace know them, once, where somebody may press Tab. Must be called on the pipeline's thread.</summary>
    public static void Ensure(PSCmdlet cmdlet)
    {
        if (Runspace.DefaultRunspace is not { } runspace || Knowing.TryGetValue(runspace, out _) || Interaction.WhyNobodyCanAnswer(cmdlet.Host) is not null)
            return;
        Knowing.Add(runspace, new object());
        AddedProperties.Add([.. new[] { typeof(IruTool), typeof(IruConnection), typeof(AuditEntry), typeof(PolicyRule) }.Select(Of)]);
    }

    private static TypeData Of(Type type)
    {
        var data = new TypeData(type.FullName + Suffix);
        foreach (var property in type.GetProperties())
            data.Members.Add(property.Name, new NotePropertyData(property.Name, null));
        return data;
    }
}
