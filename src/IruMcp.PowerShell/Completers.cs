using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using IruMcp.Connections;
using IruMcp.Governance;
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
        var tools = Completion.ConnectionOf(fakeBoundParameters)?.Tools.Tools ?? [];
        return Completion.Of(wordToComplete, tools.Select(tool => (tool.Name, $"{tool.Risk}: {tool.Description}")));
    }
}

/// <summary>Completes names of tools that read.</summary>
public sealed class ReadingToolCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var tools = Completion.ConnectionOf(fakeBoundParameters)?.Tools.Tools ?? [];
        return Completion.Of(wordToComplete, tools.Where(tool => tool.IsRead).Select(tool => (tool.Name, $"{tool.Risk}: {tool.Description}")));
    }
}

/// <summary>Completes categories of the connection's tools.</summary>
public sealed class CategoryCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var tools = Completion.ConnectionOf(fakeBoundParameters)?.Tools.Tools ?? [];
        return Completion.Of(wordToComplete, tools.GroupBy(tool => tool.Category).Select(category => (category.Key, category.Count() == 1 ? "1 tool" : $"{category.Count()} tools")));
    }
}

/// <summary>Completes identifiers with what the tenant has: the names are shown and looked through, the identifiers are inserted.</summary>
public sealed class LiveNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var parameter = Completion.ParameterOf(fakeBoundParameters, parameterName);
        return parameter is null ? [] : Completion.Of(wordToComplete, LiveNames.Find(
            Completion.ConnectionOf(fakeBoundParameters)!, Completion.ToolOf(fakeBoundParameters)!, parameter, Completion.LongestWait));
    }
}

/// <summary>Completes the values that a tool's schema allows for an argument.</summary>
public sealed class AllowedValueCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        (Completion.ParameterOf(fakeBoundParameters, parameterName)?.AllowedValues ?? [])
            .Where(value => value.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(Completion.Quote(value), value, CompletionResultType.ParameterValue, value));
}

/// <summary>Completes the arguments that the tool can clear.</summary>
public sealed class ClearCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, (Completion.ToolOf(fakeBoundParameters) is { } tool ? ArgumentValues.Clearable(tool) : [])
            .Select(parameter => (parameter.Name, parameter.Description ?? "")));
}

/// <summary>Completes devices by name; their identifiers are inserted.</summary>
public sealed class DeviceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.ConnectionOf(fakeBoundParameters) is { } connection
            ? Completion.Of(wordToComplete, LiveNames.FindDevices(connection, Completion.LongestWait)) : [];
}

/// <summary>Completes the names of what the rows of a tool have, from one page of them.</summary>
public sealed class PropertyCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var connection = Completion.ConnectionOf(fakeBoundParameters);
        var tool = fakeBoundParameters?["Tool"] is { } name ? connection?.Tools.Find(name.ToString()!) : null;
        return tool is null ? [] : Completion.Of(wordToComplete, LiveNames.FindProperties(connection!, tool, Completion.LongestWait).Select(property => (property, "")));
    }
}

/// <summary>Completes the patterns of tools that the rules of a policy file have.</summary>
public sealed class PolicyRuleCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var file = PolicyFile.Of(fakeBoundParameters?["Scope"] is { } scope ? PolicyChange.ScopeOf(scope.ToString()!) : PolicyScope.User);
            return Completion.Of(wordToComplete, file.Rules.SelectMany(rule => rule.Tool.Select(tool => (tool, rule.Conditions))));
        }
        catch (Exception failure) when (failure is IruException or ArgumentException)
        {
            // Whoever presses Tab wants no error.
            return [];
        }
    }
}

/// <summary>Completes ids of documented operations.</summary>
public sealed class OperationCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, Operation.Documented.Select(operation => (operation.Id, $"{operation.Risk}: {operation.Name}, {operation}")));
}

/// <summary>Completes $true and $false.</summary>
public sealed class BooleanCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        new[] { "$true", "$false" }
            .Where(value => value.TrimStart('$').StartsWith((wordToComplete ?? "").TrimStart('$'), StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(value));
}

internal static class Completion
{
    /// <summary>How long somebody who presses Tab waits for the server.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(300);

    /// <summary>The connection that the line names, else the default; null for none.</summary>
    public static IruConnection? ConnectionOf(IDictionary? bound)
    {
        var given = bound?["Connection"];
        return (given as PSObject)?.BaseObject as IruConnection ?? given as IruConnection
            ?? (given is string name ? RunspaceConnections.Find(name) : RunspaceConnections.Default);
    }

    /// <summary>The tool that the line names; null for none.</summary>
    public static IruTool? ToolOf(IDictionary? bound) => bound?["Tool"] is { } name ? ConnectionOf(bound)?.Tools.Find(name.ToString()!) : null;

    /// <summary>The argument of the line's tool; null for none.</summary>
    public static ToolParameter? ParameterOf(IDictionary? bound, string name) =>
        ToolOf(bound)?.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those whose name, identifier or further words have the word in them; shown by name, inserted by value.</summary>
    public static IEnumerable<CompletionResult> Of(string word, IReadOnlyList<LiveName> candidates)
    {
        var plain = (word ?? "").Trim('\'', '"').TrimEnd('*');
        return candidates
            .Where(candidate => !Redactor.Steers(candidate.Value))
            .Select(candidate => candidate with { Name = Redactor.WithoutControls(candidate.Name), More = Redactor.WithoutControls(candidate.More) })
            .Where(candidate => new[] { candidate.Name, candidate.Value, candidate.More }.Any(text => text.IndexOf(plain, StringComparison.OrdinalIgnoreCase) >= 0))
            .OrderBy(candidate => !candidate.Name.StartsWith(plain, StringComparison.OrdinalIgnoreCase)).ThenBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new CompletionResult(
                Quote(candidate.Value), candidate.Name, CompletionResultType.ParameterValue,
                candidate.More.Length > 0 ? $"{candidate.Name} ({candidate.More}), {candidate.Value}" : $"{candidate.Name}, {candidate.Value}"));
    }

    /// <summary>The names that begin with the word, then those that contain it.</summary>
    public static IEnumerable<CompletionResult> Of(string word, IEnumerable<(string Name, string ToolTip)> candidates)
    {
        var plain = (word ?? "").Trim('\'', '"').TrimEnd('*');
        return candidates
            .Where(candidate => !Redactor.Steers(candidate.Name))
            .Select(candidate => (candidate.Name, ToolTip: Redactor.WithoutControls(candidate.ToolTip), Index: candidate.Name.IndexOf(plain, StringComparison.OrdinalIgnoreCase)))
            .Where(candidate => candidate.Index >= 0)
            .OrderBy(candidate => candidate.Index > 0).ThenBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new CompletionResult(
                Quote(candidate.Name), candidate.Name, CompletionResultType.ParameterValue,
                string.IsNullOrWhiteSpace(candidate.ToolTip) ? candidate.Name : candidate.ToolTip));
    }

    public static string Quote(string name) =>
        name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
