using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>Names the command of each tool. The rule is written down in docs/commands.md:
/// 1. a tool that is a documented operation has the name of the table, whatever the server calls it;
/// 2. any other takes verb and noun from the words of its name: the first or the last word is the verb where PowerShell has one
///    for it, else the verb is Invoke; a verb that sounds like reading is only for tools that are proved to read;
/// 3. the names of the table are kept for their operations. Other tools that want such a name, or all the same one, get the word that
///    their verb stands for behind the noun, and where that is not enough a few letters that depend on the tool's own name only.</summary>
internal static class CommandNaming
{
    private const string Vendor = "Iru";
    private const int LongestNoun = 60;
    private const int HashLength = 6;

    /// <summary>Names that this module's own commands have, or may have one day.</summary>
    private static readonly HashSet<string> OwnNouns = new(StringComparer.OrdinalIgnoreCase) { "Tool", "ToolCommand", "Data" };

    private static readonly HashSet<string> OwnNames = new(StringComparer.OrdinalIgnoreCase) { "Wait-IruDeviceCommand" };

    private static readonly HashSet<string> NoPlurals = new(StringComparer.Ordinal)
    {
        "windows", "macos", "ios", "ipados", "tvos", "watchos", "visionos", "dns", "sms", "gps", "https", "access", "always",
    };

    /// <summary>The command of each tool, by the tool's name. A list of records and its single record share one.</summary>
    public static IReadOnlyDictionary<string, string> Assign(IReadOnlyList<IruTool> tools)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (tools.Count == 0)
            return names;
        foreach (var tool in tools)
            if (tool.Operation is { } operation && CommandNameTable.Names.TryGetValue(operation.Id, out var known))
                names[tool.Name] = known;

        // Also those that this server does not have: a permission more or less must not rename another tool's command.
        var taken = new HashSet<string>(OwnNames.Concat(CommandNameTable.Names.Values), StringComparer.OrdinalIgnoreCase);

        var others = tools.Where(tool => !names.ContainsKey(tool.Name)).ToList();
        foreach (var form in new Func<Words, string>[] { words => words.Short, words => words.Long })
        {
            foreach (var same in others.Where(tool => !names.ContainsKey(tool.Name)).GroupBy(tool => form(Words.Of(tool)), StringComparer.OrdinalIgnoreCase).ToList())
                if (same.Take(2).Count() == 1 && taken.Add(same.Key))
                    names[same.First().Name] = same.Key;
        }
        foreach (var tool in others.Where(tool => !names.ContainsKey(tool.Name)))
            names[tool.Name] = Words.Of(tool).Long + Hash(tool.Name);
        return names;
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(part => part.ToString("x2", CultureInfo.InvariantCulture))).Substring(0, HashLength);
    }

    /// <param name="Short">The name that the tool gets where nobody else wants it.</param>
    /// <param name="Long">The same with the word that the verb stands for.</param>
    private sealed record Words(string Short, string Long)
    {
        public static Words Of(IruTool tool)
        {
            var words = NameWords.Split(tool.Name).Select(Ascii).Where(word => word.Length > 0).SkipWhile(OperationWords.IsVendor).ToList();
            var index = VerbIndex(words, !tool.IsRead);
            var verb = index < 0 ? CommandVerbs.Neutral : CommandVerbs.Of(words[index])!;
            var noun = Noun(words.Where((_, position) => position != index).ToList(), tool.Name);
            return new Words($"{verb}-{Vendor}{(IsOwn(noun) ? noun + Tail(words, index) : noun)}", $"{verb}-{Vendor}{noun}{Tail(words, index)}");
        }

        private static int VerbIndex(List<string> words, bool isUnproved)
        {
            foreach (var index in words.Count > 1 ? new[] { 0, words.Count - 1 } : [])
                if (CommandVerbs.Of(words[index]) is { } verb && (!isUnproved || !CommandVerbs.SoundsHarmless(verb)))
                    return index;
            return -1;
        }

        private static string Noun(List<string> words, string toolName)
        {
            if (words.Count == 0)
                return "Tool" + Hash(toolName);
            var last = words[words.Count - 1];
            words[words.Count - 1] = NoPlurals.Contains(last) ? last : NameWords.Singular(last);
            var noun = string.Concat(words.Select(Capital));
            return noun.Length <= LongestNoun ? noun : noun.Substring(0, LongestNoun) + Hash(toolName);
        }

        private static bool IsOwn(string noun) => OwnNouns.Contains(noun) || noun.StartsWith("Mcp", StringComparison.OrdinalIgnoreCase);

        private static string Tail(List<string> words, int index) => index < 0 ? "Call" : Capital(words[index]);

        private static string Ascii(string word) => new([.. word.Where(character => character is >= 'a' and <= 'z' or >= '0' and <= '9')]);

        private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
    }
}
