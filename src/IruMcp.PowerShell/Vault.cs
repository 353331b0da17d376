using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using IruMcp.Configuration;
using IruMcp.Governance;

namespace IruMcp.PowerShell;

/// <summary>Keeps configurations in a SecretManagement vault, one secret each. Must be used on the pipeline's thread.</summary>
/// <param name="host">The cmdlet's host; where nobody can answer, SecretManagement runs without one, since a locked vault would
/// otherwise prompt on standard output even so.</param>
internal sealed class Vault(System.Management.Automation.Host.PSHost? host)
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";
    private const string Prefix = "IruMcp-";

    private readonly bool _isUnattended = Interaction.WhyNobodyCanAnswer(host) is not null;

    /// <summary>The saved configuration as its secret; null where there is none of this name.</summary>
    public SecureString? Find(string name, string? vault)
    {
        var found = Invoke("Get-Secret", isAbsenceFine: true, ("Name", Prefix + name), ("Vault", vault));
        return found.Select(item => item?.BaseObject).OfType<SecureString>().FirstOrDefault();
    }

    public SecureString Get(string name, string? vault)
    {
        if (Find(name, vault) is { } found)
            return found;
        RequireVault();
        throw NotFound(name, vault);
    }

    public void Set(string name, string? vault, McpConfiguration configuration)
    {
        RequireVault();
        Invoke("Set-Secret", isAbsenceFine: false,
            ("Name", Prefix + name), ("Vault", vault), ("Secret", PowerShellValues.ToSecureString(new Secret(configuration.ToSecretJson()))));
    }

    public void Remove(string name, string vault) =>
        Invoke("Remove-Secret", isAbsenceFine: false, ("Name", Prefix + name), ("Vault", vault));

    /// <summary>The names of the saved configurations with their vaults. Compared here: a vault compares as the user's culture does.</summary>
    public IReadOnlyList<(string Name, string Vault)> List(string pattern, string? vault)
    {
        RequireVault();
        var wanted = Wildcards.Of(pattern);
        return
        [
            .. Invoke("Get-SecretInfo", isAbsenceFine: true, ("Name", Prefix + "*"), ("Vault", vault))
                .Select(info => (Name: (string)info.Properties["Name"].Value, Vault: (string)info.Properties["VaultName"].Value))
                .Where(info => info.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && wanted.IsMatch(info.Name.Substring(Prefix.Length)))
                .Select(info => (info.Name.Substring(Prefix.Length), info.Vault)),
        ];
    }

    /// <summary>The same, where a name without a wildcard must be there.</summary>
    /// <exception cref="IruException">There is none of this name.</exception>
    public IReadOnlyList<(string Name, string Vault)> Matching(string pattern, string? vault)
    {
        var found = List(pattern, vault);
        return found.Count > 0 || WildcardPattern.ContainsWildcardCharacters(pattern) ? found : throw NotFound(pattern, vault);
    }

    private void RequireVault()
    {
        if (Invoke("Get-SecretVault", isAbsenceFine: true).Count == 0)
            throw new IruException("IruMcp.NoVault", IruErrorCategory.ObjectNotFound, "No SecretManagement vault is registered for this user.", Messages.RegisterVault);
    }

    private Collection<PSObject> Invoke(string command, bool isAbsenceFine, params (string Name, object? Value)[] parameters)
    {
        if (!_isUnattended)
            return Invoke(System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace), command, isAbsenceFine, parameters);

        using var runspace = RunspaceFactory.CreateRunspace();
        runspace.Open();
        var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = runspace;
        return Invoke(shell, command, isAbsenceFine, parameters);
    }

    private Collection<PSObject> Invoke(
        System.Management.Automation.PowerShell shell, string command, bool isAbsenceFine, (string Name, object? Value)[] parameters)
    {
        using (shell)
        {
            try
            {
                shell.AddCommand("Microsoft.PowerShell.Core\\Import-Module").AddParameter("Name", Module).AddParameter("ErrorAction", "Stop").AddParameter("Verbose", false);
                shell.Invoke();
            }
            catch (RuntimeException missing)
            {
                throw new IruException("IruMcp.SecretManagementMissing", IruErrorCategory.NotInstalled,
                    $"The module {Module} could not be loaded ({missing.Message}).", Messages.InstallSecretManagement);
            }

            shell.Commands.Clear();
            shell.Streams.Error.Clear();
            // Not SilentlyContinue: what is silent does not get into the stream either, and a locked vault would look like an empty one.
            shell.AddCommand($"{Module}\\{command}").AddParameter("ErrorAction", "Continue");
            foreach (var (name, value) in parameters)
                if (value is not null)
                    shell.AddParameter(name, value);
            try
            {
                var result = shell.Invoke();
                if (shell.Streams.Error.FirstOrDefault() is { } error && !(isAbsenceFine && IsAbsence(error)))
                    throw Failed(command, error.Exception);
                return result;
            }
            catch (RuntimeException failure)
            {
                if (isAbsenceFine && IsAbsence(failure.ErrorRecord))
                    return [];
                throw Failed(command, failure);
            }
        }
    }

    private static bool IsAbsence(ErrorRecord error) =>
        error.CategoryInfo.Category == ErrorCategory.ObjectNotFound
        || error.FullyQualifiedErrorId.StartsWith("GetSecretNotFound", StringComparison.Ordinal)
        || error.Exception is ItemNotFoundException;

    private IruException Failed(string command, Exception failure) => new(
        "IruMcp.VaultFailed", IruErrorCategory.ResourceUnavailable,
        $"{command} failed: {new Redactor().Clean((failure.InnerException ?? failure).Message)}",
        _isUnattended ? Messages.UnattendedVaultHelp : Messages.VaultHelp);

    private static IruException NotFound(string name, string? vault) => new(
        "IruMcp.ConfigNotFound", IruErrorCategory.ObjectNotFound, $"No configuration named '{name}' is saved{In(vault)}.", Messages.ImportFirst);

    private static string In(string? vault) => vault is null ? "" : $" in the vault '{vault}'";
}
