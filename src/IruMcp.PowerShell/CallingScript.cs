using System.Management.Automation.Runspaces;

namespace IruMcp.PowerShell;

/// <summary>Tells which script a command runs in, for the audit trail.</summary>
internal static class CallingScript
{
    /// <summary>The outermost script: it is what somebody started, whatever modules the call goes through. Null at a prompt.</summary>
    public static string? Path
    {
        get
        {
            var files = Runspace.DefaultRunspace?.Debugger?.GetCallStack().Select(frame => frame.ScriptName).Where(name => !string.IsNullOrEmpty(name)).ToList();
            return files?.LastOrDefault(name => name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)) ?? files?.LastOrDefault();
        }
    }
}
