using System.Text.RegularExpressions;

namespace IruMcp.Results;

/// <summary>Makes JSON text safe to read.</summary>
internal static class JsonText
{
    /// <summary>Deeper answers are left as text, since reading them could exhaust the stack.</summary>
    public const int MostDepth = 512;

    // Escaped backslashes and whole pairs are matched first, so that only a half without its other half is left.
    private static readonly Regex Escapes = new(
        @"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.CultureInvariant);

    /// <summary>The text with U+FFFD for each half of a character: servers that cut a text in the middle of an emoji send such halves,
    /// and no .NET reader takes them.</summary>
    public static string WithoutLoneSurrogates(string json) =>
        json.IndexOf("\\ud", StringComparison.Ordinal) < 0 && json.IndexOf("\\uD", StringComparison.Ordinal) < 0 ? json
            : Escapes.Replace(json, match => match.Length == HalfLength ? "\\ufffd" : match.Value);

    private const int HalfLength = 6;
}
