using System.Management.Automation;
using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.PowerShell.Commands;

/// <summary>Writes Iru into the configuration file of an AI client.</summary>
[Cmdlet(VerbsData.Export, "IruMcpConfig", SupportsShouldProcess = true)]
[OutputType(typeof(ExportedConfig))]
public sealed class ExportIruMcpConfigCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateSet("ClaudeDesktop", "Cursor", "Codex")]
    public string[] Client { get; set; } = [];

    /// <summary>How the client gets the key. There is no default, so that a key never lands in a file unasked.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet("PlainText", "Environment")]
    public string KeySource { get; set; } = "";

    /// <summary>The saved configuration to write.</summary>
    [Parameter]
    [ValidatePattern(ConfigurationName.Pattern)]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string Name { get; set; } = "iru";

    [Parameter]
    public string? Vault { get; set; }

    /// <summary>The name that the entry gets in the client's file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ServerName { get; set; } = "iru";

    /// <summary>The file to write instead of the client's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ValidatePattern(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
    public string? McpRemoteVersion { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private McpConfiguration? _configuration;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is not null && Client.Length > 1)
            ThrowTerminatingError(ErrorRecords.From(new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
                "-Path names one file, and each client has a format of its own.", "Export one client at a time with -Path.")));
        try
        {
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

    private void Export(string client)
    {
        var request = new HostExportRequest
        {
            Host = client,
            KeySource = (KeySource)Enum.Parse(typeof(KeySource), KeySource),
            Path = Path is null ? null : FilePath.Of(this, Path),
            EntryName = ServerName,
            Configuration = _configuration,
            Overwrite = Force,
        };
        var plan = HostConfiguration.Plan(McpRemoteVersion is null ? request : request with { McpRemoteVersion = McpRemoteVersion });
        if (plan.IsUnchanged)
            WriteVerbose($"{plan.Path} already says so; it is left alone.");
        else if (ShouldProcess(plan.Path, $"{(plan.IsUpdate ? "Replace" : "Add")} the server '{plan.EntryName}' for {client}:\n{plan.MaskedEntryText}\n"))
            plan.Apply();
        else
            return;

        foreach (var warning in plan.Warnings)
            WriteWarning(warning);
        if (!PassThru)
            foreach (var note in plan.Notes)
                WriteInformation(new HostInformationMessage { Message = note }, ["PSHOST"]);
        if (PassThru)
            WriteObject(new ExportedConfig { Client = client, Path = plan.Path, ServerName = plan.EntryName, KeySource = KeySource, Notes = [.. plan.Notes] });
    }
}
