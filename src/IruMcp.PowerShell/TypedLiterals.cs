using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Finds the text of numbers that PowerShell hands over without it: the elements of a list, and a literal that is written as PowerShell
/// itself would write the number, which then looks like any variable. The command line says what was typed.</summary>
internal static class TypedLiterals
{
    private const int MostFrames = 8;

    /// <summary>The value with the numbers that were typed as literals of the command line; others stay as they are.</summary>
    public static object? In(ToolParameter parameter, object? value)
    {
        if (parameter.Kind != ParameterKind.String || parameter.IsAnyShape)
            return value;
        if (parameter.IsArray)
            return value is object?[] list && list.Any(IsNumber) ? WithTexts(list) : value;
        if (!SecretFields.IsSecret(parameter.Name, null))
            return value;
        var single = value is object?[] { Length: 1 } one ? one[0] : value;
        return IsNumber(single) && Elements().OfType<ConstantExpressionAst>().FirstOrDefault(literal => Equals(literal.Value, single)) is { } typed
            ? new NumberLiteral(single!, typed.Extent.Text) : value;
    }

    private static object?[] WithTexts(object?[] list)
    {
        var typed = Elements().OfType<ArrayLiteralAst>().FirstOrDefault(literal => literal.Elements.Count == list.Length
            && literal.Elements.Zip(list, (element, value) => !IsNumber(value) || element is ConstantExpressionAst constant && Equals(constant.Value, value)).All(same => same));
        return typed is null ? list
            : [.. typed.Elements.Zip(list, (element, value) => IsNumber(value) ? new NumberLiteral(value!, element.Extent.Text) : value)];
    }

    /// <summary>The arguments of the commands that are running, the innermost first.</summary>
    private static IEnumerable<Ast> Elements()
    {
        if (Runspace.DefaultRunspace?.Debugger is not { } debugger)
            yield break;
        foreach (var frame in debugger.GetCallStack().Take(MostFrames))
            foreach (var command in Parser.ParseInput(frame.Position.Text, out _, out _).FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
                foreach (var element in command.CommandElements)
                    yield return element is CommandParameterAst { Argument: { } argument } ? argument : element;
    }

    private static bool IsNumber(object? value) => value is not null && Scalars.IsNumber(value);
}
