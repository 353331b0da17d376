using System.Management.Automation;
using IruMcp.Configuration;

namespace IruMcp.PowerShell.Commands;

/// <summary>Lists the saved configurations without their keys.</summary>
[Cmdlet(VerbsCommon.Get, "IruMcpConfig")]
[OutputType(typeof(SavedConfig))]
public sealed class GetIruMcpConfigCommand : AsyncCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Vault { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
            try
            {
                Write(new Vault(Host), pattern);
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, pattern));
            }
    }

    private void Write(Vault vaults, string pattern)
    {
        foreach (var (name, vault) in vaults.Matching(pattern, Vault))
            try
            {
                var secret = vaults.Get(name, vault);
                WriteObject(SavedConfig.Of(name, vault, McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(secret).Reveal())));
            }
            catch (IruException failure)
            {
                WriteError(ErrorRecords.From(failure, name));
            }
    }
}
