namespace IruMcp.Tools;

/// <summary>The help text of an argument: the type of value that it takes, then what the server says of it.</summary>
internal static class ParameterText
{
    public static string About(ToolParameter parameter) =>
        string.IsNullOrWhiteSpace(parameter.Description) ? TypeOf(parameter) + "." : $"{TypeOf(parameter)}. {parameter.Description}";

    public static string TypeOf(ToolParameter parameter)
    {
        var one = parameter switch
        {
            { IsAnyShape: true } => "any value",
            { Kind: ParameterKind.String } when TimeText.IsDate(parameter) => "date",
            { Kind: ParameterKind.String } when TimeText.IsTime(parameter) => "text or date and time",
            { Kind: ParameterKind.String } => "text",
            { Kind: ParameterKind.Integer } => "whole number",
            { Kind: ParameterKind.Number } => "number",
            { Kind: ParameterKind.Boolean } => "true or false",
            _ => "hashtable or object",
        };
        var text = parameter.IsArray ? "list of " + one : one;
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }
}
