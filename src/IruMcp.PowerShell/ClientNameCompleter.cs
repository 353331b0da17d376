using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using IruMcp.Hosts;

namespace IruMcp.PowerShell;

/// <summary>Completes names of AI clients from Core's table.</summary>
public sealed class ClientNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, HostCatalogue.DisplayNames.Select(client => (client.Key, client.Value)));
}
