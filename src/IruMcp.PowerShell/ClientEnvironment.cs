using System.IO;
using System.Management.Automation;
using IruMcp.Hosts;

namespace IruMcp.PowerShell;

/// <summary>What Core has to know of this PowerShell to find clients, and to let them start it.</summary>
internal static class ClientEnvironment
{
    /// <summary>This computer and user, with PowerShell's current folder as the project's.</summary>
    public static HostEnvironment Of(PSCmdlet cmdlet) => HostEnvironment.Current with { ProjectFolder = cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath };

    /// <summary>A bridge in the same edition of PowerShell, with this very module.</summary>
    public static BridgeRequest Bridge(PSCmdlet cmdlet, HostScope scope)
    {
        var isWindowsPowerShell = (cmdlet.SessionState.PSVariable.GetValue("PSEdition") as string) != "Core";
        var home = (string)cmdlet.SessionState.PSVariable.GetValue("PSHOME");
        return new BridgeRequest
        {
            Program = BridgeProgram.Find(home, isWindowsPowerShell, scope),
            ConfigurationName = "",
            IsWindowsPowerShell = isWindowsPowerShell,
            ModulePath = Path.Combine(cmdlet.MyInvocation.MyCommand.Module.ModuleBase, "IruMcp.psd1"),
        };
    }
}
