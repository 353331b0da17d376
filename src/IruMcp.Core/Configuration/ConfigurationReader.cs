namespace IruMcp.Configuration;

/// <summary>Reads what Iru shows once, in any of the documented forms: the <c>mcpServers</c> JSON, Claude Desktop's form
/// with a bridge and an <c>env</c> block, Codex's TOML table, and this module's own secret JSON.</summary>
public static class ConfigurationReader
{
    /// <summary>Reads a pasted or loaded text. A byte order mark and spaces around it or around a value are dropped;
    /// anything else that is not as documented is an error that says what and where, without a word of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="serverName">Which server to take where there are several; null to take the one that is Iru's.</param>
    /// <exception cref="IruException">The text is not a configuration, or leaves open which server is meant.</exception>
    public static McpConfiguration Read(string text, string? serverName = null)
    {
        var trimmed = PastedText.Trim(text ?? string.Empty);
        var leading = (text ?? string.Empty).IndexOf(trimmed, StringComparison.Ordinal);
        var pasted = new PastedText(text ?? string.Empty, trimmed, leading);
        pasted.RefuseWhatIsNoConfiguration();

        var servers = pasted.LooksLikeToml ? TomlServers.Find(ParseToml(pasted)) : JsonServers.Find(ParseJson(pasted));
        if (servers.Count == 0)
            throw ConfigurationText.NoServer();

        return Resolve(Select(servers, serverName));
    }

    private static JsonSyntaxNode ParseJson(PastedText pasted)
    {
        // Copying "from "iru": { through the closing }", as Iru's article says, leaves no outer braces and perhaps a comma.
        var isFragment = pasted.Trimmed[0] == '"';
        var json = isFragment ? "{" + pasted.Trimmed.TrimEnd(',') + "}" : pasted.Trimmed;
        try
        {
            return JsonSyntax.Parse(json);
        }
        catch (SyntaxException error)
        {
            throw JsonDiagnosis.Explain(pasted, isFragment ? Math.Max(0, error.Offset - 1) : error.Offset);
        }
    }

    private static TomlDocument ParseToml(PastedText pasted)
    {
        try
        {
            return TomlDocument.Parse(pasted.Trimmed);
        }
        catch (SyntaxException error)
        {
            throw pasted.SmartQuote(error.Offset) ?? ConfigurationText.NotToml(pasted.PositionOf(error.Offset));
        }
    }

    private static ServerEntry Select(List<ServerEntry> servers, string? serverName)
    {
        if (!string.IsNullOrWhiteSpace(serverName))
        {
            return servers.Find(server => string.Equals(server.Name, serverName, StringComparison.Ordinal))
                ?? servers.Find(server => string.Equals(server.Name, serverName!.Trim(), StringComparison.OrdinalIgnoreCase))
                ?? (servers.Count == 1 && servers[0].Name is null ? servers[0] : throw ConfigurationText.ServerNotFound(serverName!, servers));
        }

        if (servers.Count == 1)
            return servers[0];

        // Two tenants of Iru's are never told apart by their names: that would be a guess.
        var atIru = servers.FindAll(server => server.HasIruAddress);
        if (atIru.Count > 0)
            return Only(atIru.FindAll(server => server.HasBothHeaders)) ?? Only(atIru) ?? throw ConfigurationText.ServerNameRequired(atIru);

        var withHeaders = servers.FindAll(server => server.HasBothHeaders);
        return Only(withHeaders)
            ?? Only((withHeaders.Count > 0 ? withHeaders : servers).FindAll(server => server.IsNamedIru))
            ?? throw ConfigurationText.ServerNameRequired(withHeaders.Count > 0 ? withHeaders : servers);
    }

    private static ServerEntry? Only(List<ServerEntry> servers) => servers.Count == 1 ? servers[0] : null;

    private static McpConfiguration Resolve(ServerEntry server)
    {
        if (string.IsNullOrWhiteSpace(server.Url))
            throw ConfigurationText.MissingUrl(server.Name);

        var key = HeaderOf(server, ServerEntry.KeyHeader);
        var profile = HeaderOf(server, ServerEntry.ProfileHeader);
        var url = server.Expand(server.Url!, out var missing);
        if (missing is not null)
            throw ConfigurationText.Unresolved("url", missing, server.Name);

        return ConfigurationRules.Validate(url, key, profile);
    }

    private static string HeaderOf(ServerEntry server, string header)
    {
        if (!server.Headers.TryGetValue(header, out var value))
            throw ConfigurationText.MissingHeader(header, server.Name);

        var expanded = server.Expand(value, out var missing);
        return missing is null ? expanded : throw ConfigurationText.Unresolved(header, missing, server.Name);
    }
}
