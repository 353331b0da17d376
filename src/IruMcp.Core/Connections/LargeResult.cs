using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Results;

namespace IruMcp.Connections;

/// <summary>Takes the result of one request out of its message where it is large, and leaves a small message that says the same without the data.
/// The SDK would make a text of the whole, bytes of that text, and a copy of those, which for one page is megabytes.</summary>
/// <param name="id">The request's id; answers to others are left alone.</param>
internal sealed class LargeResult(long id)
{
    /// <summary>What is shorter is left to the SDK whole, in bytes.</summary>
    public const int LeastBytes = 16 * 1024;

    /// <summary>Stands in the small message, so that it is known when it comes back from the SDK: a torn event or a second answer does not.</summary>
    private const string Mark = "irumcp.taken";

    /// <summary>The members that hold a server's data. The SDK looks at all others.</summary>
    private static readonly string[] DataMembers = ["content", "structuredContent", "tools"];

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = JsonText.MostDepth };

#if !NET
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
#endif

    private static readonly JsonNodeOptions AsOfSdk = new() { PropertyNameCaseInsensitive = true };

    private static readonly byte[] MarkMember = Encoding.ASCII.GetBytes($"\"{Mark}\":true}}");

    private PooledJson? _taken;

    /// <summary>The whole result, where it was taken out of the message that the SDK has read; else what the SDK has read.</summary>
    /// <param name="result">The result as the SDK gives it.</param>
    public RpcResult Complete(JsonNode? result) => _taken is { } taken && result is JsonObject small && small.ContainsKey(Mark)
        ? new RpcResult(JsonObject.Create(taken.Root, AsOfSdk), taken)
        : new RpcResult(result);

    /// <summary>Takes the result out of a message, which becomes the small one.</summary>
    /// <param name="message">A whole message. What cannot be read stays as it is, for the SDK to say what is wrong with it.</param>
    /// <returns>The new length of the message.</returns>
    public int TakeFrom(Span<byte> message)
    {
        if (message.Length < LeastBytes || _taken is not null || !IsUtf8(message))
            return message.Length;
        try
        {
            var small = new List<Part>();
            if (FindResult(message, small) is not { } result)
                return message.Length;
            _taken = Read(message.Slice(result.Start, result.Length));
            return Shorten(message, result, small);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return message.Length;
        }
    }

    /// <param name="small">Takes the members of the result that stay.</param>
    /// <returns>Where the result is; null for a message that is not the answer, or whose result is to stay as it is.</returns>
    private Part? FindResult(ReadOnlySpan<byte> message, List<Part> small)
    {
        var reader = new Utf8JsonReader(message, Deep);
        Part? result = null;
        var isMine = false;
        var mayShorten = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResult = reader.ValueTextEquals("result"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
                isMine = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number == id;
            if (!isResult)
                reader.Skip();
            else if (result is not null || reader.TokenType != JsonTokenType.StartObject)
                return null;
            else
                result = ReadMembers(ref reader, small, out mayShorten);
        }
        return reader.Read() || !isMine || !mayShorten ? null : result;
    }

    private static Part ReadMembers(ref Utf8JsonReader reader, List<Part> small, out bool mayShorten)
    {
        var start = (int)reader.TokenStartIndex;
        var isFinal = true;
        var isLarge = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var memberStart = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            // Of a result that is not the last word the SDK makes the next request, out of all that is in it.
            if (name.Equals("resultType", StringComparison.OrdinalIgnoreCase))
                isFinal = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("complete"u8);
            reader.Skip();
            var member = new Part(memberStart, (int)reader.BytesConsumed);
            if (member.Length >= LeastBytes && DataMembers.Contains(name))
                isLarge = true;
            else
                small.Add(member);
        }
        mayShorten = isFinal && isLarge;
        return new Part(start, (int)reader.BytesConsumed);
    }

    private static PooledJson Read(ReadOnlySpan<byte> result)
    {
        var pool = PageMemory.Pool;
        var buffer = pool.Rent(result.Length);
        result.CopyTo(buffer);
        return new PooledJson(pool, buffer, result.Length);
    }

    private static int Shorten(Span<byte> message, Part result, List<Part> small)
    {
        var length = result.Start + 1;
        foreach (var member in small)
        {
            message.Slice(member.Start, member.Length).CopyTo(message.Slice(length));
            length += member.Length;
            message[length++] = (byte)',';
        }
        MarkMember.CopyTo(message.Slice(length));
        length += MarkMember.Length;
        var rest = message.Slice(result.End);
        rest.CopyTo(message.Slice(length));
        return length + rest.Length;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> text)
    {
#if NET
        return System.Text.Unicode.Utf8.IsValid(text);
#else
        try
        {
            Strict.GetCharCount(text.ToArray());
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
#endif
    }

    private readonly struct Part(int start, int end)
    {
        public int Start => start;

        public int End => end;

        public int Length => end - start;
    }
}
