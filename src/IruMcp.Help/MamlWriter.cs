using System.Globalization;
using System.Xml.Linq;

namespace IruMcp.Help;

/// <summary>Writes the XML that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(string path, IReadOnlyDictionary<CmdletFacts, HelpPage> pages) =>
        new XDocument(new XElement(Items + "helpItems", new XAttribute("schema", "maml"), pages.Select(pair => Describe(pair.Key, pair.Value)))).Save(path);

    private static XElement Describe(CmdletFacts cmdlet, HelpPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command), new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Text(page["Synopsis"]!.Paragraphs)),
        Text(page["Description"]!.Paragraphs),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, page, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, page, MainUse(parameter), isSyntax: false))),
        new XElement(Command + "inputTypes", Types("inputType", page["Inputs"]!)),
        new XElement(Command + "returnValues", Types("returnValue", page["Outputs"]!)),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page["Notes"]?.Paragraphs ?? []))),
        new XElement(Command + "examples", page.Under("Examples").Select(Example)),
        new XElement(Command + "relatedLinks", page["Links"]?.Links.Select(link => new XElement(Maml + "navigationLink",
            new XElement(Maml + "linkText", link.Text),
            new XElement(Maml + "uri", link.Target.Contains("://", StringComparison.Ordinal) ? link.Target : "")))));

    private static XElement Syntax(CmdletFacts cmdlet, HelpPage page, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Where(parameter => parameter.In(set) is not null)
            .OrderBy(parameter => parameter.In(set)!.Position ?? int.MaxValue)
            .ThenBy(parameter => !parameter.In(set)!.IsMandatory)
            .Select(parameter => Parameter(parameter, page, parameter.In(set)!, isSyntax: true)));

    /// <summary>Of several uses, the one that asks most of the user.</summary>
    private static ParameterUse MainUse(ParameterFacts parameter) =>
        parameter.Sets.Values.OrderByDescending(use => use.ByValue || use.ByPropertyName).ThenByDescending(use => use.IsMandatory).First();

    private static XElement Parameter(ParameterFacts parameter, HelpPage page, ParameterUse use, bool isSyntax)
    {
        Section? section = page.Under("Parameters").FirstOrDefault(section => section.Heading == "-" + parameter.Name);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Flag(use.IsMandatory)),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", Flag(parameter.TakesWildcards)),
            new XAttribute("pipelineInput", Pipeline(use)),
            new XAttribute("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Text(section?.Paragraphs ?? [parameter.StockText!]),
            isSyntax && parameter.AllowedValues.Count > 0 ? Choices(parameter) : null,
            isSyntax && parameter.IsSwitch ? null : new XElement(Command + "parameterValue",
                new XAttribute("required", Flag(!parameter.IsSwitch)), new XAttribute("variableLength", "false"), parameter.Type),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", section?.Default ?? (parameter.IsSwitch ? "False" : "None")));
    }

    private static XElement Choices(ParameterFacts parameter) => new(
        Command + "parameterValueGroup",
        parameter.AllowedValues.Select(value => new XElement(Command + "parameterValue",
            new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)));

    /// <summary>Each paragraph of Inputs and Outputs begins with the type, then a colon and what it is.</summary>
    private static IEnumerable<XElement> Types(string element, Section section)
    {
        foreach (string paragraph in section.Paragraphs)
        {
            string[] parts = paragraph.Split(": ", 2);
            yield return new XElement(
                Command + element,
                new XElement(Dev + "type", new XElement(Maml + "name", parts[0]), new XElement(Maml + "uri")),
                Text([.. parts.Skip(1)]));
        }
    }

    private static XElement Example(Section example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"---------- Example {index + 1}: {example.Heading} ----------"),
        new XElement(Dev + "code", example.Code),
        // Get-Help puts no line between two examples of its own.
        new XElement(Dev + "remarks", Paragraphs([.. example.Paragraphs, ""])));

    private static XElement Text(IReadOnlyList<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> paragraphs) => paragraphs.Select(text => new XElement(Maml + "para", text));

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Pipeline(ParameterUse use) => (use.ByValue, use.ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
