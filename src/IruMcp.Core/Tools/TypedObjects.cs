namespace IruMcp.Tools;

/// <summary>The name or id of an object of the tenant, where an argument takes names or ids of its kind.</summary>
internal static class TypedObjects
{
    private static readonly string[] IdWords = ["id", "ids", "uuid", "uuids", "guid"];

    /// <summary>The module's own type among an object's type names, also after Select-Object, a job or a CSV file has put a word before it.</summary>
    public static string? TypeOf(IReadOnlyList<string> typeNames) => typeNames
        .Select(name => name.Substring(name.LastIndexOf("Iru.", StringComparison.OrdinalIgnoreCase) is var start and > 0 && name[start - 1] is '.' or ':' ? start : 0))
        .FirstOrDefault(name => name.StartsWith("Iru.", StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where the argument does not name the object's kind, or does not say whether it takes names or ids.</summary>
    public static string? TextFor(ToolParameter parameter, GivenObject given)
    {
        if (TypeOf(given.TypeNames) is not { } type || Identifiers.OwnedBy(type) is not { } owned)
            return null;
        var words = NameWords.Split(parameter.Name).Select(NameWords.Singular).ToList();
        var joined = "_" + string.Join("_", words) + "_";
        if (owned.Kinds.FirstOrDefault(kind => joined.Contains("_" + kind.Replace('-', '_') + "_")) is not { } named)
            return null;
        var takesIds = parameter.Format == "uuid" || words.Any(IdWords.Contains)
            || NameWords.Split(parameter.Description ?? "").Any(IdWords.Contains);
        var takesNames = named == "tag" || words.Contains("name");
        return (takesIds ? given[owned.Property] : takesNames ? given["name"] : null) switch
        {
            string { Length: > 0 } text => text,
            Guid guid => guid.ToString("D"),
            _ => null,
        };
    }
}
