using System.Management.Automation;
using IruMcp.Hosts;

namespace IruMcp.PowerShell.Commands;

/// <summary>Takes Iru out of the configuration file of an AI client.</summary>
[Cmdlet(VerbsCommon.Remove, "IruMcpClientConfig", SupportsShouldProcess = true)]
public sealed class RemoveIruMcpClientConfigCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[] Client { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("User", "Project")]
    public string Scope { get; set; } = "User";

    /// <summary>The entry; without it the one that is Iru's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ServerName { get; set; }

    /// <summary>The file to edit instead of the client's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter IgnoreRunning { get; set; }

    protected override void ProcessRecord()
    {
        if (Path is not null && Client.Length > 1)
            ThrowTerminatingError(ErrorRecords.From(Messages.OnePathForSeveralClients()));
        foreach (var client in Client)
            try
            {
                Remove(client);
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, client));
            }
    }

    private void Remove(string client)
    {
        var plan = HostConfiguration.PlanRemoval(
            client, (HostScope)Enum.Parse(typeof(HostScope), Scope), Path is null ? null : FilePath.Of(this, Path),
            string.IsNullOrEmpty(ServerName) ? null : ServerName, IgnoreRunning, ClientEnvironment.Of(this));
        if (!ShouldProcess(plan.File.Path, $"Remove the server '{plan.EntryName}' from {plan.Host}"))
            return;

        plan.File.Apply();
        WriteInformation(new HostInformationMessage { Message = plan.Note }, ["PSHOST"]);
    }
}
