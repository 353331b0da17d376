using System.Text;
using System.Text.Json;
using IruMcp.Results;

namespace IruMcp.Connections;

/// <summary>Takes the result of one request out of its message where it is large, and leaves a small message that says the same without its large
/// members. The SDK would make a text of the whole, bytes of that text, and a copy of those, which for one page is megabytes.</summary>
/// <param name="id">The request's id; answers to others are left alone.</param>
internal sealed class LargeResult(long id)
{
    /// <summary>What is shorter is left to the SDK whole, in bytes.</summary>
    public const int LeastBytes = 16 * 1024;

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = JsonText.MostDepth };

#if !NET
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
#endif

    private PooledJson? _taken;

    /// <summary>The result that was taken out, for the caller to keep; null where none was.</summary>
    public PooledJson? Take() => Interlocked.Exchange(ref _taken, null);

    /// <summary>Takes the result out of a message, which becomes the small one.</summary>
    /// <param name="message">A whole message. What cannot be read stays as it is, for the SDK to say what is wrong with it.</param>
    /// <returns>The new length of the message.</returns>
    public int TakeFrom(Span<byte> message)
    {
        if (message.Length < LeastBytes || !IsUtf8(message))
            return message.Length;
        try
        {
            var small = new List<Part>();
            if (FindResult(message, small) is not { } result)
                return message.Length;
            Interlocked.Exchange(ref _taken, Read(message.Slice(result.Start, result.Length)))?.Dispose();
            return Shorten(message, result, small);
        }
        catch (JsonException)
        {
            return message.Length;
        }
    }

    /// <param name="small">Takes the members of the result that are not large.</param>
    /// <returns>Where the result is; null for a message that is not the answer, or has no large member.</returns>
    private Part? FindResult(ReadOnlySpan<byte> message, List<Part> small)
    {
        var reader = new Utf8JsonReader(message, Deep);
        Part? result = null;
        var isMine = false;
        var isLarge = false;
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
                result = ReadMembers(ref reader, small, out isLarge);
        }
        return reader.Read() || !isMine || !isLarge ? null : result;
    }

    private static Part ReadMembers(ref Utf8JsonReader reader, List<Part> small, out bool hasLarge)
    {
        var start = (int)reader.TokenStartIndex;
        hasLarge = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var memberStart = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            var member = new Part(memberStart, (int)reader.BytesConsumed);
            if (member.Length < LeastBytes)
                small.Add(member);
            else
                hasLarge = true;
        }
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
        for (var index = 0; index < small.Count; index++)
        {
            if (index > 0)
                message[length++] = (byte)',';
            message.Slice(small[index].Start, small[index].Length).CopyTo(message.Slice(length));
            length += small[index].Length;
        }
        message[length++] = (byte)'}';
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
