using System.Management.Automation;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Says what a call acts on, for questions and -WhatIf: the names a person knows, then the ids that are sent.</summary>
internal static class ItemText
{
    private static readonly string[] NameMembers = ["device_name", "device__name", "name", "serial_number", "email"];

    public static string Of(PSObject? item, ToolCall call)
    {
        if (item is null || item.BaseObject is string or ValueType)
            return call.Target;

        var members = PowerShellValues.ScalarMembers(item);
        var names = NameMembers
            .Select(name => members.TryGetValue(name, out var value) ? value as string : null)
            .Where(text => !string.IsNullOrWhiteSpace(text) && !call.Target.Contains(text!))
            .Distinct()
            .ToList();
        return names.Count == 0 ? call.Target : $"'{names[0]}' ({string.Join(", ", names.Skip(1).Append(call.Target))})";
    }
}
