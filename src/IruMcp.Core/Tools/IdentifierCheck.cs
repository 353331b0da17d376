namespace IruMcp.Tools;

/// <summary>Keeps out identifiers that would change the path which the server puts them into.</summary>
internal static class IdentifierCheck
{
    private const string PathCharacters = "/\\?#%";

    /// <exception cref="IruException"><c>IruMcp.MissingArgument</c>: the value is missing or blank.</exception>
    public static void RequireGiven(IruTool tool, Identifier identifier, object? value)
    {
        if (value is null || (value is string blank && string.IsNullOrWhiteSpace(blank)))
            throw ArgumentErrors.EmptyIdentifier(tool, identifier.Parameter.Name);
    }

    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c>: the text would change the address of the request.</exception>
    public static void RequireSafe(IruTool tool, Identifier identifier, object? value)
    {
        var name = identifier.Parameter.Name;

        // The only text of an unknown tool may well be a sentence.
        if (value is not string text || (identifier.Kind is null && !Identifiers.LooksLikeId(name)))
            return;
        if (text is "." || text.Contains("..") || text.Any(character => PathCharacters.Contains(character)
            || char.IsControl(character) || char.IsWhiteSpace(character)))
            throw ArgumentErrors.UnsafeIdentifier(tool, name);
    }
}
