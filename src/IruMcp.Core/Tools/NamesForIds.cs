namespace IruMcp.Tools;

/// <summary>Finds a name where an id is wanted: the API takes it for an id that nothing has, and finds nothing without a word.</summary>
internal static class NamesForIds
{
    /// <summary>The documented operation that lists what an argument's ids belong to; empty where several do.</summary>
    private static readonly Dictionary<string, string> Listings = new(StringComparer.Ordinal)
    {
        ["blueprintid"] = "list-blueprints",
        ["blueprintids"] = "list-blueprints",
        ["deviceid"] = "list-devices",
        ["computerid"] = "list-devices",
        ["userid"] = "list-users",
        ["tagid"] = "get-tags",
        ["tagidin"] = "get-tags",
        ["libraryitemid"] = "",
        ["assignmentnodeid"] = "",
        ["selfservicecategoryid"] = "",
    };

    private static readonly string[] NameFilters = ["name", "devicename", "search"];

    /// <exception cref="IruException"><c>IruMcp.InvalidArgument</c>: a value can only be a name.</exception>
    public static void Refuse(IruTool tool, ToolParameter parameter, object? value)
    {
        if (parameter.Format != "uuid" && !IsDocumented(tool, parameter))
            return;
        var texts = value is IEnumerable<object?> list ? list.OfType<string>() : value is string text ? [text] : [];
        if (texts.SelectMany(each => each.Split(',')).Select(each => each.Trim()).FirstOrDefault(each => IsName(each)) is { } name)
            throw ArgumentErrors.NameForId(tool, parameter, name, HowToFind(tool, parameter, name));
    }

    private static bool IsDocumented(IruTool tool, ToolParameter parameter)
    {
        var plain = Identifiers.Plain(parameter.Name);
        return tool.Operation is { } operation && Listings.ContainsKey(plain)
            && operation.QueryParameters.Concat(operation.BodyFields).Any(name => Identifiers.Plain(name) == plain);
    }

    /// <summary>Ids are documented as UUIDs, but have been numbers before, and another server may have its own: those have digits and no blanks.</summary>
    private static bool IsName(string text) => text.Length > 0 && (text.Any(char.IsWhiteSpace) || !text.Any(char.IsDigit)) && !Guid.TryParse(text, out _);

    private static string? HowToFind(IruTool tool, ToolParameter parameter, string name)
    {
        if (!Listings.TryGetValue(Identifiers.Plain(parameter.Name), out var operation)
            || tool.Catalogue?.Tools.FirstOrDefault(other => other.Operation?.Id == operation) is not { } listing)
            return null;
        var filter = NameFilters.Select(wanted => listing.Parameters.FirstOrDefault(other => Identifiers.Plain(other.Name) == wanted)).FirstOrDefault(found => found is not null);
        return ToolText.FindId(listing.Name, filter?.Name, name);
    }
}
