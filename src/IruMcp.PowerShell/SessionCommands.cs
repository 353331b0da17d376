using System.Management.Automation;
using System.Reflection;
using IruMcp.Commands;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>The generated commands of a session: a module in memory, one for each prefix.</summary>
internal static class SessionCommands
{
    private const string ModuleName = "IruMcp.Tools";

    // Called by a module that has IruMcp for itself alone, the commands need it too. Everywhere else they see it, and it costs time.
    private const string Opening = "Microsoft.PowerShell.Core\\Import-Module -ModuleInfo $args[0] -DisableNameChecking\n";

    /// <summary>Makes commands of a connection's tools.</summary>
    /// <exception cref="IruException">A pattern fits no tool.</exception>
    public static PSModuleInfo Import(PSCmdlet cmdlet, ToolCatalogue tools, string[]? names, string[]? categories, CommandOptions options)
    {
        var commands = CommandModule.Of(ToolSelection.Of(tools, names, categories), options);
        if (commands.LeftOut.Count > 0)
            cmdlet.WriteWarning(CommandMessages.ToolsLeftOut(commands.LeftOut.Count));
        var module = Import(commands, options.Prefix, cmdlet);
        cmdlet.WriteVerbose($"{(commands.CommandNames.Count == 1 ? "1 command is" : $"{commands.CommandNames.Count} commands are")} in the module '{module.Name}'.");
        return module;
    }

    /// <summary>Makes the commands known to the whole session; those of the same prefix from before are taken away.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="prefix">The prefix that they were made with.</param>
    /// <param name="cmdlet">The cmdlet that is asked for it.</param>
    private static PSModuleInfo Import(CommandModule commands, string prefix, PSCmdlet cmdlet)
    {
        var name = prefix.Length == 0 ? ModuleName : $"{ModuleName}.{prefix}";
        var opening = cmdlet.SessionState.Module is null ? "" : Opening;
        var made = (PSModuleInfo)Run("New-Module", ("Name", name), ("Function", "*"), ("Cmdlet", Array.Empty<string>()),
            ("ScriptBlock", ScriptBlock.Create(opening + commands.Script)), ("ArgumentList", new object[] { cmdlet.MyInvocation.MyCommand.Module }))!.BaseObject;
        SetVersion(made, cmdlet.MyInvocation.MyCommand.Module.Version);
        foreach (var old in All("Get-Module", ("Name", name)))
            Run("Remove-Module", ("ModuleInfo", new[] { (PSModuleInfo)old.BaseObject }), ("Force", true));
        Run("Import-Module", ("ModuleInfo", new[] { made }), ("Global", true), ("DisableNameChecking", true));
        return made;
    }

    /// <summary>A module in memory has no manifest to say its version. Where PowerShell does not let it be set it stays 0.0, which only looks odd.</summary>
    private static void SetVersion(PSModuleInfo module, Version version) =>
        typeof(PSModuleInfo).GetMethod("SetVersion", BindingFlags.Instance | BindingFlags.NonPublic, null, [typeof(Version)], null)?.Invoke(module, [version]);

    private static PSObject? Run(string command, params (string Name, object Value)[] parameters) => All(command, parameters).FirstOrDefault();

    private static System.Collections.ObjectModel.Collection<PSObject> All(string command, params (string Name, object Value)[] parameters)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Core\\" + command).AddParameter("Verbose", false).AddParameter("ErrorAction", ActionPreference.Stop);
        foreach (var (name, value) in parameters)
            shell.AddParameter(name, value);
        return shell.Invoke();
    }
}
