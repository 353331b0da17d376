using System.Collections;
using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Brings what a caller has set to a function of a module. Such a function sees the variables of its own module and the global
/// ones, but not those of the script that calls it: its <c>-WhatIf</c> would be lost, and devices erased.</summary>
internal static class CallerPreferences
{
    private static readonly (string Variable, string Parameter)[] Preferences =
    [
        ("WhatIfPreference", "WhatIf"), ("ConfirmPreference", "Confirm"), ("VerbosePreference", "Verbose"), ("DebugPreference", "Debug"),
        ("ErrorActionPreference", "ErrorAction"), ("WarningPreference", "WarningAction"), ("InformationPreference", "InformationAction"),
        ("ProgressPreference", "ProgressAction"),
    ];

    /// <summary>Sets the caller's preferences in the function's own scope, but for those that the function was given as parameters, which
    /// PowerShell has set there already.</summary>
    /// <param name="function">The function; the variables seen through it are its caller's.</param>
    /// <param name="bound">The function's parameters.</param>
    /// <param name="scope">The session state that the function runs in.</param>
    public static void Bring(PSCmdlet function, IDictionary bound, SessionState scope)
    {
        foreach (var (variable, parameter) in Preferences)
            if (!bound.Contains(parameter) && function.SessionState.PSVariable.GetValue(variable) is { } value)
                scope.PSVariable.Set(variable, value);
    }

    /// <summary>Whether the function only says what it would do: by its own parameter, else by what its caller has set.</summary>
    public static bool IsWhatIf(PSCmdlet function, IDictionary bound) =>
        LanguagePrimitives.IsTrue(bound.Contains("WhatIf") ? bound["WhatIf"] : function.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether the function's errors are to leave no trace at all.</summary>
    public static bool IgnoresErrors(PSCmdlet function, IDictionary bound) =>
        LanguagePrimitives.TryConvertTo(bound.Contains("ErrorAction") ? bound["ErrorAction"] : null, out ActionPreference action) && action == ActionPreference.Ignore;
}
