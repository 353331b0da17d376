using System.Management.Automation;
using System.Reflection;

namespace IruMcp.PowerShell;

/// <summary>The names that a cmdlet's own and PowerShell's common parameters have already taken.</summary>
internal sealed class ParameterNames
{
    private static readonly string[] Common =
    [
        "Verbose", "vb", "Debug", "db", "ErrorAction", "ea", "WarningAction", "wa", "InformationAction", "infa", "ErrorVariable", "ev",
        "WarningVariable", "wv", "InformationVariable", "iv", "OutVariable", "ov", "OutBuffer", "ob", "PipelineVariable", "pv",
        "ProgressAction", "proga", "WhatIf", "wi", "Confirm", "cf", "First", "Skip", "IncludeTotalCount", "UseTransaction", "usetx",
    ];

    private readonly List<string> _taken = [.. Common];

    public ParameterNames(Type cmdlet)
    {
        foreach (var property in cmdlet.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))))
        {
            _taken.Add(property.Name);
            _taken.AddRange(property.GetCustomAttributes<AliasAttribute>().SelectMany(alias => alias.AliasNames));
        }
    }

    /// <summary>True where PowerShell takes the word for one of these parameters, by its name or as an abbreviation.</summary>
    public bool AreMeantBy(string word) => _taken.Any(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
}
