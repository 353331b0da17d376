using System.Text.RegularExpressions;

namespace IruMcp.Configuration;

/// <summary>One server as a configuration text describes it, before anything is checked.</summary>
/// <param name="Name">Its name in the text; null for a server object on its own.</param>
internal sealed record ServerEntry(string? Name)
{
    public const string KeyHeader = "X-API-Key";
    public const string ProfileHeader = "X-MCP-Profile";

    private static readonly Regex Variable = new(
        @"\$\{(?:env:|input:)?(?<name>[A-Za-z_][\w-]*)(?::?-[^}]*)?\}|\{env:(?<name>\w+)\}|^\$(?<name>[A-Za-z_]\w*)$|^%(?<name>[A-Za-z_]\w*)%$",
        RegexOptions.CultureInvariant);

    private static readonly Regex IruAddress = new(
        @"^https?://(?:[^/@]*\.)?connect\.iru\.[a-z]+(?:[:/]|$)|^https?://[^?#]*/kandji(?:/|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public string? Url { get; set; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the entry puts into its program's environment.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public bool HasBothHeaders => Headers.ContainsKey(KeyHeader) && Headers.ContainsKey(ProfileHeader);

    public bool HasIruAddress => Url is not null && IruAddress.IsMatch(Url.Trim());

    public bool IsNamedIru => Name is not null && Regex.IsMatch(Name, @"^\s*iru(?:[ _-]?mcp)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Takes address and headers from the arguments of a bridge such as mcp-remote.</summary>
    public void AddArguments(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i].Trim();
            if (argument.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || argument.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                Url ??= argument;
            else if (argument == "--header" && i + 1 < arguments.Count)
                AddHeaderLine(arguments[++i]);
            else if (argument.StartsWith("--header=", StringComparison.Ordinal))
                AddHeaderLine(argument.Substring("--header=".Length));
        }
    }

    /// <summary>Replaces <c>${NAME}</c> by what the entry's own environment says. The process's environment is never asked:
    /// a key comes from there only when the user says so.</summary>
    /// <param name="value">A header's value.</param>
    /// <param name="missing">The variable that the entry does not define; null when all could be replaced.</param>
    public string Expand(string value, out string? missing)
    {
        string? unknown = null;
        var trimmed = value.Trim();
        var expanded = Variable.Replace(trimmed, match =>
        {
            var name = match.Groups["name"].Value;
            if (Environment.TryGetValue(name, out var found) && !Variable.IsMatch(found))
                return found;

            unknown ??= name;
            return match.Value;
        });
        missing = unknown;
        // What stood around a plain value is still to be told.
        return expanded == trimmed ? value : expanded;
    }

    private void AddHeaderLine(string line)
    {
        var colon = line.IndexOf(':');
        if (colon > 0)
            Headers[line.Substring(0, colon).Trim()] = line.Substring(colon + 1).TrimStart(' ');
    }
}
