using System.Management.Automation;
using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.PowerShell.Commands;

/// <summary>Writes Iru into the configuration file of an AI client.</summary>
[Cmdlet(VerbsData.Export, "IruMcpConfig", SupportsShouldProcess = true)]
[OutputType(typeof(ExportedConfig))]
public sealed class ExportIruMcpConfigCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[] Client { get; set; } = [];

    /// <summary>How the client gets the key. The default writes none into any file.</summary>
    [Parameter]
    [ValidateSet("Bridge", "Environment", "Prompt", "PlainText")]
    public string KeySource { get; set; } = "Bridge";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("User", "Project")]
    public string Scope { get; set; } = "User";

    /// <summary>The saved configuration to write.</summary>
    [Parameter]
    [ValidateConfigurationName]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string Name { get; set; } = "iru";

    [Parameter]
    public string? Vault { get; set; }

    /// <summary>The name that the entry gets in the client's file.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ServerName { get; set; }

    /// <summary>The file to write instead of the client's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The tool sets that the bridge offers.</summary>
    [Parameter]
    public ToolSet[] ToolSet { get; set; } = [];

    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    [Parameter]
    [ValidatePattern(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
    public string? McpRemoteVersion { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter IgnoreRunning { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private readonly Dictionary<string, BridgeRequest> _tried = new(StringComparer.Ordinal);
    private McpConfiguration? _configuration;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            RefuseContradictions();
            // The bridge reads the vault itself, and its trial says whether it can.
            if (KeySource != "Bridge")
                _configuration = McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(new Vault(Host).Get(Name, Vault)).Reveal());
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name));
        }
    }

    protected override void ProcessRecord()
    {
        foreach (var client in Client)
            try
            {
                Export(client);
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, client));
            }
    }

    private void RefuseContradictions()
    {
        if (Path is not null && Client.Length > 1)
            throw Messages.OnePathForSeveralClients();
        if (KeySource != "Bridge" && (ToolSet.Length > 0 || ReadOnly))
            throw Messages.OnlyForTheBridge();
    }

    private void Export(string client)
    {
        var request = new HostExportRequest
        {
            // First, since the trial of the bridge takes a while.
            Host = HostCatalogue.Require(client),
            KeySource = (KeySource)Enum.Parse(typeof(KeySource), KeySource),
            Scope = (HostScope)Enum.Parse(typeof(HostScope), Scope),
            Path = Path is null ? null : FilePath.Of(this, Path),
            EntryName = string.IsNullOrEmpty(ServerName) ? HostExportRequest.DefaultEntryName : ServerName!,
            Configuration = _configuration,
            Overwrite = Force,
            IgnoreRunning = IgnoreRunning,
            Environment = ClientEnvironment.Of(this),
        };
        if (KeySource == "Bridge")
            request = request with { Bridge = TriedBridge(request.Scope) };
        if (McpRemoteVersion is not null)
            request = request with { McpRemoteVersion = McpRemoteVersion };

        var plan = HostConfiguration.Plan(request);
        if (plan.IsUnchanged)
            WriteVerbose($"{plan.Path} already says so; it is left alone.");
        else if (ShouldProcess(plan.Path, $"{(plan.IsUpdate ? "Replace" : "Add")} the server '{plan.EntryName}' for {plan.Host}:\n{plan.MaskedEntryText}\n"))
            plan.Apply();
        else
            return;

        foreach (var warning in plan.Warnings)
            WriteWarning(warning);
        if (!PassThru)
            foreach (var note in plan.Notes)
                WriteInformation(new HostInformationMessage { Message = note }, ["PSHOST"]);
        if (PassThru)
            WriteObject(new ExportedConfig { Client = plan.Host, Path = plan.Path, ServerName = plan.EntryName, KeySource = KeySource, Notes = [.. plan.Notes] });
    }

    /// <summary>What the client is to start, after it has been started once.</summary>
    private BridgeRequest TriedBridge(HostScope scope)
    {
        var request = ClientEnvironment.Bridge(this, scope) with { ConfigurationName = Name, Vault = Vault, ToolSets = [.. ToolSet.Select(set => set.ToString())], ReadOnly = ReadOnly };
        if (!_tried.TryGetValue(request.Program, out var tried))
        {
            WriteVerbose($"Starting {request.Program} as a client would, to see whether it can read '{Name}' from the vault.");
            Run(async stop => tried = await BridgeTrial.RunAsync(request, MyInvocation.MyCommand.Module.Version, stop).ConfigureAwait(false));
            _tried[request.Program] = tried!;
        }
        return tried!;
    }
}
