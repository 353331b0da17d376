using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using IruMcp.Results;

namespace IruMcp.Exports;

/// <summary>Writes rows as JSON, one a line.</summary>
internal sealed class RowJson(IReadOnlyList<string> properties, bool revealsSecrets)
{
    private const string Mask = "****";

    // Readable, and safe all the same: the file is no part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonText.MostDepth + 2 };

    private readonly HashSet<string> _unseen = new(properties, StringComparer.Ordinal);

    private long _maskedCount;

    /// <summary>The wanted properties that no row has had.</summary>
    public IReadOnlyCollection<string> Unseen => _unseen;

    /// <summary>How many secrets were written as a mask since this was asked last.</summary>
    public long TakeMaskedCount()
    {
        var count = _maskedCount;
        _maskedCount = 0;
        return count;
    }

    public void WriteLine(Stream stream, object? row)
    {
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            if (properties.Count > 0 && row is DataObject data)
                WriteChosen(writer, data);
            else
                WriteValue(writer, row);
        }
        stream.WriteByte((byte)'\n');
    }

    private void WriteChosen(Utf8JsonWriter writer, DataObject row)
    {
        writer.WriteStartObject();
        foreach (var property in properties)
        {
            writer.WritePropertyName(property);
            var found = Find(row, property);
            if (found is not null)
                _unseen.Remove(property);
            WriteValue(writer, found?.Value);
        }
        writer.WriteEndObject();
    }

    /// <summary>The member of this name, in any case; else the one at the end of a path of names.</summary>
    private static KeyValuePair<string, object?>? Find(DataObject row, string path)
    {
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            foreach (var member in row.Members)
                if (string.Equals(member.Key, path, comparison))
                    return member;
        for (var dot = path.IndexOf('.'); dot > 0; dot = path.IndexOf('.', dot + 1))
            foreach (var member in row.Members)
                if (member.Value is DataObject inner && string.Equals(member.Key, path.Substring(0, dot), StringComparison.OrdinalIgnoreCase)
                    && Find(inner, path.Substring(dot + 1)) is { } found)
                    return found;
        return null;
    }

    private void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case Secret secret:
                if (!revealsSecrets)
                    _maskedCount++;
                writer.WriteStringValue(revealsSecrets ? secret.Reveal() : Mask);
                break;
            case DataObject data:
                writer.WriteStartObject();
                foreach (var member in data.Members)
                {
                    writer.WritePropertyName(member.Key);
                    WriteValue(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case object?[] items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
