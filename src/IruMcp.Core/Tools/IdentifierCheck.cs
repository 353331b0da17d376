namespace IruMcp.Tools;

/// <summary>Keeps out identifiers that would change the path which the server puts them into.</summary>
internal static class IdentifierCheck
{
    private const string PathCharacters = "/\\?#%";

    public static void Check(IruTool tool, Identifier identifier, object? value)
    {
        var name = identifier.Parameter.Name;
        if (value is null || (value is string blank && string.IsNullOrWhiteSpace(blank)))
            throw ArgumentErrors.EmptyIdentifier(tool, name);

        // The only text of an unknown tool may well be a sentence.
        if (value is not string text || (identifier.Kind is null && !Identifiers.LooksLikeId(name)))
            return;
        if (text is "." || text.Contains("..") || text.Any(character => PathCharacters.Contains(character)
            || char.IsControl(character) || char.IsWhiteSpace(character)))
            throw ArgumentErrors.UnsafeIdentifier(tool, name);
    }
}
