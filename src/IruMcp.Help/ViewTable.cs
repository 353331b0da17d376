using System.Text.RegularExpressions;

namespace IruMcp.Help;

/// <summary>How one type of object is shown.</summary>
internal sealed record View(string TypeName, bool IsTable, IReadOnlyList<ViewColumn> Columns);

/// <summary>One column of a table or line of a list.</summary>
/// <param name="Paths">The properties, of which the first that has a value counts; each a name or several with dots.</param>
/// <param name="Width">In characters; null for what is left.</param>
internal sealed record ViewColumn(string Label, IReadOnlyList<string> Paths, int? Width, bool IsRight, string Kind)
{
    /// <summary>The line of a list is left out where one of these has a value.</summary>
    public IReadOnlyList<string> Instead { get; init; } = [];

    /// <summary>As lines of a list: each alternative one of its own, under the path that it is to be had by.</summary>
    public IEnumerable<ViewColumn> ToLines() => Paths.Select((path, index) => this with { Label = path, Paths = [path], Instead = [.. Paths.Take(index)] });
}

/// <summary>Reads the list of views.</summary>
internal static partial class ViewTable
{
    private const int ScreenWidth = 120;
    private const int NarrowestLastColumn = 12;

    public static IReadOnlyList<View> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        var views = new List<View>();
        for (int i = 0; i < lines.Length; i++)
            if (lines[i].Length > 0 && lines[i][0] != '#')
                views.Add(ReadLine(lines[i], problem => new HelpException(file, i + 1, problem)));
        return views;
    }

    private static View ReadLine(string line, Func<string, HelpException> error)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[1] is not ("table" or "list"))
            throw error("A view is a type's name, 'table' or 'list', and its columns.");
        var view = new View(words[0], words[1] == "table", [.. words.Skip(2).Select(word => ReadColumn(word, error))]);
        if (!view.IsTable)
            view = view with { Columns = [.. view.Columns.SelectMany(column => column.ToLines())] };
        int width = view.Columns.Sum(column => (column.Width ?? NarrowestLastColumn) + 1);
        if (view.IsTable && width > ScreenWidth)
            throw error($"The table is {width} characters wide; {ScreenWidth} fit.");
        if (view.IsTable && view.Columns.SkipLast(1).Any(column => column.Width is null))
            throw error("Only the last column may be without a width.");
        if (view.Columns.FirstOrDefault(column => column.Width < column.Label.Length) is { } narrow)
            throw error($"The column '{narrow.Label}' is narrower than its label.");
        return view;
    }

    private static ViewColumn ReadColumn(string word, Func<string, HelpException> error)
    {
        Match match = Column().Match(word);
        string kind = match.Groups["kind"].Value;
        if (!match.Success || !ViewScript.Kinds.Contains(kind))
            throw error($"'{word}' is no column.");
        string[] paths = match.Groups["paths"].Value.Split('/');
        return new ViewColumn(
            match.Groups["label"].Success ? match.Groups["label"].Value : paths[0].Split('.')[0],
            paths,
            match.Groups["width"].Value.Length > 0 ? int.Parse(match.Groups["width"].Value, System.Globalization.CultureInfo.InvariantCulture) : null,
            match.Groups["right"].Success,
            kind);
    }

    [GeneratedRegex(@"^((?<label>\w+)=)?(?<paths>\w+(\.\w+)*(/\w+(\.\w+)*)*)(:(?<width>\d*)(?<right>r)?(:(?<kind>\w+))?)?$")]
    private static partial Regex Column();
}
