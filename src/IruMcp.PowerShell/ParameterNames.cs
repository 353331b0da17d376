using System.Management.Automation;
using System.Reflection;

namespace IruMcp.PowerShell;

/// <summary>The names that a cmdlet's own and PowerShell's common parameters have already taken.</summary>
internal static class ParameterNames
{
    private static readonly string[] Common =
    [
        "Verbose", "vb", "Debug", "db", "ErrorAction", "ea", "WarningAction", "wa", "InformationAction", "infa", "ErrorVariable", "ev",
        "WarningVariable", "wv", "InformationVariable", "iv", "OutVariable", "ov", "OutBuffer", "ob", "PipelineVariable", "pv",
        "ProgressAction", "proga", "WhatIf", "wi", "Confirm", "cf", "First", "Skip", "IncludeTotalCount", "UseTransaction", "usetx",
    ];

    public static HashSet<string> TakenBy(Type cmdlet)
    {
        var taken = new HashSet<string>(Common, StringComparer.OrdinalIgnoreCase);
        foreach (var property in cmdlet.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))))
        {
            taken.Add(property.Name);
            taken.UnionWith(property.GetCustomAttributes<AliasAttribute>().SelectMany(alias => alias.AliasNames));
        }
        return taken;
    }
}
