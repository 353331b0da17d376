using System.Management.Automation;
using System.Security;
using IruMcp.Configuration;
using IruMcp.Connections;
using IruMcp.Diagnosis;

namespace IruMcp.PowerShell.Commands;

/// <summary>Tells why Iru cannot be reached, or that it can.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IruMcpConnection", DefaultParameterSetName = SavedSet)]
[OutputType("IruMcp.Diagnosis.DiagnosisCheck")]
[OutputType(typeof(bool))]
[OutputType(typeof(string))]
public sealed class TestIruMcpConnectionCommand : ConfigurationCmdlet
{
    private const string PathSet = "Path";
    private const string OpenSet = "Connection";

    private bool _hasAsked;

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    public string? ServerName { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = OpenSet)]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IruConnection? Connection { get; set; }

    /// <summary>Seconds that one request may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    [Parameter]
    public SwitchParameter Detailed { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    public SwitchParameter AsText { get; set; }

    protected override void ProcessRecord()
    {
        var diagnosis = new ConnectionDiagnosis(Detailed, check => WriteAsync(() => WriteCheck(check)));
        diagnosis.TellVersionsAsync(HostText).GetAwaiter().GetResult();
        var timeout = TimeSpan.FromSeconds(TimeoutSec);
        if (OpenConnection is { } open)
            Run(cancellationToken => diagnosis.TestAsync(open, timeout, Log, cancellationToken));
        else if (ReadConfiguration(diagnosis) is { } configuration)
            Run(cancellationToken => diagnosis.TestAsync(OptionsOf(configuration, timeout), Log, cancellationToken));
        WriteEnd(diagnosis);
    }

    /// <summary>The connection that is tested: the one that was given, or the default one where nothing says what else to test.</summary>
    private IruConnection? OpenConnection => ParameterSetName == OpenSet ? Connection
        : ParameterSetName == SavedSet && !new[] { nameof(Name), nameof(Vault), nameof(Proxy), nameof(ProxyCredential), nameof(ProxyUseDefaultCredentials) }
            .Any(MyInvocation.BoundParameters.ContainsKey) ? RunspaceConnections.Default : null;

    /// <summary>Done at once: nothing but the pipeline's own thread works here, which a vault needs.</summary>
    private McpConfiguration? ReadConfiguration(ConnectionDiagnosis diagnosis) =>
        diagnosis.ReadConfigurationAsync(ParameterSetName == SavedSet, () => _hasAsked, ReadConfiguration).GetAwaiter().GetResult();

    private ConnectionOptions OptionsOf(McpConfiguration configuration, TimeSpan timeout) => new()
    {
        Name = NameFor(configuration.Url),
        Endpoint = configuration.Url,
        ApiKey = configuration.ApiKey,
        Profile = new Secret(configuration.Profile),
        Timeout = timeout,
        IsReadOnly = true,
        Proxy = ProxyChoice,
    };

    private protected override McpConfiguration ReadConfiguration() =>
        ParameterSetName == PathSet ? ConfigurationReader.Read(FilePath.ReadConfiguration(this, Path!), ServerName) : base.ReadConfiguration();

    /// <summary>Read as an unattended run would; only where that fails and somebody is there, with a question.</summary>
    private protected override SecureString SavedSecret()
    {
        try
        {
            return new Vault(null).Get(Name ?? DefaultName, Vault);
        }
        catch (IruException locked) when (locked.Id == "IruMcp.VaultFailed" && Interaction.WhyNobodyCanAnswer(Host) is null)
        {
            _hasAsked = true;
            return base.SavedSecret();
        }
    }

    private string HostText =>
        SessionState.PSVariable.GetValue("PSVersionTable") is System.Collections.IDictionary table ? $"PowerShell {table["PSVersion"]} {table["PSEdition"]}" : Host.Name;

    private void WriteCheck(DiagnosisCheck check)
    {
        if (!Quiet && !AsText)
            WriteObject(check);
    }

    /// <summary>The text goes to the screen and not down the pipeline, which carries the checks.</summary>
    private void WriteEnd(ConnectionDiagnosis diagnosis)
    {
        if (Quiet)
            WriteObject(diagnosis.HasPassed);
        else if (AsText)
            WriteObject(diagnosis.ToText());
        else if (Detailed || !diagnosis.HasPassed)
            WriteInformation(new HostInformationMessage { Message = $"\n{Messages.ForATicket}\n{diagnosis.ToText()}\n" }, ["PSHOST"]);
    }
}
