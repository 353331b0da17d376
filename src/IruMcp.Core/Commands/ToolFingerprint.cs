using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>Tells whether a tool still takes what it took when a command was made of it. Texts that are for people do not count.</summary>
public static class ToolFingerprint
{
    private const int Length = 16;

    /// <summary>Sixteen hexadecimal digits that depend on the tool's arguments and on its risk.</summary>
    public static string Of(IruTool tool)
    {
        var lines = tool.Parameters.Concat(tool.HiddenParameters)
            .Select(argument => string.Join("\u001f", new[]
            {
                string.Join("\u001e", argument.Path), argument.Kind.ToString(), Flag(argument.IsArray), Flag(argument.IsRequired), Flag(argument.IsNullable),
                Number(argument.Minimum), Number(argument.Maximum), string.Join("\u001e", argument.AllowedValues.OrderBy(value => value, StringComparer.Ordinal)),
            }))
            .OrderBy(line => line, StringComparer.Ordinal);
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes($"{tool.Risk}\n{string.Join("\n", lines)}"));
        return string.Concat(hash.Select(part => part.ToString("x2", CultureInfo.InvariantCulture))).Substring(0, Length);
    }

    private static string Flag(bool value) => value ? "1" : "0";

    private static string Number(decimal? value) => value?.ToString("G29", CultureInfo.InvariantCulture) ?? "";
}
