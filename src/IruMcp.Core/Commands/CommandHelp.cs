using System.Text;
using System.Text.RegularExpressions;
using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>The comment-based help of a command.</summary>
internal static class CommandHelp
{
    private const int LongestSynopsis = 160;

    private static readonly Regex PlainValue = new("^[A-Za-z0-9_]{1,40}$", RegexOptions.CultureInvariant);

    public static void Write(StringBuilder script, ToolCommand command, string name)
    {
        var tool = command.Main.Tool;
        script.Append("<#\n");
        Section(script, ".SYNOPSIS", Synopsis(tool));
        Section(script, ".DESCRIPTION", [.. command.Sets.Select(set => Described(set.Tool))]);
        var described = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in command.Sets.SelectMany(set => set.Parameters).Where(parameter => described.Add(parameter.Name)))
            Section(script, ".PARAMETER " + parameter.Name, CommandText.About(parameter));
        foreach (var (parameter, text) in Own(command).Concat(command.Main.IsList ? CommandText.Paging : []))
            Section(script, ".PARAMETER " + parameter, text);
        foreach (var example in Examples(command, name))
            Section(script, ".EXAMPLE", example);
        Section(script, ".OUTPUTS", [.. command.ResultTypes]);
        Section(script, ".NOTES", [.. command.Sets.Select(set => CommandText.Notes(set.Tool))]);
        script.Append("#>\n");
    }

    /// <summary>The parameters that the command has beside its tools' arguments.</summary>
    public static IEnumerable<(string Name, string Text)> Own(ToolCommand command)
    {
        if (command.PipelineSet is not null)
        {
            yield return ("InputObject", CommandText.InputObject);
            yield return ("ThrottleLimit", CommandText.ThrottleLimit);
        }
        if (TakesArguments(command))
            yield return ("Arguments", CommandText.Arguments);
        if (Clearable(command).Any())
            yield return ("Clear", CommandText.Clear);
        if (command.Main.IsList)
        {
            yield return ("PageSize", CommandText.PageSize);
            yield return ("NoPaging", CommandText.NoPaging);
        }
        yield return ("RateLimitAction", CommandText.RateLimitAction);
        yield return ("Raw", CommandText.Raw);
        yield return ("AsPlainText", CommandText.AsPlainText);
        if (!command.IsRead)
            yield return ("Force", CommandText.Force);
        if (!command.IsRead && command.Main.Identifiers.Any(parameter => parameter.IsDevice))
            yield return ("Wait", CommandText.Wait);
        yield return ("Connection", CommandText.Connection);
    }

    /// <summary>The names of the parameters whose argument the command can clear.</summary>
    public static IEnumerable<string> Clearable(ToolCommand command) => command.Sets
        .SelectMany(set => set.Parameters.Where(parameter => ArgumentValues.Clearable(set.Tool).Contains(parameter.Argument)))
        .Select(parameter => parameter.Name).Distinct();

    public static bool TakesArguments(ToolCommand command) =>
        command.Sets.Any(set => set.Tool.AllowsOtherArguments || set.Tool.OpenObjects.Count > 0 || set.Tool.HiddenParameters.Count > 0);

    private static string Described(IruTool tool) => string.IsNullOrWhiteSpace(tool.Description) ? CommandText.NoDescription(tool) : tool.Description;

    private static string Synopsis(IruTool tool)
    {
        var text = Described(tool).TrimStart().Split('\r', '\n')[0];
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        var first = end < 0 ? text : text.Substring(0, end + 1);
        return first.Length <= LongestSynopsis ? first : CommandText.NoDescription(tool);
    }

    private static IEnumerable<string> Examples(ToolCommand command, string name)
    {
        var main = command.Main;
        yield return string.Join(" ", new[] { name }.Concat(main.Parameters.Where(parameter => parameter.Argument.IsRequired).Select(Given)))
            + (main.Tool.IsRead ? "" : " -WhatIf");
        if (command.Item is { } item)
            yield return string.Join(" ", new[] { name }.Concat(item.Identifiers.Select(Given)));
        if (main.IsList && command.Item is not null)
            yield return $"{name} -First 10";
        if (command.PipelineSet is { } set)
            yield return string.Join(" ", new[] { CommandText.ExampleInput, "|", name }
                .Concat(set.Parameters.Where(parameter => parameter.Argument.IsRequired && !set.Identifiers.Contains(parameter)).Select(Given)))
                + (set.Tool.IsRead ? "" : " -WhatIf");
    }

    private static string Given(CommandParameter parameter) => $"-{parameter.Name} " + parameter.Argument switch
    {
        _ when parameter.IsDevice => "C02XK1ABCD12",
        { AllowedValues: { Count: > 0 } values } when PlainValue.IsMatch(values[0]) => values[0],
        { Kind: ParameterKind.Integer, Minimum: { } low } => low.ToString(System.Globalization.CultureInfo.InvariantCulture),
        { Kind: ParameterKind.Integer or ParameterKind.Number } => "1",
        { Kind: ParameterKind.Boolean } => "$true",
        { Kind: ParameterKind.Object } => "@{ }",
        var argument when Identifiers.LooksLikeId(argument.Name) => "$id",
        _ => "'text'",
    };

    private static void Section(StringBuilder script, string keyword, params string[] lines)
    {
        script.Append(keyword).Append('\n');
        foreach (var line in lines.SelectMany(text => text.Split('\n')).Select(ScriptText.CommentLine).Where(line => line.Length > 0))
            script.Append(line).Append('\n');
    }
}
