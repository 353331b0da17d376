using System.Management.Automation;
using IruMcp.Commands;
using IruMcp.Connections;

namespace IruMcp.PowerShell.Commands;

/// <summary>Opens a connection and makes it the default of this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "IruMcp", DefaultParameterSetName = SavedSet)]
[OutputType("IruMcp.Connections.IruConnection")]
public sealed class ConnectIruMcpCommand : ConfigurationCmdlet
{
    /// <summary>Seconds that one request may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>The most requests a second; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int? MaximumRequestRate { get; set; }

    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Makes commands of the server's tools, as Import-IruTool does.</summary>
    [Parameter]
    public SwitchParameter ImportTool { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        WarmUp.Start();
        try
        {
            var configuration = ReadConfiguration();
            foreach (var warning in configuration.Warnings)
                WriteWarning(warning);

            var options = new ConnectionOptions
            {
                DetectsAgents = true,
                Name = NameFor(configuration.Url),
                Endpoint = configuration.Url,
                ApiKey = configuration.ApiKey,
                Profile = new Secret(configuration.Profile),
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
                MaximumRequestRate = MaximumRequestRate,
                IsReadOnly = ReadOnly,
                Proxy = ProxyChoice,
            };
            IruConnection? opened = null;
            Run(async cancellationToken => opened = await IruConnection.OpenAsync(options, Log, cancellationToken).ConfigureAwait(false));
            RunspaceConnections.Add(opened!);
            CompletedProperties.Ensure(this);
            WriteVerbose($"Connected to {opened!.Uri} as '{opened.Name}': {opened.Server}, {opened.ToolCount} tools.");
            if (ImportTool)
                SessionCommands.Import(this, opened.Tools, null, null, new CommandOptions());
            if (PassThru)
                WriteObject(ConnectionMembers.Shown(opened));
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name ?? Uri?.Host ?? DefaultName));
        }
    }
}
