using System.Text.RegularExpressions;

namespace IruMcp.Help;

/// <summary>The page of one cmdlet, cut into its sections.</summary>
internal sealed partial record HelpPage(string File, string Title)
{
    private static readonly string[] KnownSections =
        ["Synopsis", "Description", "Parameters", "Examples", "Inputs", "Outputs", "Notes", "Links"];

    private readonly Dictionary<string, Section> _sections = new(StringComparer.Ordinal);

    /// <summary>The sections under a heading of the second level, in their order.</summary>
    public IReadOnlyList<Section> Under(string heading) =>
        [.. _sections.Values.Where(section => section.Parent == heading)];

    /// <summary>The text directly under a heading of the second level; null where there is no such heading.</summary>
    public Section? this[string heading] => _sections.GetValueOrDefault(heading);

    /// <exception cref="HelpException">There is no such page, or it does not have the form that all pages have.</exception>
    public static HelpPage Read(string path)
    {
        if (!System.IO.File.Exists(path))
            throw new HelpException(path, 1, "the cmdlet has no page");

        string[] lines = System.IO.File.ReadAllLines(path);
        Match title = HeadingLine().Match(lines.FirstOrDefault() ?? "");
        if (title.Groups["level"].Value != "#")
            throw new HelpException(path, 1, "the first line has to be '# ' and the cmdlet's name");

        var page = new HelpPage(path, title.Groups["text"].Value);
        page.Add(lines);
        return page;
    }

    private void Add(string[] lines)
    {
        Section? current = null;
        string? parent = null;
        bool isCode = false;
        for (int number = 2; number <= lines.Length; number++)
        {
            string line = lines[number - 1];
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            Match heading = HeadingLine().Match(line);
            if (isCode || !heading.Success)
            {
                if (current is not null)
                    current.Lines.Add(line);
                else if (line.Length > 0)
                    throw new HelpException(File, number, "text before the first section");
                continue;
            }

            string text = heading.Groups["text"].Value;
            bool isTop = heading.Groups["level"].Value == "##";
            if (isTop && !KnownSections.Contains(text))
                throw new HelpException(File, number, $"unknown section '{text}'; known are {string.Join(", ", KnownSections)}");
            parent = isTop ? text : parent;
            current = new Section(text, isTop ? null : parent, number, []);
            if (!_sections.TryAdd(isTop ? text : $"{parent}/{text}", current))
                throw new HelpException(File, number, $"a second section '{text}'");
        }
    }

    [GeneratedRegex("^(?<level>#{1,3}) (?<text>.*?)\\s*$")]
    private static partial Regex HeadingLine();
}

/// <summary>A heading and what stands under it.</summary>
/// <param name="Parent">The heading above; null for one of the second level.</param>
/// <param name="Line">Where the heading is, counted from 1.</param>
internal sealed partial record Section(string Heading, string? Parent, int Line, List<string> Lines)
{
    private const string DefaultMark = "Default: ";

    /// <summary>The value that a parameter has when it is left out; null where the page does not say.</summary>
    public string? Default => Lines.FirstOrDefault(line => line.StartsWith(DefaultMark, StringComparison.Ordinal)) is { } line
        ? Plain(line[DefaultMark.Length..]).TrimEnd('.') : null;

    public bool IsEmpty => Paragraphs.Count == 0;

    /// <summary>The first code block; empty where there is none.</summary>
    public string Code => string.Join("\n", Lines.SkipWhile(line => !IsFence(line)).Skip(1).TakeWhile(line => !IsFence(line)));

    /// <summary>The text without the first code block and the line with the default: a paragraph is one line, a list one line an item.</summary>
    public IReadOnlyList<string> Paragraphs
    {
        get
        {
            List<string> paragraphs = [""];
            foreach (string line in TextLines())
            {
                if (line.Length == 0)
                    paragraphs.Add("");
                else if (line.StartsWith("- ", StringComparison.Ordinal) && paragraphs[^1].Length > 0)
                    paragraphs[^1] += "\n" + Plain(line);
                else
                    paragraphs[^1] = (paragraphs[^1] + " " + Plain(line.Trim())).Trim();
            }
            return [.. paragraphs.Where(paragraph => paragraph.Length > 0)];
        }
    }

    /// <summary>The links that stand in the section, text and target.</summary>
    public IEnumerable<(string Text, string Target)> Links =>
        Lines.SelectMany(line => Link().Matches(line)).Select(match => (match.Groups["text"].Value, match.Groups["target"].Value));

    /// <summary>Markdown's marks are for the page; a console shows the bare words.</summary>
    private static string Plain(string line) => Strong().Replace(Link().Replace(line, "${text}"), "${text}").Replace("`", "");

    private IEnumerable<string> TextLines()
    {
        int fences = 0;
        foreach (string line in Lines)
        {
            bool isFence = IsFence(line);
            fences += isFence ? 1 : 0;
            if (!isFence && fences != 1 && !line.StartsWith(DefaultMark, StringComparison.Ordinal))
                yield return line.TrimEnd();
        }
    }

    private static bool IsFence(string line) => line.StartsWith("```", StringComparison.Ordinal);

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();
}
