using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Text.RegularExpressions;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>A tool's own parameters as dynamic parameters of a cmdlet. They are never mandatory and take nothing from the pipeline:
/// unbound values of an earlier record would leak into the next call.</summary>
internal static class ToolParameters
{
    private static readonly Regex UsableName = new("^[A-Za-z_][A-Za-z0-9_-]*$", RegexOptions.CultureInvariant);

    public static RuntimeDefinedParameterDictionary Define(IruTool tool, ISet<string> taken)
    {
        var dictionary = new RuntimeDefinedParameterDictionary();
        foreach (var parameter in tool.Parameters.Where(parameter => IsUsable(parameter, taken)))
            dictionary[parameter.Name] = new RuntimeDefinedParameter(parameter.Name, TypeOf(parameter), AttributesOf(parameter));
        return dictionary;
    }

    /// <summary>The parameters that can be had through -Arguments only, since their name means something else already.</summary>
    public static bool IsUsable(ToolParameter parameter, ISet<string> taken) =>
        !taken.Contains(parameter.Name) && UsableName.IsMatch(parameter.Name);

    public static Dictionary<string, object?> Bound(RuntimeDefinedParameterDictionary? dictionary) => dictionary is null ? [] : dictionary.Values
        .Where(parameter => parameter.IsSet)
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

    private static Collection<Attribute> AttributesOf(ToolParameter parameter)
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
        return attributes;
    }

    private static ScriptBlock CompleterOf(IReadOnlyList<string> values)
    {
        var list = string.Join(",", values.Select(value => "'" + value.Replace("'", "''") + "'"));
        return ScriptBlock.Create($"param($command, $parameter, $word) {list} | Microsoft.PowerShell.Core\\Where-Object {{ $_ -like \"$word*\" }}");
    }
}
