using System.Management.Automation;
using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.PowerShell.Commands;

/// <summary>Replaces a saved configuration by a new one, in the vault and in every AI client that has the former one.</summary>
[Cmdlet(VerbsData.Update, "IruMcpConfig", SupportsShouldProcess = true, DefaultParameterSetName = AskSet)]
[OutputType(typeof(UpdatedClient))]
public sealed class UpdateIruMcpConfigCommand : ConfigurationInputCmdlet
{
    /// <summary>The saved configuration to replace.</summary>
    [Parameter(Position = 0)]
    [ValidateConfigurationName]
    [ArgumentCompleter(typeof(ConfigurationNameCompleter))]
    public string Name { get; set; } = "iru";

    [Parameter]
    public string? Vault { get; set; }

    /// <summary>Replaces also keys that are neither the former nor the new one, where the address is this configuration's.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter IgnoreRunning { get; set; }

    protected override void EndProcessing()
    {
        try
        {
            Update();
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name));
        }
    }

    private void Update()
    {
        var vaults = new Vault(Host);
        var vault = Vault ?? vaults.Matching(Name, null)[0].Vault;
        var former = McpConfiguration.FromSecretJson(PowerShellValues.ToSecret(vaults.Get(Name, vault)).Reveal());
        var given = ReadConfiguration();
        foreach (var warning in given.Warnings)
            WriteWarning(warning);

        // Saved first, with what it replaces: whatever comes in between, the next run finds the clients that are left.
        var configuration = given.After(former);
        if (!configuration.Equals(former))
        {
            if (ShouldProcess($"'{Name}' in the vault '{vault}'", $"Replace the configuration by the one for {given.Url}, key {given.ApiKey}"))
            {
                vaults.Set(Name, vault, configuration);
                ForgetInput();
            }
            else if (!IsWhatIf)
                return;
        }

        var isComplete = true;
        foreach (var step in HostRotation.Plan(configuration, ClientEnvironment.Of(this), Name, Force, IgnoreRunning))
            isComplete &= Handle(step);
        if (IsWhatIf)
            return;
        if (isComplete && configuration.Replaced.Count > 0)
            vaults.Set(Name, vault, configuration with { Replaced = [] });
        else if (configuration.Replaced.Count > 0)
            WriteVerbose("Not every client could be updated. The same command again finishes the job.");
    }

    /// <returns>False where something of the former configuration is left.</returns>
    private bool Handle(HostRotationStep step)
    {
        var failure = step.Failure;
        if (step.Change is not null)
        {
            if (!ShouldProcess(step.Change.Path, $"Replace the former values of the server '{step.Client.EntryName}' for {step.Client.Host}"))
                return false;
            try
            {
                step.Change.Apply();
            }
            catch (IruException refused)
            {
                failure = refused;
            }
        }

        WriteObject(new UpdatedClient
        {
            Client = step.Client.Host,
            Scope = step.Client.Scope.ToString(),
            ServerName = step.Client.EntryName,
            Status = failure is not null ? "Failed" : step.State == HostRotationState.Outdated ? "Updated" : step.State.ToString(),
            Note = failure is null ? step.Note : $"{failure.Message} {failure.NextStep}",
            ConfigPath = step.Client.Path,
        });
        if (failure is not null)
            WriteError(ErrorRecords.From(failure, step.Client.Host));
        return failure is null;
    }
}
