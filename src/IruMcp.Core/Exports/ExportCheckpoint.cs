using System.Text.Json.Nodes;
using System.Text.Json;
using IruMcp.Files;

namespace IruMcp.Exports;

/// <summary>How far an export has come: beside the unfinished file, in a file of its own that is replaced as a whole.</summary>
/// <param name="Request">What is being exported, as a hash.</param>
/// <param name="Position">Where the next page begins; null at the start.</param>
/// <param name="Rows">The rows that are written.</param>
/// <param name="Pages">The pages that they came in.</param>
/// <param name="Bytes">How long the unfinished file is with them; what is behind that belongs to no finished page.</param>
/// <param name="Masked">The secrets among them that were written as a mask.</param>
/// <param name="IsComplete">True where every row is written, and only the last step is missing.</param>
/// <param name="Replaces">True where a file of the target's name may be replaced.</param>
internal sealed record ExportCheckpoint(string Request, string? Position, long Rows, long Pages, long Bytes, long Masked, bool IsComplete, bool Replaces)
{
    /// <summary>Null if the file does not exist or cannot be read.</summary>
    public static ExportCheckpoint? Read(string path)
    {
        try
        {
            if (JsonNode.Parse(RegularFile.ReadAllText(path)) is not JsonObject json)
                return null;
            var checkpoint = new ExportCheckpoint(
                Member("request").GetValue<string>(), json["position"]?.GetValue<string>(), Count("rows"), Count("pages"), Count("bytes"), Count("masked"),
                Member("complete").GetValue<bool>(), json["replaces"]?.GetValue<bool>() ?? false);
            // Rows behind a position that is still to be read cannot all be there.
            return checkpoint is { IsComplete: true, Position: not null } ? null : checkpoint;

            JsonNode Member(string name) => json[name] ?? throw new FormatException();
            long Count(string name) => Member(name).GetValue<long>() is var count and >= 0 ? count : throw new FormatException();
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
            ["replaces"] = Replaces,
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
