using System.Text;
using System.Text.RegularExpressions;

namespace IruMcp.Help;

/// <summary>Makes the about topics of Get-Help from pages of the documentation: those whose second line names their topic.</summary>
internal static partial class AboutWriter
{
    private const int Width = 80;

    /// <summary>Writes the topics and removes those that no page has any more.</summary>
    public static void Write(string pagesFolder, string outputFolder)
    {
        Directory.CreateDirectory(outputFolder);
        foreach (string old in Directory.EnumerateFiles(outputFolder, "about_*.help.txt").ToList())
            File.Delete(old);
        foreach (string page in Directory.EnumerateFiles(pagesFolder, "*.md").Order(StringComparer.Ordinal))
        {
            string[] lines = File.ReadAllLines(page);
            if (lines.Length > 1 && TopicLine().Match(lines[1]) is { Success: true } topic)
                File.WriteAllText(Path.Combine(outputFolder, topic.Groups["name"].Value + ".help.txt"), Topic(page, topic.Groups["name"].Value, lines));
        }
    }

    private static string Topic(string page, string name, string[] lines)
    {
        int first = Array.FindIndex(lines, 2, line => line.Length > 0);
        int afterFirst = first < 0 ? -1 : Array.FindIndex(lines, first, line => line.Length == 0);
        if (afterFirst < 0 || lines[first][0] is '#' or '|' || lines[first].StartsWith("```", StringComparison.Ordinal))
            throw new HelpException(page, 3, "a page that is an about topic begins with a paragraph that says what it is about");

        var text = new StringBuilder();
        text.Append("TOPIC\n    ").Append(name).Append("\n\nSHORT DESCRIPTION\n");
        string paragraph = string.Join(' ', lines[first..afterFirst]);
        string sentence = FirstSentence().Match(paragraph).Value;
        if (Plain(sentence).Length > Width - 4)
            throw new HelpException(page, first + 1, $"the first sentence of an about topic has at most {Width - 4} characters, since Get-Help lists one line of it");
        Wrap(text, sentence, 4, 4);
        text.Append("\nLONG DESCRIPTION\n");
        new Body(text).Write([paragraph[sentence.Length..].TrimStart(), .. lines[afterFirst..]]);
        return text.ToString().TrimEnd('\n').ReplaceLineEndings("\r\n") + "\r\n";
    }

    private static string Plain(string markdown) =>
        Emphasis().Replace(Link().Replace(markdown, match => match.Groups["url"].Value.StartsWith("http", StringComparison.Ordinal)
            ? $"{match.Groups["text"].Value} ({match.Groups["url"].Value})" : match.Groups["text"].Value), "${text}").Replace("`", "").Replace("\\|", "|");

    private static void Wrap(StringBuilder text, string paragraph, int firstIndent, int indent)
    {
        int column = 0;
        bool isFirst = true;
        foreach (string word in Plain(paragraph).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }
            int before = column > 0 ? 1 : isFirst ? firstIndent : indent;
            isFirst = false;
            text.Append(' ', before).Append(word);
            column += before + word.Length;
        }
        text.Append('\n');
    }

    private sealed class Body(StringBuilder text)
    {
        private readonly List<string> _paragraph = [];

        public void Write(IEnumerable<string> lines)
        {
            bool isCode = false;
            foreach (string line in lines)
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                    isCode = Toggle(isCode);
                else if (isCode)
                    text.Append(line.Length > 0 ? "        " + line : "").Append('\n');
                else if (line.StartsWith('#'))
                    Heading(line);
                else if (line.StartsWith('|'))
                    Row(line);
                else if (ListItem().IsMatch(line))
                    Begin(line);
                else if (line.Length > 0)
                    _paragraph.Add(line);
                else
                    End(isSpaced: true);
            }
            End(isSpaced: false);
        }

        private bool Toggle(bool isCode)
        {
            End(isSpaced: !isCode);
            if (isCode)
                text.Append('\n');
            return !isCode;
        }

        private void Heading(string line)
        {
            End(isSpaced: true);
            string heading = Plain(line.TrimStart('#').Trim());
            text.Append(line.StartsWith("###", StringComparison.Ordinal) ? "  " + heading : heading.ToUpperInvariant()).Append('\n');
        }

        /// <summary>A table becomes a list: the first cell, and the others below it.</summary>
        private void Row(string line)
        {
            End(isSpaced: false);
            string[] cells = [.. CellEnd().Split(line.Trim().Trim('|')).Select(cell => cell.Trim())];
            if (cells.All(cell => Ruler().IsMatch(cell)))
                return;
            Wrap(text, cells[0], 4, 4);
            if (cells.Length > 1)
                Wrap(text, string.Join(" - ", cells[1..].Where(cell => cell.Length > 0)), 8, 8);
        }

        private void Begin(string item)
        {
            End(isSpaced: false);
            _paragraph.Add(item);
        }

        private void End(bool isSpaced)
        {
            if (_paragraph.Count > 0)
                Wrap(text, string.Join(' ', _paragraph.Select(line => line.Trim())), 4, ListItem().IsMatch(_paragraph[0]) ? 6 : 4);
            _paragraph.Clear();
            if (isSpaced && !(text[^1] == '\n' && text[^2] == '\n'))
                text.Append('\n');
        }
    }

    [GeneratedRegex(@"^.*?(\.(?= )|$)")]
    private static partial Regex FirstSentence();

    [GeneratedRegex(@"^<!-- topic: (?<name>about_IruMcp[A-Za-z_]*) -->$")]
    private static partial Regex TopicLine();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<url>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"^:?-+:?$")]
    private static partial Regex Ruler();

    [GeneratedRegex(@"^(- |\d+\. )")]
    private static partial Regex ListItem();
}
