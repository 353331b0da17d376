using System.Management.Automation;
using IruMcp.Tools;

namespace IruMcp.PowerShell.Commands;

/// <summary>Lists the tools of the connected server.</summary>
[Cmdlet(VerbsCommon.Get, "IruTool")]
[OutputType("IruMcp.Tools.IruTool", "IruMcp.Tools.IruTool" + CompletedProperties.Suffix)]
public sealed class GetIruToolCommand : ConnectedCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    public string[]? Category { get; set; }

    [Parameter]
    [ValidateSet("Read", "Sensitive", "Write", "Disruptive", "Destructive")]
    public string[]? Risk { get; set; }

    [Parameter]
    public SwitchParameter Refresh { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!Refresh)
            return;
        try
        {
            var connection = OpenConnection;
            Run(cancellationToken => connection.RefreshToolsAsync(Log, cancellationToken));
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }

    protected override void ProcessRecord()
    {
        try
        {
            var tools = OpenConnection.Tools;
            foreach (var pattern in Name)
                WriteMatching(tools, pattern);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }

    private void WriteMatching(ToolCatalogue tools, string pattern)
    {
        var isPattern = WildcardPattern.ContainsWildcardCharacters(pattern);
        var wildcard = Wildcards.Of(pattern);
        var named = isPattern ? tools.Tools.Where(tool => wildcard.IsMatch(tool.Name)) : tools.Find(pattern) is { } one ? [one] : [];
        var found = named.Select(OpenConnection.Classed).Where(tool => IsWanted(tool.Category, Category) && IsWanted(tool.Risk.ToString(), Risk)).ToList();
        if (found.Count == 0 && !isPattern && tools.Find(pattern) is null)
            try
            {
                OpenConnection.GetTool(pattern);
            }
            catch (IruException unknown)
            {
                WriteError(ErrorRecords.From(unknown, pattern));
            }
        foreach (var tool in found)
            WriteObject(WithArgumentsOnly(tool));
    }

    /// <summary>Adds which of its parameters Invoke-IruTool takes through -Arguments only, and what a rule of the policy knows the tool by.</summary>
    private static PSObject WithArgumentsOnly(IruTool tool)
    {
        var shown = PSObject.AsPSObject(tool);
        if (shown.Properties["ArgumentsOnly"] is null)
            shown.Properties.Add(new PSNoteProperty("ArgumentsOnly",
                tool.Parameters.Where(parameter => !ToolParameters.IsUsable(parameter)).Select(parameter => parameter.Name).ToArray()));
        if (shown.Properties["Fingerprint"] is null)
            shown.Properties.Add(new PSNoteProperty("Fingerprint", ToolFingerprint.Of(tool)));
        return shown;
    }

    private static bool IsWanted(string value, string[]? patterns) =>
        patterns is null || patterns.Any(pattern => Wildcards.Matches(pattern, value));
}
