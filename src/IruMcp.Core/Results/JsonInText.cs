using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Results;

/// <summary>Reads the JSON that stands in a text of an answer, the way most answers come, without making a .NET text of it: a page has
/// hundreds of thousands of characters.</summary>
internal static class JsonInText
{
    private const int EscapeLength = 6;

    /// <summary>The object or the list; null for everything that wants a closer look.</summary>
    public static PooledJson? Read(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue(out JsonElement element) || element.ValueKind != JsonValueKind.String)
            return null;

        var quoted = JsonMarshal.GetRawUtf8Value(element);
        var pool = PageMemory.Pool;
        var buffer = pool.Rent(quoted.Length);
        var isMine = true;
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            var length = reader.CopyString(buffer);
            var json = buffer.AsSpan(0, length);
            if (length == 0 || json[0] is not ((byte)'{' or (byte)'[') || HasHalfCharacter(json))
                return null;
            isMine = false;
            return new PooledJson(pool, buffer, length);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            if (isMine)
                pool.Return(buffer, clearArray: true);
        }
    }

    /// <summary>A member that can be read where it stands; null where there is none, and for everything that wants a closer look.</summary>
    public static JsonElement? InPlace(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Object or JsonValueKind.Array && !HasHalfCharacter(JsonMarshal.GetRawUtf8Value(member))
            ? member : null;

    /// <summary>True if an escaped surrogate has no partner. Such escapes must be replaced first.</summary>
    private static bool HasHalfCharacter(ReadOnlySpan<byte> json)
    {
        int escape;
        while ((escape = json.IndexOf((byte)'\\')) >= 0)
        {
            json = json.Slice(escape);
            if (IsSurrogate(json))
            {
                if (!IsPair(json))
                    return true;
                json = json.Slice(2 * EscapeLength);
            }
            else
            {
                json = json.Slice(Math.Min(2, json.Length));
            }
        }
        return false;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && escape[1] == 'u' && escape[2] is (byte)'d' or (byte)'D' && escape[3] is not (>= (byte)'0' and <= (byte)'7');

    private static bool IsPair(ReadOnlySpan<byte> escape) =>
        escape.Length >= 2 * EscapeLength && IsHigh(escape[3]) && escape[EscapeLength] == '\\' && IsSurrogate(escape.Slice(EscapeLength)) && !IsHigh(escape[EscapeLength + 3]);

    private static bool IsHigh(byte digit) => digit is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'A' or (byte)'b' or (byte)'B';
}
