using System.Text.RegularExpressions;

namespace IruMcp.Simulator.Tools;

/// <summary>
/// Names of the tools. The rule, in order:
/// 1. a name that has been seen on the live server stands (<see cref="Known"/>);
/// 2. a GET without identifiers in its path is <c>get-</c> and its path, with slashes and underscores as dashes
///    (a v2 path: without its first two segments, and <c>-v2</c> at the end);
/// 3. any other is its documented title in kebab-case; a GET that begins neither with get nor with list gets
///    <c>get-</c> in front ("retrieve" becomes "get");
/// 4. should two still be equal, the one that acts on a device gets <c>device-</c> after its verb.
/// The foreign scheme is a written list, the second column of ToolTexts.tsv.
/// </summary>
public static partial class ToolNaming
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["GET /integrations/apple/ade/{ade_token_id}/devices"] = "list-apple-ade-token-devices",
        ["POST /devices/{device_id}/action/blankpush"] = "blank-push",
        ["POST /prism/export"] = "export-prism-data",
    };

    public static string Name(Operation operation)
    {
        if (Known.TryGetValue(operation.Key, out string? known))
            return known;
        if (operation.Method == "GET" && operation.PathFields.Count == 0)
            return FromPath(operation.Path);
        string name = Kebab(operation.Title);
        if (operation.Method == "GET" && !name.StartsWith("get-", StringComparison.Ordinal) && !name.StartsWith("list-", StringComparison.Ordinal))
            name = "get-" + (name.StartsWith("retrieve-", StringComparison.Ordinal) ? name["retrieve-".Length..] : name);
        bool isDeviceAction = operation.Path.Contains("/action/", StringComparison.Ordinal);
        bool isTaken = isDeviceAction && OperationTable.All.Any(o => o.Key != operation.Key && Kebab(o.Title) == name);
        return isTaken ? name.Insert(name.IndexOf('-', StringComparison.Ordinal), "-device") : name;
    }

    private static string FromPath(string path)
    {
        bool isV2 = path.StartsWith("/api/v2/threat/", StringComparison.Ordinal);
        string kept = isV2 ? path["/api/v2/threat".Length..] : path;
        return "get" + kept.Replace('/', '-').Replace('_', '-') + (isV2 ? "-v2" : "");
    }

    private static string Kebab(string title) => NotWordCharacters().Replace(title.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWordCharacters();
}
