using System.IO;
using System.Management.Automation;
using IruMcp.Bridge;
using IruMcp.Configuration;
using IruMcp.Connections;

namespace IruMcp.PowerShell.Commands;

/// <summary>Is an MCP server on standard input and output that forwards to Iru, for AI clients that start it.</summary>
[Cmdlet(VerbsLifecycle.Start, "IruMcpBridge")]
public sealed class StartIruMcpBridgeCommand : AsyncCmdlet
{
    /// <summary>The saved configuration to serve.</summary>
    [Parameter(Position = 0)]
    [ValidateConfigurationName]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string Name { get; set; } = "iru";

    [Parameter]
    public string? Vault { get; set; }

    /// <summary>The tools to offer; without it, what fits the client.</summary>
    [Parameter]
    public ToolSet[] ToolSet { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[] Include { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[] Exclude { get; set; } = [];

    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Characters of one answer beyond which it goes to a file.</summary>
    [Parameter]
    [ValidateRange(1000, 10_000_000)]
    public int MaxResultSize { get; set; } = 50_000;

    protected override void EndProcessing()
    {
        try
        {
            if (BridgeStreams.IsTerminal)
                throw new IruException("IruMcp.BridgeNeedsClient", IruErrorCategory.InvalidOperation, Messages.BridgeNeedsClient, Messages.HowBridgesStart);
            var (input, output, error) = BridgeStreams.Take();
            Serve(input, output, error);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name));
        }
    }

    private void Serve(Stream input, Stream output, TextWriter error)
    {
        var options = new BridgeOptions
        {
            ReadConfiguration = ReadConfiguration,
            ToolSets = [.. ToolSet.Select(set => set.ToString())],
            Include = Include,
            Exclude = Exclude,
            IsReadOnly = ReadOnly,
            MaxResultSize = MaxResultSize,
        };
        var bridge = new McpBridge(options, error, MyInvocation.BoundParameters.ContainsKey("Verbose"));
        Run(cancellationToken => bridge.RunAsync(input, output, cancellationToken));
    }

    /// <summary>Without a host, since a locked vault would otherwise ask its question in the middle of the protocol.</summary>
    private ConnectionOptions ReadConfiguration()
    {
        var configuration = McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(new Vault(host: null).Get(Name, Vault)).Reveal());
        return new ConnectionOptions
        {
            Name = Name,
            Endpoint = configuration.Url,
            ApiKey = configuration.ApiKey,
            Profile = new Secret(configuration.Profile),
        };
    }
}
