namespace IruMcp.Help;

/// <summary>A page that cannot be read. The message has the form that a build shows as an error at its place.</summary>
internal sealed class HelpException(string file, int line, string problem) : Exception(At(file, line, problem))
{
    public static string At(string file, int line, string problem) => $"{file}({line}): error HELP: {problem}";
}
