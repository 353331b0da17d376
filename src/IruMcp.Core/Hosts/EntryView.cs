using System.Text.RegularExpressions;
using IruMcp.Configuration;
using IruMcp.Governance;

namespace IruMcp.Hosts;

/// <summary>A single value of an entry, and where it stands in the file's text.</summary>
/// <param name="Path">The keys that lead to it; a number for a place in a list.</param>
/// <param name="Text">What it says.</param>
/// <param name="Start">Where it begins, its quotation mark included.</param>
/// <param name="End">Just after its end.</param>
/// <param name="IsText">False for a flag or a number.</param>
internal sealed record EntryLeaf(IReadOnlyList<string> Path, string Text, int Start, int End, bool IsText);

/// <summary>A server's entry as it stands in a file, in whatever form.</summary>
/// <param name="Container">The keys that lead to it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Leaves">Its values in the order of the file.</param>
internal sealed record EntryView(IReadOnlyList<string> Container, string Name, IReadOnlyList<EntryLeaf> Leaves)
{
    private static readonly string[] UrlKeys = ["url", "httpUrl", "serverUrl", "uri"];
    private static readonly Regex McpRemotePackage = new(@"^mcp-remote(?:@(?<version>.+))?$", RegexOptions.CultureInvariant);

    private ServerEntry? _server;

    /// <summary>The entry as a server with address and headers.</summary>
    public ServerEntry Server => _server ??= ReadServer();

    /// <summary>The key of the servers among which it is.</summary>
    public string TopKey => Container[Container.Count - 1];

    public bool IsBridge => BridgeCommand.IsBridge(Words);

    /// <summary>The saved configuration that a bridge takes.</summary>
    public string BridgeConfiguration => BridgeCommand.ConfigurationOf(Words);

    /// <summary>The module's file that a bridge imports; null where it finds the module by its name.</summary>
    public string? BridgeModule => BridgeCommand.ModuleOf(Words);

    /// <summary>The version of mcp-remote that it starts; null for none, or for whichever is the newest.</summary>
    public string? McpRemoteVersion => Words.Select(word => McpRemotePackage.Match(word)).FirstOrDefault(match => match.Success)?.Groups["version"].Value;

    public bool IsIru => IsBridge || Server.HasIruAddress || Server.HasBothHeaders || Server.IsNamedIru;

    public bool IsDisabled => Text("disabled") == "true" || Text("enabled") == "false";

    /// <summary>The key, where it stands in the file.</summary>
    public string? PlainKey => HeaderValue(ServerEntry.KeyHeader) ?? Leaves.Select(leaf => Redactor.FindKey(leaf.Text)).FirstOrDefault(key => key is not null);

    /// <summary>The profile id, where it stands in the file.</summary>
    public string? PlainProfile => HeaderValue(ServerEntry.ProfileHeader);

    /// <summary>How the client gets the key; null where it gets none that can be seen.</summary>
    public KeySource? KeySource
    {
        get
        {
            if (IsBridge)
                return Hosts.KeySource.Bridge;
            if (PlainKey is not null)
                return Hosts.KeySource.PlainText;
            if (!Server.Headers.TryGetValue(ServerEntry.KeyHeader, out var value))
                return null;
            return value.IndexOf("${input:", StringComparison.Ordinal) >= 0 ? Hosts.KeySource.Prompt : Hosts.KeySource.Environment;
        }
    }

    /// <summary>The program that the client starts; null for a server with an address.</summary>
    public string? Program => Words.FirstOrDefault();

    private IEnumerable<string> Words =>
        Leaves.Where(leaf => leaf.IsText && leaf.Path[0] is "command" or "args").OrderBy(leaf => leaf.Path[0] == "command" ? 0 : 1).Select(leaf => leaf.Text);

    public bool Has(string key) => Leaves.Any(leaf => leaf.Path[0] == key);

    public string? Text(string key) => Leaves.LastOrDefault(leaf => leaf.Path.Count == 1 && leaf.Path[0] == key)?.Text;

    private string? HeaderValue(string header)
    {
        if (!Server.Headers.TryGetValue(header, out var value))
            return null;

        var expanded = Server.Expand(value, out var missing);
        return missing is null && expanded.Length > 0 ? expanded : null;
    }

    private ServerEntry ReadServer()
    {
        var server = new ServerEntry(Name);
        foreach (var leaf in Leaves)
        {
            switch (leaf.Path.Count, leaf.Path[0])
            {
                case (2, "headers" or "http_headers"):
                    server.Headers[leaf.Path[1].Trim()] = leaf.Text;
                    break;
                case (2, "env_http_headers"):
                    server.Headers[leaf.Path[1].Trim()] = "${" + leaf.Text + "}";
                    break;
                case (2, "env" or "environment"):
                    server.Environment[leaf.Path[1]] = leaf.Text;
                    break;
                case (1, _) when UrlKeys.Contains(leaf.Path[0]):
                    server.Url = leaf.Text;
                    break;
            }
        }

        server.AddArguments(Words.ToList());
        return server;
    }
}
