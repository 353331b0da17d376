using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IruMcp.Tools;

/// <summary>Tells whether a tool is still the one that a command was made of, or that a person has judged. Titles, wording and order do not count,
/// nor the way in which a schema is written, nor what IruMcp itself thinks of the tool.</summary>
public static class ToolFingerprint
{
    private const int Length = 16;

    /// <summary>Sixteen hexadecimal digits that depend on the tool's name, on its arguments, and on the deeds that its texts speak of.</summary>
    public static string Of(IruTool tool)
    {
        var lines = tool.Leaves.Select(leaf => string.Join("\u001f", new[]
        {
            string.Join("\u001e", leaf.Path), leaf.Type, string.Join("\u001e", leaf.Values), leaf.Default ?? "", leaf.IsRequired ? "1" : "0", leaf.IsFree ? "1" : "0",
        })).OrderBy(line => line, StringComparer.Ordinal);
        var deeds = NameWords.Split($"{tool.Name} {tool.Title} {tool.Description}").Where(Deeds.IsDeed).Distinct().OrderBy(word => word, StringComparer.Ordinal);
        using var sha = SHA256.Create();
        var text = string.Join("\n", new[] { tool.Name, tool.AllowsOtherArguments ? "1" : "0", string.Join(" ", deeds) }.Concat(lines));
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(part => part.ToString("x2", CultureInfo.InvariantCulture))).Substring(0, Length);
    }
}
