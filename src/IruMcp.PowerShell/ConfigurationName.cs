using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IruMcp.PowerShell;

/// <summary>The rule for names of saved configurations.</summary>
internal static class ConfigurationName
{
    /// <summary>Letters, digits and dashes: Azure Key Vault takes no other.</summary>
    public const string Pattern = "^[A-Za-z0-9][A-Za-z0-9-]{0,79}$";
}

/// <summary>Completes names of saved configurations from the open connections; a vault is not asked, since it might prompt.</summary>
public sealed class ConfigurationNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, RunspaceConnections.All.Select(connection => (connection.Name, connection.Uri.ToString())));
}
