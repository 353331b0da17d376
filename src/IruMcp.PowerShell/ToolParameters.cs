using System.Collections.ObjectModel;
using System.Management.Automation;
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

    private static readonly ParameterNames InvokeNames = new(typeof(Commands.InvokeIruToolCommand));
    private static readonly ParameterNames ExportNames = new(typeof(Commands.ExportIruDataCommand));
    private static readonly Regex UsableName = new("^[A-Za-z_][A-Za-z0-9_-]*$", RegexOptions.CultureInvariant);

    /// <summary>The tool's parameters, and -PageSize: as a static parameter it would take what is meant for a tool's <c>page</c>,
    /// since PowerShell binds an abbreviation before it looks for dynamic parameters.</summary>
    public static RuntimeDefinedParameterDictionary Define(IruTool tool)
    {
        var dictionary = new RuntimeDefinedParameterDictionary
        {
            [PageSize] = new(PageSize, typeof(int), [new ParameterAttribute { HelpMessage = Messages.PageSizeHelp }, new ValidateRangeAttribute(1, 10_000)]),
        };
        Add(tool, InvokeNames, dictionary);
        return dictionary;
    }

    /// <summary>The tool's parameters for Export-IruData, which has a -PageSize of its own.</summary>
    public static RuntimeDefinedParameterDictionary DefineForExport(IruTool tool)
    {
        var dictionary = new RuntimeDefinedParameterDictionary();
        Add(tool, ExportNames, dictionary);
        return dictionary;
    }

    private static void Add(IruTool tool, ParameterNames taken, RuntimeDefinedParameterDictionary dictionary)
    {
        foreach (var parameter in tool.Parameters.Where(parameter => IsUsable(parameter, taken)))
            dictionary[parameter.Name] = new RuntimeDefinedParameter(parameter.Name, TypeOf(parameter), AttributesOf(tool, parameter));
    }

    /// <summary>The parameters of a tool of which nothing is known: one that takes whatever is given.</summary>
    public static RuntimeDefinedParameterDictionary Unknown() => new()
    {
        [Unread] = new(Unread, typeof(object[]), [new ParameterAttribute { ValueFromRemainingArguments = true, DontShow = true }]),
    };

    /// <exception cref="IruException">Parameters were given for a tool of which nothing was known then.</exception>
    public static void RequireRead(RuntimeDefinedParameterDictionary? dictionary, IruTool tool)
    {
        if (dictionary is not null && dictionary.TryGetValue(Unread, out var parameter) && parameter.IsSet)
            throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument, Messages.ArgumentsUnread(tool.Name), Messages.UseArguments)
            { Tool = tool.Name };
    }

    /// <summary>False for parameters that can be had through -Arguments only, since what one would type means something else already.</summary>
    public static bool IsUsable(ToolParameter parameter) => IsUsable(parameter, InvokeNames);

    private static bool IsUsable(ToolParameter parameter, ParameterNames taken) =>
        UsableName.IsMatch(parameter.Name) && !taken.AreMeantBy(parameter.Name)
        && !string.Equals(parameter.Name, PageSize, StringComparison.OrdinalIgnoreCase);

    public static int? PageSizeIn(RuntimeDefinedParameterDictionary? dictionary) =>
        dictionary is not null && dictionary.TryGetValue(PageSize, out var parameter) && parameter.IsSet ? (int)parameter.Value : null;

    /// <summary>The values that the user gave for the tool's own parameters.</summary>
    public static Dictionary<string, object?> Bound(RuntimeDefinedParameterDictionary? dictionary, IruTool tool) => dictionary is null ? [] : dictionary.Values
        .Where(parameter => parameter.IsSet && parameter.Name is not (PageSize or Unread))
        .ToDictionary(parameter => parameter.Name, parameter => ValueOf(tool, parameter.Name, parameter.Value));

    /// <summary>A value that was given on the command line for an argument.</summary>
    public static object? ValueOf(IruTool? tool, string name, object? value) => GivenValue.Of(value) is { } given
        ? tool?.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter ? TypedLiterals.In(parameter, given) : given
        : null;

    /// <summary>Never a type that the binder of PowerShell would convert to: it joins the elements of a set, formats a date by the culture, and
    /// rounds 1.5 to 2. A list of unknown elements is not object[], since a nested list would look like one that the binder created.</summary>
    private static Type TypeOf(ToolParameter parameter) => parameter is { IsArray: true, IsAnyShape: false } ? typeof(object[]) : typeof(object);

    private static Collection<Attribute> AttributesOf(IruTool tool, ToolParameter parameter)
    {
        var attributes = new Collection<Attribute> { new ParameterAttribute { HelpMessage = ParameterText.About(parameter) }, new AllowNullAttribute() };
        if (parameter.IsArray)
            attributes.Add(new AllowEmptyCollectionAttribute());
        if (parameter.AllowedValues.Count > 0)
            attributes.Add(new ArgumentCompleterAttribute(typeof(AllowedValueCompleter)));
        else if (LiveNames.Knows(tool, parameter))
            attributes.Add(new ArgumentCompleterAttribute(typeof(LiveNameCompleter)));
        else if (parameter.Kind == ParameterKind.Boolean)
            attributes.Add(new ArgumentCompleterAttribute(typeof(BooleanCompleter)));
        return attributes;
    }
}
