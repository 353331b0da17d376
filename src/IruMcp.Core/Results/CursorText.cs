namespace IruMcp.Results;

/// <summary>Reads the next cursor, which is a token or the URL of the next page.</summary>
internal static class CursorText
{
    /// <param name="next">The answer's <c>next</c>.</param>
    /// <param name="parameter">The name of the argument that the cursor goes back as.</param>
    public static string Read(string next, string parameter)
    {
        var query = next.IndexOf('?');
        if (query < 0 || query > 0 && !next.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !next.StartsWith("/", StringComparison.Ordinal))
            return next;

        foreach (var name in new[] { parameter, "cursor", "after" })
            foreach (var pair in next.Substring(query + 1).Split('#')[0].Split('&'))
                if (pair.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
                    return Uri.UnescapeDataString(pair.Substring(name.Length + 1));
        return next;
    }
}
