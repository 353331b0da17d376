using System.IO;
using System.Management.Automation;
using System.Text.RegularExpressions;
using IruMcp.Commands;

namespace IruMcp.PowerShell.Commands;

/// <summary>Writes commands for the connected server's tools as a module on disk.</summary>
[Cmdlet(VerbsData.Export, "IruTool", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportIruToolCommand : ConnectedCmdlet
{
    private const string ModuleNamePattern = "^[A-Za-z][A-Za-z0-9._-]*$";

    /// <summary>The module's folder; its last part is the module's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputModule { get; set; } = "";

    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    public string[]? Category { get; set; }

    [Parameter]
    [ValidatePattern(ToolSelection.PrefixPattern)]
    public string? Prefix { get; set; }

    /// <summary>The connection that the commands use, and open by themselves where it is not open.</summary>
    [Parameter]
    [ValidateConfigurationName]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string? ConnectionName { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            var folder = FilePath.Of(this, OutputModule).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
            if (!Regex.IsMatch(Path.GetFileName(folder), ModuleNamePattern) || string.Equals(Path.GetFileName(folder), "IruMcp", StringComparison.OrdinalIgnoreCase))
                throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument, CommandMessages.NoModuleName(Path.GetFileName(folder)));
            var options = new CommandOptions { Prefix = Prefix ?? "", ConnectionName = ConnectionName, IsForDisk = true };
            var commands = CommandModule.Of(ToolSelection.Of(OpenConnection.Tools, Name, Category), options);
            if (!Force && CommandFiles.In(folder).FirstOrDefault(File.Exists) is { } there)
                throw new IruException("IruMcp.FileExists", IruErrorCategory.ResourceExists, CommandMessages.FileExists(there), CommandMessages.ForceReplaces);
            if (commands.LeftOut.Count > 0)
                WriteWarning(CommandMessages.ToolsLeftOut(commands.LeftOut.Count));
            if (!ShouldProcess(folder, CommandMessages.WriteModule(commands.CommandNames.Count)))
                return;
            CommandFiles.Write(commands, folder, MyInvocation.MyCommand.Module.Version);
            // By way of the provider, which adds what the table of files shows above them.
            if (PassThru)
                WriteObject(InvokeProvider.Item.Get([.. CommandFiles.In(folder)], force: true, literalPath: true), enumerateCollection: true);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, OutputModule));
        }
    }
}
