using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Exports;

/// <summary>How far an export has come: beside the unfinished file, in a file of its own that is replaced as a whole.</summary>
/// <param name="Request">What is being exported, as a hash.</param>
/// <param name="Position">Where the next page begins; null at the start.</param>
/// <param name="Rows">The rows that are written.</param>
/// <param name="Pages">The pages that they came in.</param>
/// <param name="Bytes">How long the unfinished file is with them; what is behind that belongs to no finished page.</param>
/// <param name="Masked">The secrets among them that were written as a mask.</param>
/// <param name="IsComplete">True where every row is written, and only the last step is missing.</param>
internal sealed record ExportCheckpoint(string Request, string? Position, long Rows, long Pages, long Bytes, long Masked, bool IsComplete)
{
    /// <summary>Null where there is no such file, or none that can be read.</summary>
    public static ExportCheckpoint? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject json
                ? new ExportCheckpoint(
                    (string)json["request"]!, (string?)json["position"], (long)json["rows"]!, (long)json["pages"]!, (long)json["bytes"]!,
                    (long)json["masked"]!, (bool)json["complete"]!)
                : null;
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public void Write(string path)
    {
        var json = new JsonObject
        {
            ["request"] = Request, ["position"] = Position, ["rows"] = Rows, ["pages"] = Pages, ["bytes"] = Bytes, ["masked"] = Masked, ["complete"] = IsComplete,
        };
        var next = path + ".next";
        using (var stream = ExportFile.Create(next))
        {
            var text = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
            stream.Write(text, 0, text.Length);
            stream.Flush(flushToDisk: true);
        }
        ExportFile.Move(next, path);
    }
}
