using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>A tool's own parameters as dynamic parameters of a cmdlet. They are never mandatory and take nothing from the pipeline:
/// unbound values of an earlier record would leak into the next call.</summary>
internal static class ToolParameters
{
    private const string PageSize = "PageSize";

    /// <summary>No beginning of it is anything that one would type for a parameter.</summary>
    private const string Unread = "_unread";

    private static readonly ParameterNames CmdletParameterNames = new(typeof(Commands.InvokeIruToolCommand));
    private static readonly Regex UsableName = new("^[A-Za-z_][A-Za-z0-9_-]*$", RegexOptions.CultureInvariant);

    /// <summary>The tool's parameters, and -PageSize: as a static parameter it would take what is meant for a tool's <c>page</c>,
    /// since PowerShell binds an abbreviation before it looks for dynamic parameters.</summary>
    public static RuntimeDefinedParameterDictionary Define(IruTool tool)
    {
        var dictionary = new RuntimeDefinedParameterDictionary
        {
            [PageSize] = new(PageSize, typeof(int), [new ParameterAttribute { HelpMessage = Messages.PageSizeHelp }, new ValidateRangeAttribute(1, 10_000)]),
        };
        foreach (var parameter in tool.Parameters.Where(IsUsable))
            dictionary[parameter.Name] = new RuntimeDefinedParameter(parameter.Name, TypeOf(parameter), AttributesOf(tool, parameter));
        return dictionary;
    }

    /// <summary>The parameters of a tool of which nothing is known: one that takes whatever is given.</summary>
    public static RuntimeDefinedParameterDictionary Unknown() => new()
    {
        [Unread] = new(Unread, typeof(object[]), [new ParameterAttribute { ValueFromRemainingArguments = true, DontShow = true }]),
    };

    public static bool HasUnread(RuntimeDefinedParameterDictionary? dictionary) =>
        dictionary is not null && dictionary.TryGetValue(Unread, out var parameter) && parameter.IsSet;

    /// <summary>False for parameters that can be had through -Arguments only, since what one would type means something else already.</summary>
    public static bool IsUsable(ToolParameter parameter) =>
        UsableName.IsMatch(parameter.Name) && !CmdletParameterNames.AreMeantBy(parameter.Name)
        && !string.Equals(parameter.Name, PageSize, StringComparison.OrdinalIgnoreCase);

    public static int? PageSizeIn(RuntimeDefinedParameterDictionary? dictionary) =>
        dictionary is not null && dictionary.TryGetValue(PageSize, out var parameter) && parameter.IsSet ? (int)parameter.Value : null;

    /// <summary>The values that the user gave for the tool's own parameters.</summary>
    public static Dictionary<string, object?> Bound(RuntimeDefinedParameterDictionary? dictionary) => dictionary is null ? [] : dictionary.Values
        .Where(parameter => parameter.IsSet && parameter.Name is not (PageSize or Unread))
        .ToDictionary(parameter => parameter.Name, parameter => PowerShellValues.FromPowerShell(parameter.Value));

    private static Type TypeOf(ToolParameter parameter)
    {
        // A typed parameter would turn $null, which clears a value, into an empty text.
        if (parameter.IsNullable || parameter.Kind == ParameterKind.Object)
            return parameter.IsArray ? typeof(object[]) : typeof(object);
        return (parameter.Kind, parameter.IsArray) switch
        {
            (ParameterKind.Integer, false) => typeof(long),
            (ParameterKind.Integer, true) => typeof(long[]),
            (ParameterKind.Number, false) => typeof(double),
            (ParameterKind.Number, true) => typeof(double[]),
            (ParameterKind.Boolean, false) => typeof(bool),
            (ParameterKind.Boolean, true) => typeof(bool[]),
            (_, true) => typeof(string[]),
            _ => typeof(string),
        };
    }

    private static Collection<Attribute> AttributesOf(IruTool tool, ToolParameter parameter)
    {
        var attributes = new Collection<Attribute>
        {
            new ParameterAttribute { HelpMessage = string.IsNullOrWhiteSpace(parameter.Description) ? parameter.Name : parameter.Description },
        };
        if (parameter.IsArray)
            attributes.Add(new AllowEmptyCollectionAttribute());
        if (parameter.IsNullable)
            attributes.Add(new AllowNullAttribute());
        else if (parameter.Kind == ParameterKind.String && parameter.AllowedValues.Count > 0)
            attributes.Add(new ValidateSetAttribute([.. parameter.AllowedValues]));
        else if (parameter is { Kind: ParameterKind.Integer, Minimum: { } smallest, Maximum: { } largest }
            && smallest >= long.MinValue && largest <= long.MaxValue && smallest <= largest)
            attributes.Add(new ValidateRangeAttribute((long)Math.Ceiling(smallest), (long)Math.Floor(largest)));
        if (parameter.Kind == ParameterKind.String && parameter.IsNullable && parameter.AllowedValues.Count > 0)
            attributes.Add(new ArgumentCompleterAttribute(CompleterOf(parameter.AllowedValues)));
        else if (parameter.AllowedValues.Count == 0 && LiveNames.Knows(tool, parameter))
            attributes.Add(new ArgumentCompleterAttribute(typeof(LiveNameCompleter)));
        else if (parameter.Kind == ParameterKind.Boolean)
            attributes.Add(new ArgumentCompleterAttribute(typeof(BooleanCompleter)));
        return attributes;
    }

    private static ScriptBlock CompleterOf(IReadOnlyList<string> values)
    {
        var list = string.Join(",", values.Select(value => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'"));
        return ScriptBlock.Create($"param($command, $parameter, $word) {list} | Microsoft.PowerShell.Core\\Where-Object {{ $_ -like \"$word*\" }}");
    }
}
