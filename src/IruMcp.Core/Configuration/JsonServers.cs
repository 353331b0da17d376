namespace IruMcp.Configuration;

/// <summary>Finds the servers in a JSON configuration, by shape.</summary>
internal static class JsonServers
{
    private static readonly string[] TopKeys = ["mcpServers", "servers", "mcp_servers", "context_servers"];
    private static readonly string[] UrlKeys = ["url", "httpUrl", "serverUrl", "uri"];
    private static readonly string[] ServerKeys = [.. UrlKeys, "headers", "command", "args"];

    public static List<ServerEntry> Find(JsonSyntaxNode root)
    {
        var servers = new List<ServerEntry>();
        if (root.Kind != JsonSyntaxKind.Object)
            return servers;

        foreach (var key in TopKeys)
        {
            if (root.Find(key, StringComparison.OrdinalIgnoreCase) is { Kind: JsonSyntaxKind.Object } container)
                AddMembers(container, servers);
        }

        if (servers.Count == 0 && LooksLikeServer(root))
            servers.Add(Read(name: null, root));

        // The fragment `"iru": {…}`, copied out of its container.
        if (servers.Count == 0)
            AddMembers(root, servers);

        return servers;
    }

    private static void AddMembers(JsonSyntaxNode container, List<ServerEntry> servers)
    {
        foreach (var member in container.Members)
        {
            if (member.Value.Kind == JsonSyntaxKind.Object && LooksLikeServer(member.Value))
                servers.Add(Read(member.Name, member.Value));
        }
    }

    private static bool LooksLikeServer(JsonSyntaxNode node) =>
        IsOwnForm(node)
        || Array.Exists(ServerKeys, key => node.Find(key, StringComparison.OrdinalIgnoreCase) is not null)
        || node.FindText(ServerEntry.KeyHeader) is not null;

    private static bool IsOwnForm(JsonSyntaxNode node) => node.FindText("apiKey") is not null;

    private static ServerEntry Read(string? name, JsonSyntaxNode node)
    {
        var entry = new ServerEntry(name);
        AddTexts(node.Find("env", StringComparison.OrdinalIgnoreCase), entry.Environment);
        if (node.Find("args", StringComparison.OrdinalIgnoreCase) is { Kind: JsonSyntaxKind.Array } arguments)
            entry.AddArguments(arguments.Items.ConvertAll(item => item.Text ?? string.Empty));

        foreach (var key in UrlKeys)
            entry.Url = node.FindText(key) ?? entry.Url;

        AddTexts(node.Find("headers", StringComparison.OrdinalIgnoreCase), entry.Headers);
        foreach (var header in new[] { ServerEntry.KeyHeader, ServerEntry.ProfileHeader })
        {
            // A pasted fragment may hold the headers alone.
            if (node.FindText(header) is { } value)
                entry.Headers[header] = value;
        }

        if (IsOwnForm(node))
        {
            entry.Headers[ServerEntry.KeyHeader] = node.FindText("apiKey")!;
            if (node.FindText("profile") is { } profile)
                entry.Headers[ServerEntry.ProfileHeader] = profile;
        }

        return entry;
    }

    private static void AddTexts(JsonSyntaxNode? node, Dictionary<string, string> target)
    {
        foreach (var member in node?.Members ?? [])
        {
            if (member.Value.Kind is JsonSyntaxKind.String or JsonSyntaxKind.Number)
                target[member.Name.Trim()] = member.Value.Text!;
        }
    }
}
