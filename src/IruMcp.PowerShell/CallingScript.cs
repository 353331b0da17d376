using System.Management.Automation.Runspaces;

namespace IruMcp.PowerShell;

/// <summary>Tells which script a command runs in, for the audit trail.</summary>
internal static class CallingScript
{
    /// <summary>The outermost script: it is what somebody started, whatever modules it goes through. Null at a prompt.</summary>
    public static string? Path => Runspace.DefaultRunspace?.Debugger?.GetCallStack().Select(frame => frame.ScriptName)
        .LastOrDefault(name => !string.IsNullOrEmpty(name));
}
