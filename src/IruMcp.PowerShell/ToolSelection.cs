using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Which of a connection's tools commands are made of.</summary>
internal static class ToolSelection
{
    /// <summary>Letters and digits, as a part of a command's name.</summary>
    public const string PrefixPattern = "^[A-Za-z][A-Za-z0-9]*$";

    /// <param name="tools">The connection's tools.</param>
    /// <param name="names">Wildcard patterns for names of tools or of commands; null for all.</param>
    /// <param name="categories">Wildcard patterns for categories; null for all.</param>
    /// <exception cref="IruException"><c>IruMcp.UnknownTool</c>: a pattern fits none.</exception>
    public static IReadOnlyList<IruTool> Of(ToolCatalogue tools, string[]? names, string[]? categories)
    {
        foreach (var pattern in names ?? [])
            if (!tools.Tools.Any(tool => Wildcards.Matches(pattern, tool.Name) || Wildcards.Matches(pattern, tool.Command)))
                throw Nothing(CommandMessages.NoToolFits("name", pattern));
        foreach (var pattern in categories ?? [])
            if (!tools.Tools.Any(tool => Wildcards.Matches(pattern, tool.Category)))
                throw Nothing(CommandMessages.NoToolFits("category", pattern));
        return [.. tools.Tools.Where(tool =>
            (names is null || names.Any(pattern => Wildcards.Matches(pattern, tool.Name) || Wildcards.Matches(pattern, tool.Command)))
            && (categories is null || categories.Any(pattern => Wildcards.Matches(pattern, tool.Category))))];
    }

    private static IruException Nothing(string message) => new("IruMcp.UnknownTool", IruErrorCategory.ObjectNotFound, message, CommandMessages.SeeTools);
}
