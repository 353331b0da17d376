using System.Text.RegularExpressions;

namespace IruMcp.Hosts;

/// <summary>How a client starts this module's bridge.</summary>
/// <param name="Program">The PowerShell: a full path, or a name that every computer of a project finds.</param>
/// <param name="Arguments">One argument each. None has a space, a quotation mark or a character that a shell takes for its own, unless the
/// module has to be named by its path: some clients start programs through a shell, and join the arguments without quoting them.</param>
public sealed record BridgeCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The cmdlet that a bridge entry runs, and by which one is known.</summary>
    internal const string Cmdlet = "Start-IruMcpBridge";

    private const string DefaultName = "iru";

    private static readonly Regex NameArgument = new(@"\s-Name\s+'?(?<name>[A-Za-z0-9][A-Za-z0-9-]*)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex ModuleArgument = new(
        @"\bImport-Module\s+(?:'(?<path>(?:[^']|'')+)'|(?<path>[^\s;']+))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    internal static BridgeCommand Of(BridgeRequest request)
    {
        var arguments = new List<string> { "-NoProfile", "-NonInteractive" };
        if (request.IsWindowsPowerShell)
            arguments.AddRange(["-ExecutionPolicy", "RemoteSigned"]);

        arguments.Add("-Command");
        var words = new List<string> { "-Name", request.ConfigurationName };
        if (request.Vault is { Length: > 0 } vault)
            words.AddRange(["-Vault", Literal(vault)]);
        if (request.ToolSets.Count > 0)
            words.AddRange(["-ToolSet", string.Join(",", request.ToolSets.Select(Literal))]);
        if (request.ReadOnly)
            words.Add("-ReadOnly");

        if (request.ModulePath is { } path)
            arguments.Add($"Import-Module {Literal(path)}; {Cmdlet} {string.Join(" ", words)}");
        else
            // Naming the module loads it at once, where the bare name would be looked for in all modules.
            arguments.AddRange(["IruMcp\\" + Cmdlet, .. words]);

        return new BridgeCommand(request.Program, arguments);
    }

    /// <summary>Whether these words start a bridge.</summary>
    internal static bool IsBridge(IEnumerable<string> words) => words.Any(word => word.IndexOf(Cmdlet, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>The saved configuration that a bridge entry names.</summary>
    internal static string ConfigurationOf(IEnumerable<string> words) =>
        NameArgument.Match(" " + string.Join(" ", words)) is { Success: true } match ? match.Groups["name"].Value : DefaultName;

    /// <summary>The module's file that a bridge entry imports; null for none.</summary>
    internal static string? ModuleOf(IEnumerable<string> words) =>
        words.Where(word => IsBridge([word])).Select(word => ModuleArgument.Match(word)).FirstOrDefault(match => match.Success) is { } module
        && module.Groups["path"].Value is var path && path.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase)
            ? Regex.Replace(path, "(['\u2018\u2019\u201a\u201b])\\1", "$1")
            : null;

    internal static string Literal(string value) =>
        Regex.IsMatch(value, @"^[A-Za-z0-9][A-Za-z0-9_.-]*\z") ? value : "'" + Regex.Replace(value, "['\u2018\u2019\u201a\u201b]", "$0$0") + "'";
}

/// <summary>What a bridge entry is to start.</summary>
public sealed record BridgeRequest
{
    /// <summary>The PowerShell that runs the bridge.</summary>
    public required string Program { get; init; }

    /// <summary>The saved configuration.</summary>
    public required string ConfigurationName { get; init; }

    /// <summary>True for Windows PowerShell, which by default runs no script modules.</summary>
    public bool IsWindowsPowerShell { get; init; }

    /// <summary>The module's manifest, where PowerShell does not find the module by its name; otherwise null.</summary>
    public string? ModulePath { get; init; }

    public string? Vault { get; init; }

    /// <summary>The tool sets to offer; none for the bridge's own choice.</summary>
    public IReadOnlyList<string> ToolSets { get; init; } = [];

    public bool ReadOnly { get; init; }
}
