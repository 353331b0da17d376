using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Protocol;

/// <summary>
/// An event stream that uses all the freedom the format gives: comments, unknown fields, messages of other kinds before the
/// answer, CRLF, one event's data over several lines, and chunks that end in the middle of a character.
/// </summary>
internal static class ChattyStream
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="progressToken">What the client wants progress reported by; null where it wants none.</param>
    public static async Task WriteAsync(HttpResponse response, string json, JsonNode? progressToken, CancellationToken cancellationToken)
    {
        var log = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "notifications/message",
            ["params"] = new JsonObject { ["level"] = "info", ["logger"] = "simulator", ["data"] = "working on it ⏳" },
        };
        var progress = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "notifications/progress",
            ["params"] = new JsonObject { ["progressToken"] = progressToken?.DeepClone() ?? "none", ["progress"] = 1, ["total"] = 2 },
        };
        var text = new StringBuilder();
        text.Append(": ping - ").Append(DateTime.UtcNow.ToString("O")).Append("\r\n\r\n");
        text.Append("event: message\r\ndata: ").Append(log.ToJsonString()).Append("\r\n\r\n");
        text.Append(":\r\nretry: 15000\r\nunknown: field\r\n\r\n");
        text.Append("event: message\r\ndata: ").Append(progress.ToJsonString()).Append("\r\n\r\n");
        text.Append("id: 7\r\nevent: message\r\n");
        foreach (string line in JsonNode.Parse(json)!.ToJsonString(Indented).Split('\n'))
            text.Append("data: ").Append(line).Append("\r\n");
        text.Append("\r\n: bye\r\n\r\n");
        await WriteInOddChunksAsync(response, Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private static async Task WriteInOddChunksAsync(HttpResponse response, byte[] bytes, CancellationToken cancellationToken)
    {
        int[] sizes = [1, 2, 3, 5, 7, 61, 997];
        for (int at = 0, n = 0; at < bytes.Length; n++)
        {
            // Tiny chunks only at first: a big answer would otherwise take minutes.
            int size = Math.Min(n < 60 ? sizes[n % sizes.Length] : 16_411, bytes.Length - at);
            await response.Body.WriteAsync(bytes.AsMemory(at, size), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            at += size;
        }
    }
}
