using System.Management.Automation;
using System.Security;
using IruMcp.Configuration;
using IruMcp.Connections;

namespace IruMcp.PowerShell;

/// <summary>What cmdlets have in common that take a configuration, from wherever it is kept, and the way to the server.</summary>
public abstract class ConfigurationCmdlet : AsyncCmdlet
{
    private protected const string SavedSet = "Saved";
    private protected const string ConfigurationSet = "Configuration";
    private protected const string KeySet = "ApiKey";
    private protected const string CredentialSet = "Credential";
    private protected const string EnvironmentSet = "EnvironmentVariable";
    private protected const string DefaultName = "iru";

    /// <summary>The name of a saved configuration, or the name that the connection shall have.</summary>
    [Parameter(Position = 0)]
    [ValidateConfigurationName]
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

    [Parameter]
    public Uri? Proxy { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>What the connection is called where nobody gave it a name: the tenant is the first part of the host's name.</summary>
    private protected string NameFor(Uri url) => Name ?? (ParameterSetName == SavedSet ? DefaultName
        : url.HostNameType == UriHostNameType.Dns ? url.Host.Split('.')[0] : url.Host);

    private protected ProxyOptions ProxyChoice => new()
    {
        Address = Proxy,
        UserName = ProxyCredential?.UserName,
        Password = ProxyCredential is null ? null : PowerShellValues.ToSecret(ProxyCredential.Password),
        UseDefaultCredentials = ProxyUseDefaultCredentials,
    };

    /// <exception cref="IruException">There is none, or it is not right.</exception>
    private protected virtual McpConfiguration ReadConfiguration() => ParameterSetName switch
    {
        ConfigurationSet => McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(Configuration!).Reveal()),
        KeySet => ConfigurationRules.Validate(Uri!, PowerShellValues.ToSecret(ApiKey!).Reveal(), ProfileId!),
        CredentialSet => ConfigurationRules.Validate(Uri!, PowerShellValues.ToSecret(Credential!.Password).Reveal(), Credential.UserName.TrimStart('\\')),
        EnvironmentSet => FromEnvironment(),
        _ => McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(SavedSecret()).Reveal()),
    };

    /// <summary>The saved configuration as the vault has it.</summary>
    private protected virtual SecureString SavedSecret() => new Vault(Host).Get(Name ?? DefaultName, Vault);

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
}
