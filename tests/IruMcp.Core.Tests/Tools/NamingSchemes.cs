using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

/// <summary>The documented operations as tools of servers that name them in very different ways.</summary>
internal static class NamingSchemes
{
    public static readonly IReadOnlyDictionary<string, Func<Operation, string>> All = new Dictionary<string, Func<Operation, string>>
    {
        ["simulator"] = SimulatorName,
        ["documented-kebab"] = operation => string.Join("-", Phrase(operation)),
        ["vendor-snake, other verbs"] = operation => "iru_" + string.Join("_", OtherVerbs(Phrase(operation))),
        ["camelCase"] = operation => Camel(Phrase(operation)),
        ["PascalCase, other verbs"] = operation => Pascal(OtherVerbs(Phrase(operation))),
        ["verb last, dots"] = operation => VerbLast(Phrase(operation)),
        ["openapi"] = operation => $"{operation.Method.ToLowerInvariant()}_{Regex.Replace(operation.Path.Trim('/'), "[^A-Za-z0-9]+", "_").Trim('_')}",
    };

    public static ListedTool Tool(Operation operation, string name, string? description = null, string? wrapper = null) =>
        new(name, null, description, Schema(operation, wrapper).ToJsonString(), null, null);

    /// <summary>The simulator's list of foreign names and descriptions, by method and path.</summary>
    public static IReadOnlyDictionary<string, (string Name, string Description)> Foreign()
    {
        var lines = File.ReadAllLines(Path.Combine(SourceFolder(), "../../../src/IruMcp.Simulator/Tools/ToolTexts.tsv"));
        return lines.Skip(1).Select(line => line.Split('\t')).ToDictionary(field => field[0], field => (field[1], field[2]));
    }

    public static string Key(Operation operation) =>
        $"{operation.Method} {Regex.Replace(operation.Path, "^/api/v1", "").TrimEnd('/')}";

    private static JsonObject Schema(Operation operation, string? wrapper)
    {
        var properties = new JsonObject();
        foreach (var name in operation.PathParameters)
            properties[name] = Property("string");
        foreach (var name in operation.QueryParameters)
            properties[name] = Property(name is "limit" or "offset" or "page" or "size" ? "integer" : "string");
        var body = wrapper is null ? properties : [];
        foreach (var name in operation.BodyFields)
            body[name.Split('.')[0]] = Property(name.Contains('.') ? "object" : "string");
        if (wrapper is not null && body.Count > 0)
            properties[wrapper] = new JsonObject { ["type"] = "object", ["properties"] = body };
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. operation.PathParameters.Select(name => JsonValue.Create(name))]),
        };
    }

    private static JsonObject Property(string type) => new() { ["type"] = type };

    /// <summary>What a person would call it: the documented name, led by a verb, with the category where it needs one.</summary>
    private static List<string> Phrase(Operation operation)
    {
        var words = Words(operation.Name);
        if (operation.Category == "Prism" && !words.Contains("export"))
            words.Insert(0, "prism");
        if (operation.Name is "List Library Items" or "Assign Library Item" or "Remove Library Item")
            words.Insert(1, "blueprint");
        if (operation.Method == "GET" && words[0] is not ("get" or "list" or "retrieve" or "download"))
            words.Insert(0, "get");
        if (operation.Name == "Delete User" && operation.Category == "Device Actions")
            words.Insert(1, "device");
        return words;
    }

    private static List<string> OtherVerbs(List<string> words)
    {
        var others = new Dictionary<string, string>
        {
            ["get"] = "fetch", ["list"] = "show", ["retrieve"] = "read", ["update"] = "modify", ["create"] = "new", ["erase"] = "wipe",
            ["restart"] = "reboot", ["send"] = "push", ["perform"] = "run",
        };
        return [others.GetValueOrDefault(words[0], words[0]), .. words.Skip(1)];
    }

    private static string VerbLast(List<string> words) =>
        words.Count == 1 ? words[0] : string.Join(".", words.Skip(1).Append(words[0]));

    private static string Camel(List<string> words) => words[0] + Pascal([.. words.Skip(1)]);

    private static string Pascal(List<string> words) => string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The simulator's written rule for default names.</summary>
    private static string SimulatorName(Operation operation)
    {
        switch (Key(operation))
        {
            case "GET /integrations/apple/ade/{ade_token_id}/devices": return "list-apple-ade-token-devices";
            case "POST /devices/{device_id}/action/blankpush": return "blank-push";
            case "POST /prism/export": return "export-prism-data";
        }

        var path = operation.Path.TrimEnd('/').Replace('_', '-');
        if (operation.Method == "GET" && operation.PathParameters.Count == 0)
            return path.StartsWith("/api/v2/threat/", StringComparison.Ordinal)
                ? "get" + path["/api/v2/threat".Length..].Replace('/', '-') + "-v2"
                : "get" + path["/api/v1".Length..].Replace('/', '-');
        var words = Words(operation.Name);
        if (operation.Method == "GET" && words[0] is not ("get" or "list"))
            words = ["get", .. words.Skip(words[0] == "retrieve" ? 1 : 0)];
        if (operation is { Name: "Delete User", Category: "Device Actions" })
            words.Insert(1, "device");
        return string.Join("-", words);
    }

    private static List<string> Words(string text) => [.. Regex.Split(text.ToLowerInvariant(), "[^a-z0-9]+").Where(word => word.Length > 0)];

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
