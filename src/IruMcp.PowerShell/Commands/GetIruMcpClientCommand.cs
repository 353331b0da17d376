using System.Management.Automation;
using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.PowerShell.Commands;

/// <summary>Shows which AI clients are on this computer and how Iru stands in their files.</summary>
[Cmdlet(VerbsCommon.Get, "IruMcpClient", DefaultParameterSetName = OwnSet)]
[OutputType(typeof(McpClient), ParameterSetName = [OwnSet, AllUsersSet])]
[OutputType(typeof(string))]
public sealed class GetIruMcpClientCommand : AsyncCmdlet
{
    private const string OwnSet = "Own";
    private const string AllUsersSet = "AllUsers";

    /// <summary>The clients to look for, also where they are not installed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string[]? Client { get; set; }

    /// <summary>Looks through the profiles of all users of the computer. The vault is not asked.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllUsersSet)]
    public SwitchParameter AllUsers { get; set; }

    /// <summary>Gives one line of JSON without any name of a user, path or key.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    private readonly List<HostClient> _found = [];
    private int _users;
    private int _count;

    protected override void ProcessRecord()
    {
        var own = ClientEnvironment.Of(this);
        var environments = AllUsers
            ? UserHomes.Find(own).Select(home => home == own.Home ? own with { ProjectFolder = null } : own.ForUser(home)).ToList()
            : [own];
        _users = environments.Count;
        foreach (var client in Client ?? [null!])
            try
            {
                foreach (var environment in environments)
                    Handle(HostInspector.Inspect(environment, AllUsers || AsJson ? null : SavedConfigurations, client));
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, client));
            }
    }

    protected override void EndProcessing()
    {
        if (AsJson)
            WriteObject(HostSummary.Write(_found, _users));
        else if (_count == 0)
            WriteVerbose(Messages.NoClients);
    }

    private void Handle(IReadOnlyList<HostClient> clients)
    {
        if (AsJson)
            _found.AddRange(clients);
        else
            WriteObject(clients.Select(McpClient.Of), enumerateCollection: true);
        _count += clients.Count;
    }

    /// <summary>What the vaults give without a question; null where they give nothing.</summary>
    private IReadOnlyDictionary<string, McpConfiguration>? SavedConfigurations()
    {
        try
        {
            var vaults = new Vault(host: null);
            var saved = new Dictionary<string, McpConfiguration>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, vault) in vaults.List("*", null))
                saved[name] = McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(vaults.Get(name, vault)).Reveal());
            return saved;
        }
        catch (IruException failure)
        {
            WriteVerbose($"Whether the entries agree with the saved configurations is not known: {failure.Message}");
            return null;
        }
    }
}
