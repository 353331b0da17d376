using System.Management.Automation;
using IruMcp.Commands;

namespace IruMcp.PowerShell.Commands;

/// <summary>Makes commands of the connected server's tools.</summary>
[Cmdlet(VerbsData.Import, "IruTool")]
[OutputType(typeof(PSModuleInfo))]
public sealed class ImportIruToolCommand : ConnectedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    public string[]? Category { get; set; }

    /// <summary>Stands before the nouns, so that two tenants' commands can be told apart.</summary>
    [Parameter]
    [ValidatePattern(ToolSelection.PrefixPattern)]
    public string? Prefix { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            var module = SessionCommands.Import(
                this, OpenConnection.Tools, Name, Category, new CommandOptions { Prefix = Prefix ?? "", ConnectionName = Connection?.Name });
            if (PassThru)
                WriteObject(module);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }
}
