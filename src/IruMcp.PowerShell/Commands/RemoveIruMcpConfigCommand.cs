using System.Management.Automation;

namespace IruMcp.PowerShell.Commands;

/// <summary>Removes saved configurations from their vault. The token itself stays valid until it is revoked in Iru.</summary>
[Cmdlet(VerbsCommon.Remove, "IruMcpConfig", SupportsShouldProcess = true)]
public sealed class RemoveIruMcpConfigCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Vault { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
            try
            {
                Remove(new Vault(Host), pattern);
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, pattern));
            }
    }

    private void Remove(Vault vaults, string pattern)
    {
        foreach (var (name, vault) in vaults.Matching(pattern, Vault))
            if (ShouldProcess($"'{name}' in the vault '{vault}'", "Remove the saved configuration"))
                vaults.Remove(name, vault);
    }
}
