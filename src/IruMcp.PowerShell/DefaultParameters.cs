using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IruMcp.PowerShell;

/// <summary>Distinguishes a switch on the command line from one that $PSDefaultParameterValues sets. A default, often set for all commands, does
/// not consent to a call.</summary>
internal static class DefaultParameters
{
    public const string Variable = "PSDefaultParameterValues";

    private static readonly TokenKind[] EndsOfCommand = [TokenKind.Pipe, TokenKind.Semi, TokenKind.NewLine, TokenKind.AndAnd, TokenKind.OrOr, TokenKind.EndOfInput];

    /// <summary>True where a default for the parameter is set and the line does not give the parameter itself.</summary>
    /// <param name="command">The command that was called.</param>
    /// <param name="parameter">A parameter of it, by its name.</param>
    public static bool MayHaveGiven(PSCmdlet command, string parameter)
    {
        if (Unwrapped(command.SessionState.PSVariable.GetValue(Variable)) is not IDictionary { Count: > 0 } defaults
            || defaults.Contains("Disabled") && LanguagePrimitives.IsTrue(defaults["Disabled"]))
            return false;
        return defaults.Keys.Cast<object>().Any(key => IsAbout($"{key}", command, parameter)) && !IsOnLine(command, parameter);
    }

    private static bool IsAbout(string key, PSCmdlet command, string parameter)
    {
        var colon = key.LastIndexOf(':');
        return colon > 0 && NamesOf(parameter).Any(name => Matches(key.Substring(colon + 1), name))
            && (Matches(key.Substring(0, colon), command.MyInvocation.MyCommand.Name) || IsAliasOf(key.Substring(0, colon), command));
    }

    private static bool IsAliasOf(string name, PSCmdlet command) => !WildcardPattern.ContainsWildcardCharacters(name)
        && command.SessionState.InvokeCommand.GetCommand(name.Trim(), CommandTypes.Alias) is AliasInfo alias
        && alias.ResolvedCommand?.Name == command.MyInvocation.MyCommand.Name;

    private static bool Matches(string pattern, string name) => new WildcardPattern(pattern.Trim(' ', '"', '\''), WildcardOptions.IgnoreCase).IsMatch(name);

    private static string[] NamesOf(string parameter) => parameter == "Confirm" ? [parameter, "cf"] : [parameter];

    private static bool IsOnLine(PSCmdlet command, string parameter)
    {
        var line = command.MyInvocation.Line ?? "";
        Parser.ParseInput(line, out var tokens, out _);
        return tokens.SkipWhile(token => token.Extent.StartOffset < command.MyInvocation.OffsetInLine - 1)
            .TakeWhile(token => !EndsOfCommand.Contains(token.Kind))
            .Any(token => token switch
            {
                ParameterToken given => IsShortFor(given.ParameterName, parameter),
                VariableToken { Kind: TokenKind.SplattedVariable } splatted => Unwrapped(command.SessionState.PSVariable.GetValue(splatted.Name)) is IDictionary values
                    && values.Keys.Cast<object>().Any(key => IsShortFor($"{key}", parameter)),
                _ => false,
            });
    }

    private static bool IsShortFor(string given, string parameter) =>
        given.Length > 0 && NamesOf(parameter).Any(name => name.StartsWith(given, StringComparison.OrdinalIgnoreCase));

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
