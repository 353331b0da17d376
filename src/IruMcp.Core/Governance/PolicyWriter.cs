using System.Text.Encodings.Web;
using System.Text.Json;

namespace IruMcp.Governance;

/// <summary>Writes a policy as the JSON that <see cref="PolicyReader"/> reads.</summary>
internal static class PolicyWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(PolicySource source)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            if (source.IsReadOnly)
                writer.WriteBoolean("readOnly", true);
            writer.WriteStartArray("rules");
            foreach (var rule in source.Rules)
                Write(writer, rule);
            writer.WriteEndArray();
            if (source.Audit != new AuditRules())
                Write(writer, source.Audit);
            writer.WriteEndObject();
        }
        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void Write(Utf8JsonWriter writer, PolicyRule rule)
    {
        writer.WriteStartObject();
        if (rule.Action is { } action)
            writer.WriteString("action", action.ToString());
        Write(writer, "tool", rule.Tool);
        Write(writer, "operation", rule.Operation);
        Write(writer, "risk", [.. rule.Risk.Select(risk => risk.ToString())]);
        if (rule.Argument.Count > 0)
        {
            writer.WriteStartObject("argument");
            foreach (var argument in rule.Argument)
                Write(writer, argument.Key, argument.Value);
            writer.WriteEndObject();
        }
        if (rule.Connection is not null)
            writer.WriteString("connection", rule.Connection);
        if (rule.Channel is { } channel)
            writer.WriteString("channel", channel.ToString());
        if (rule.Class is { } given)
            writer.WriteString("class", given.ToString());
        if (rule.Fingerprint is not null)
            writer.WriteString("fingerprint", rule.Fingerprint);
        if (rule.MaximumPerPipeline is { } perPipeline)
            writer.WriteNumber("maximumPerPipeline", perPipeline);
        if (rule.MaximumPerHour is { } perHour)
            writer.WriteNumber("maximumPerHour", perHour);
        if (rule.Reason is not null)
            writer.WriteString("reason", rule.Reason);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
            writer.WriteString(name, values[0]);
        if (values.Count < 2)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, AuditRules audit)
    {
        writer.WriteStartObject("audit");
        if (audit.Path is not null)
            writer.WriteString("path", audit.Path);
        if (audit.Sink is { } sink)
            writer.WriteString("sink", sink.ToString());
        if (audit.MaximumMegabytes is { } megabytes)
            writer.WriteNumber("maximumMegabytes", megabytes);
        if (audit.KeptFiles is { } kept)
            writer.WriteNumber("keptFiles", kept);
        writer.WriteEndObject();
    }
}
