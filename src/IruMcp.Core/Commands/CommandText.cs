using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>The texts of generated commands and of what makes them.</summary>
internal static class CommandText
{
    public const string ModuleDescription = "Commands for the tools of an Iru MCP server, written by Export-IruTool of IruMcp.";
    public const string FileNotice = "Written by Export-IruTool. To renew it: Export-IruTool -OutputModule <this folder> -Force";
    public const string InputObject = "Ids, or objects that have them. Only what the tool requires is taken from them.";
    public const string Device = "The device: its UUID, its serial number or its exact name. A serial number or name is looked up; it has to fit one device.";
    public const string Connection = "The connection to use, or its name.";
    public const string Raw = "Gives the server's answer as text, untouched.";
    public const string AsPlainText = "Gives secrets as text in place of SecureStrings.";
    public const string Force = "Does not ask. The same as -Confirm:$false. It does not override -WhatIf.";
    public const string NoPaging = "Gives one page only.";
    public const string PageSize = "How many objects to ask for at once.";
    public const string ThrottleLimit = "How many calls for objects of the pipeline may be under way at once; one without it.";
    public const string RateLimitAction = "What to do when the limit on requests is reached: Wait or Stop.";
    public const string Wait = "Waits until the device has done it, where it is a command to a device.";
    public const string Arguments = "Arguments that have no parameter of their own, as a hashtable under the server's names.";
    public const string Clear = "Parameters whose present value is taken away, by name, as in -Clear Tags.";
    public const string ExampleInput = "$objects";

    /// <summary>PowerShell's own parameters for long results.</summary>
    public static readonly IReadOnlyList<(string Name, string Text)> Paging =
    [
        ("First", "How many objects to give in all."), ("Skip", "How many objects to leave out at the start."),
        ("IncludeTotalCount", "Gives the number of all objects first, where the server tells it."),
    ];

    public static string NotWritable(string folder, string why) => $"The module in '{folder}' could not be written: {why}";

    public static string NoDescription(IruTool tool) => $"Calls the tool {tool.Name}.";

    public static string Notes(IruTool tool) => $"Tool: {tool.Name}. Category: {tool.Category}. Risk: {tool.Risk}. {tool.RiskReason}";

    public static string About(CommandParameter parameter)
    {
        var argument = parameter.Argument;
        var parts = new List<string> { ParameterText.TypeOf(argument) + ".", parameter.IsDevice ? Device : argument.Description ?? $"The tool's argument {argument.Name}." };
        if (argument.IsRequired)
            parts.Add("Required.");
        if (argument.AllowedValues.Count > 0)
            parts.Add($"One of: {string.Join(", ", argument.AllowedValues)}.");
        if (argument is { Minimum: { } low, Maximum: { } high })
            parts.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, "From {0} to {1}.", low, high));
        if (argument.Default is { } without && without != "null")
            parts.Add($"Without it: {without}.");
        return string.Join(" ", parts);
    }
}
