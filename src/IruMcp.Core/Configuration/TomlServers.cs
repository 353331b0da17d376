namespace IruMcp.Configuration;

/// <summary>Finds the servers in a Codex configuration: <c>[mcp_servers.NAME]</c> in any of TOML's ways to write a table.</summary>
internal static class TomlServers
{
    private const string TopKey = "mcp_servers";

    public static List<ServerEntry> Find(TomlDocument document)
    {
        var servers = new List<ServerEntry>();
        foreach (var table in document.Tables)
        {
            foreach (var pair in table.Pairs)
                Add(servers, [.. table.Path, .. pair.Key], pair.Value);
        }

        // The lines under the header, copied without it.
        if (servers.Count == 0 && document.Tables.Count == 1)
        {
            foreach (var pair in document.Tables[0].Pairs)
                Add(servers, [TopKey, string.Empty, .. pair.Key], pair.Value);
        }

        return servers;
    }

    private static void Add(List<ServerEntry> servers, string[] path, TomlValue value)
    {
        if (value.Kind == TomlKind.InlineTable)
        {
            foreach (var pair in value.Pairs)
                Add(servers, [.. path, .. pair.Key], pair.Value);

            return;
        }

        if (path.Length < 3 || path[0] != TopKey)
            return;

        var name = path[1].Length == 0 ? null : path[1];
        var entry = servers.Find(candidate => candidate.Name == name);
        if (entry is null)
            servers.Add(entry = new ServerEntry(name));

        if (value.Kind == TomlKind.Array)
        {
            if (path[2] == "args")
                entry.AddArguments(value.Items.ConvertAll(item => item.Text ?? string.Empty));

            return;
        }

        var text = value.Text ?? string.Empty;
        switch (path[2])
        {
            case "url":
                entry.Url = text;
                break;
            case "http_headers" or "headers" when path.Length == 4:
                entry.Headers[path[3].Trim()] = text;
                break;
            case "env_http_headers" when path.Length == 4:
                entry.Headers[path[3].Trim()] = "${" + text + "}";
                break;
            case "env" when path.Length == 4:
                entry.Environment[path[3]] = text;
                break;
        }
    }
}
