using System.Management.Automation;
using IruMcp.Connections;
using IruMcp.Governance;

namespace IruMcp.PowerShell.Commands;

/// <summary>Says what would happen to a call, and by which rule. Nothing is sent.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IruMcpPolicy")]
[OutputType("IruMcp.Governance.PolicyTest")]
public sealed class TestIruMcpPolicyCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[] Tool { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNull]
    public object? Arguments { get; set; }

    [Parameter]
    [ValidateSet("Shell", "Bridge", "Agent")]
    public string? Channel { get; set; }

    /// <summary>The connection that the call would go over. Without it the default one; where none is open the name alone is judged.</summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IruConnection? Connection { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var tool in Tool)
        {
            try
            {
                var test = PolicyTest.Of(
                    Connection ?? RunspaceConnections.Default, tool, GivenArguments.Of(Arguments, tool), Channel is null ? null : PolicyChange.ChannelOf(Channel));
                if (test.IsUnknown)
                    WriteWarning(test.Note);
                WriteObject(test);
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, tool));
            }
        }
    }
}
