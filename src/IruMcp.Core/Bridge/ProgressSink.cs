using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>Tells the client how far a request of its is, where it asked to be told.</summary>
internal sealed class ProgressSink(MessageWriter writer, JsonElement? token)
{
    private readonly object _gate = new();
    private double _last = double.NegativeInfinity;

    public bool IsWanted => token is not null;

    /// <param name="progress">How much is done; must grow, so that what does not is left out.</param>
    /// <param name="total">How much there is to do; null where it is not known.</param>
    public void Report(double progress, double? total, string? message)
    {
        if (token is not { } known)
            return;
        lock (_gate)
        {
            if (progress <= _last)
                return;
            _last = progress;
            writer.Say("notifications/progress", null, json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("progressToken");
                known.WriteTo(json);
                json.WriteNumber("progress", progress);
                if (total is { } all)
                    json.WriteNumber("total", all);
                if (message is not null)
                    json.WriteString("message", message);
                json.WriteEndObject();
            });
        }
    }

    public static ProgressSink For(MessageWriter writer, JsonElement parameters)
    {
        var meta = RpcMessage.Member(parameters, "_meta");
        return new ProgressSink(writer, meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty("progressToken", out var token)
            && token.ValueKind is JsonValueKind.String or JsonValueKind.Number ? token : null);
    }
}
