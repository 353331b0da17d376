using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace IruMcp.PowerShell;

/// <summary>The rule for names of saved configurations. (PowerShell's own pattern check shows the pattern to the user.)</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateConfigurationNameAttribute : ValidateArgumentsAttribute
{
    /// <summary>Letters, digits and dashes: Azure Key Vault takes no other.</summary>
    private static readonly Regex Rule = new("^[A-Za-z0-9][A-Za-z0-9-]{0,79}$", RegexOptions.CultureInvariant);

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string name || !Rule.IsMatch(name))
            throw new ValidationMetadataException(Messages.NotAName(arguments as string));
    }
}

/// <summary>Completes names of saved configurations from the open connections; a vault is not asked, since it might prompt.</summary>
public sealed class ConfigurationNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, RunspaceConnections.All.Select(connection => (connection.Name, connection.Uri.ToString())));
}
