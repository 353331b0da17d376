using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Completes names of open connections.</summary>
public sealed class ConnectionNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, RunspaceConnections.All.Select(connection => (connection.Name, connection.Uri.ToString())));
}

/// <summary>Completes names of tools from the connection's list, with their descriptions; asks no server.</summary>
public sealed class ToolNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var given = fakeBoundParameters?["Connection"];
        var connection = (given as PSObject)?.BaseObject as IruConnection ?? given as IruConnection
            ?? (given is string name ? RunspaceConnections.All.FirstOrDefault(open => open.Name == name) : RunspaceConnections.Default);
        return Completion.Of(wordToComplete, connection?.Tools.Tools.Select(tool => (tool.Name, $"{tool.Risk}: {tool.Description}")) ?? []);
    }
}

/// <summary>Completes ids of documented operations.</summary>
public sealed class OperationCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, Operation.Documented.Select(operation => (operation.Id, $"{operation.Risk}: {operation.Name}, {operation}")));
}

internal static class Completion
{
    /// <summary>The names that begin with the word, then those that contain it.</summary>
    public static IEnumerable<CompletionResult> Of(string word, IEnumerable<(string Name, string ToolTip)> candidates)
    {
        var plain = (word ?? "").Trim('\'', '"').TrimEnd('*');
        return candidates
            .Select(candidate => (candidate.Name, candidate.ToolTip, Index: candidate.Name.IndexOf(plain, StringComparison.OrdinalIgnoreCase)))
            .Where(candidate => candidate.Index >= 0)
            .OrderBy(candidate => candidate.Index > 0).ThenBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new CompletionResult(
                Quote(candidate.Name), candidate.Name, CompletionResultType.ParameterValue,
                string.IsNullOrWhiteSpace(candidate.ToolTip) ? candidate.Name : candidate.ToolTip));
    }

    private static string Quote(string name) =>
        name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
