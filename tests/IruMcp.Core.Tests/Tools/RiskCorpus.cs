using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

/// <summary>Tools of many other servers, each with the class that a careful administrator wants.</summary>
internal static class RiskCorpus
{
    public static IReadOnlyList<LabelledTool> Load() =>
        [.. File.ReadLines(Path.Combine(Folder(), "Data/RiskCorpus.jsonl")).Select(line => Read(JsonNode.Parse(line)!))];

    /// <summary>Judges each tool twice: in the list of its server, and alone.</summary>
    public static IEnumerable<(LabelledTool Tool, IruTool Judged)> Judge(IEnumerable<LabelledTool> tools)
    {
        foreach (var server in tools.GroupBy(tool => tool.Server))
        {
            var list = ToolCatalogue.Build([.. server.Select(tool => tool.Listed)]);
            foreach (var tool in server)
            {
                yield return (tool, list.Find(tool.Listed.Name)!);
                yield return (tool, ToolCatalogue.Build([tool.Listed]).Tools[0]);
            }
        }
    }

    private static LabelledTool Read(JsonNode line) => new(
        (string)line["server"]!,
        new ListedTool(
            (string)line["name"]!, null, (string?)line["description"], line["inputSchema"]!.ToJsonString(),
            (bool?)line["annotations"]?["readOnlyHint"], (bool?)line["annotations"]?["destructiveHint"]),
        [.. new[] { (string?)line["risk"], (string?)line["also"] }.OfType<string>().Select(Enum.Parse<Risk>)]);

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <param name="Server">The server that lists the tool.</param>
/// <param name="Listed">The tool.</param>
/// <param name="Labels">The class, and a second one where that will do as well.</param>
internal sealed record LabelledTool(string Server, ListedTool Listed, IReadOnlyList<Risk> Labels);
