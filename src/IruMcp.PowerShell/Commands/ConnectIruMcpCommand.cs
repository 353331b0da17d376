using System.Management.Automation;
using System.Security;
using IruMcp.Configuration;
using IruMcp.Connections;

namespace IruMcp.PowerShell.Commands;

/// <summary>Opens a connection and makes it the default of this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "IruMcp", DefaultParameterSetName = SavedSet)]
[OutputType("IruMcp.Connections.IruConnection")]
public sealed class ConnectIruMcpCommand : AsyncCmdlet
{
    private const string SavedSet = "Saved";
    private const string ConfigurationSet = "Configuration";
    private const string KeySet = "ApiKey";
    private const string CredentialSet = "Credential";
    private const string EnvironmentSet = "EnvironmentVariable";
    private const string DefaultName = "iru";

    /// <summary>The name of a saved configuration, or the name that the connection shall have.</summary>
    [Parameter(Position = 0)]
    [ValidatePattern(ConfigurationName.Pattern)]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string? Name { get; set; }

    [Parameter(ParameterSetName = SavedSet)]
    public string? Vault { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ConfigurationSet, ValueFromPipeline = true)]
    public SecureString? Configuration { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Alias("Url")]
    public Uri? Uri { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    public SecureString? ApiKey { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [ValidateNotNullOrEmpty]
    public string? ProfileId { get; set; }

    /// <summary>The profile id as user name, the key as password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    public SwitchParameter EnvironmentVariable { get; set; }

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

    [Parameter]
    public Uri? Proxy { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            var configuration = ReadConfiguration();
            foreach (var warning in configuration.Warnings)
                WriteWarning(warning);

            var options = OptionsFor(configuration);
            IruConnection? opened = null;
            Run(async cancellationToken => opened = await IruConnection.OpenAsync(options, Log, cancellationToken).ConfigureAwait(false));
            RunspaceConnections.Add(opened!);
            WriteVerbose($"Connected to {opened!.Uri} as '{opened.Name}': {opened.Server}, {opened.ToolCount} tools.");
            if (PassThru)
                WriteObject(opened);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name ?? Uri?.ToString() ?? DefaultName));
        }
    }

    /// <summary>The tenant is the first part of the host's name.</summary>
    private static string NameOf(Uri url) => url.HostNameType == UriHostNameType.Dns ? url.Host.Split('.')[0] : url.Host;

    private McpConfiguration ReadConfiguration() => ParameterSetName switch
    {
        ConfigurationSet => McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(Configuration!).Reveal()),
        KeySet => ConfigurationRules.Validate(Uri!, PowerShellValues.ToSecret(ApiKey!).Reveal(), ProfileId!),
        CredentialSet => ConfigurationRules.Validate(Uri!, PowerShellValues.ToSecret(Credential!.Password).Reveal(), Credential.UserName.TrimStart('\\')),
        EnvironmentSet => FromEnvironment(),
        _ => McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(new Vault(Host).Get(Name ?? DefaultName, Vault)).Reveal()),
    };

    private static McpConfiguration FromEnvironment()
    {
        var url = Variable("IRU_MCP_URL");
        if (!System.Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri))
            throw new IruException("IruMcp.InvalidConfiguration", IruErrorCategory.InvalidData, "The environment variable IRU_MCP_URL holds no absolute URL.");
        return ConfigurationRules.Validate(uri, Variable("IRU_X_API_KEY"), Variable("IRU_X_MCP_PROFILE"));
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && value.Trim().Length > 0
        ? value
        : throw new IruException("IruMcp.MissingEnvironmentVariable", IruErrorCategory.ObjectNotFound, $"The environment variable {name} is not set.",
            "Set IRU_MCP_URL, IRU_X_API_KEY and IRU_X_MCP_PROFILE for this process.");

    private ConnectionOptions OptionsFor(McpConfiguration configuration) => new()
    {
        Name = Name ?? (ParameterSetName == SavedSet ? DefaultName : NameOf(configuration.Url)),
        Endpoint = configuration.Url,
        ApiKey = configuration.ApiKey,
        Profile = new Secret(configuration.Profile),
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        MaximumRequestRate = MaximumRequestRate,
        IsReadOnly = ReadOnly,
        Proxy = new ProxyOptions
        {
            Address = Proxy,
            UserName = ProxyCredential?.UserName,
            Password = ProxyCredential is null ? null : PowerShellValues.ToSecret(ProxyCredential.Password),
            UseDefaultCredentials = ProxyUseDefaultCredentials,
        },
    };
}
