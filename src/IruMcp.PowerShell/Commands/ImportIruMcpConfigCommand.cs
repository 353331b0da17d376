using System.Management.Automation;
using IruMcp.Configuration;

namespace IruMcp.PowerShell.Commands;

/// <summary>Takes the MCP configuration that Iru shows once and saves it in a vault.</summary>
[Cmdlet(VerbsData.Import, "IruMcpConfig", SupportsShouldProcess = true, DefaultParameterSetName = AskSet)]
[OutputType(typeof(SavedConfig))]
public sealed class ImportIruMcpConfigCommand : ConfigurationInputCmdlet
{
    [Parameter(Position = 0)]
    [ValidateConfigurationName]
    public string Name { get; set; } = "iru";

    [Parameter]
    public string? Vault { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void EndProcessing()
    {
        try
        {
            var configuration = ReadConfiguration();
            foreach (var warning in configuration.Warnings)
                WriteWarning(warning);
            Save(configuration);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name));
        }
    }

    private void Save(McpConfiguration configuration)
    {
        var vaults = new Vault(Host);
        var exists = vaults.List(Name, Vault).Count > 0;
        if (exists && !Force && !IsWhatIf)
            throw new IruException("IruMcp.ConfigExists", IruErrorCategory.ResourceExists,
                $"A configuration named '{Name}' is already saved.", "Use -Force to replace it, or -Name for another one.");
        if (!ShouldProcess($"'{Name}'{(Vault is null ? "" : $" in the vault '{Vault}'")}",
                $"{(exists ? "Replace" : "Save")} the configuration for {configuration.Url}, key {configuration.ApiKey}"))
            return;

        vaults.Set(Name, Vault, configuration);
        WriteVerbose($"Saved the configuration '{Name}' for {configuration.Url.Host}.");
        ForgetInput();
        if (PassThru)
            WriteObject(SavedConfig.Of(Name, vaults.List(Name, Vault).Select(saved => saved.Vault).FirstOrDefault() ?? Vault ?? "", configuration));
    }
}
