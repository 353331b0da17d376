using IruMcp.Help;

// IruMcp.Help <module dll> <folder of Markdown pages> <output file>
// IruMcp.Help views <list of views> <file of views that need more> <output file for both> <output file for what they show>
// IruMcp.Help about <folder of Markdown pages> <output folder>
string[] problems;
try
{
    if (args[0] == "views")
    {
        IReadOnlyList<View> views = ViewTable.Read(args[1]);
        ViewWriter.Write(args[3], args[2], views);
        ViewWriter.WriteProperties(args[4], views);
        return 0;
    }
    if (args[0] == "about")
    {
        AboutWriter.Write(args[1], args[2]);
        return 0;
    }
    IReadOnlyList<CmdletFacts> cmdlets = CmdletReader.Read(args[0]);
    var pages = cmdlets.ToDictionary(cmdlet => cmdlet, cmdlet => HelpPage.Read(Path.Combine(args[1], cmdlet.Name + ".md")));
    problems = [.. pages.SelectMany(pair => Completeness.Check(pair.Key, pair.Value)), .. Completeness.FindStrayPages(args[1], cmdlets)];
    if (problems.Length == 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[2]))!);
        MamlWriter.Write(args[2], pages);
    }
}
catch (HelpException unreadable)
{
    problems = [unreadable.Message];
}

foreach (string problem in problems)
    Console.Error.WriteLine(problem);
return problems.Length == 0 ? 0 : 1;
