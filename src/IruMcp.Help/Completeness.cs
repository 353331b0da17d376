namespace IruMcp.Help;

/// <summary>Finds what a page leaves unsaid, and what it says of things that are not there.</summary>
internal static class Completeness
{
    private static readonly string[] NeededSections = ["Synopsis", "Description", "Inputs", "Outputs"];

    public static IEnumerable<string> Check(CmdletFacts cmdlet, HelpPage page)
    {
        if (page.Title != cmdlet.Name)
            yield return HelpException.At(page.File, 1, $"the title is not '{cmdlet.Name}'");
        foreach (string needed in NeededSections.Where(needed => page[needed] is not { IsEmpty: false }))
            yield return HelpException.At(page.File, 1, $"nothing under '{needed}'");
        if (page.Under("Examples").Count == 0)
            yield return HelpException.At(page.File, 1, "no example");
        foreach (Section example in page.Under("Examples").Where(example => example.Code.Length == 0 || example.IsEmpty))
            yield return HelpException.At(page.File, example.Line, "an example needs a code block and a remark");

        var described = page.Under("Parameters").ToDictionary(section => section.Heading);
        foreach (ParameterFacts parameter in cmdlet.Parameters.Where(parameter => parameter.StockText is null))
            if (described.GetValueOrDefault("-" + parameter.Name) is not { IsEmpty: false })
                yield return HelpException.At(page.File, page["Parameters"]?.Line ?? 1, $"the parameter -{parameter.Name} is not described");
        foreach (Section section in described.Values.Where(section => !cmdlet.Parameters.Any(parameter => "-" + parameter.Name == section.Heading)))
            yield return HelpException.At(page.File, section.Line, $"the cmdlet has no parameter {section.Heading}");
    }

    public static IEnumerable<string> FindStrayPages(string folder, IReadOnlyList<CmdletFacts> cmdlets) =>
        from file in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal)
        where !cmdlets.Any(cmdlet => cmdlet.Name == Path.GetFileNameWithoutExtension(file))
        select HelpException.At(file, 1, "there is no such cmdlet");
}
