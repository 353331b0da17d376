using System.Text.Encodings.Web;
using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>Writes JSON-RPC messages, one a line, each in one piece.</summary>
internal sealed class MessageWriter(Stream output)
{
    private const int LargestKeptBuffer = 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly object _gate = new();
    private MemoryStream _buffer = new();

    /// <summary>Completes when nobody reads what is written.</summary>
    public Task Broken => _broken.Task;

    private readonly TaskCompletionSource<bool> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers a request.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="result">Writes the result's value.</param>
    public void Answer(JsonElement id, Action<Utf8JsonWriter> result) => Send(writer =>
    {
        writer.WritePropertyName("id");
        id.WriteTo(writer);
        writer.WritePropertyName("result");
        result(writer);
    });

    /// <summary>Answers a request with an error of the protocol.</summary>
    /// <param name="id">The request's id; null where it could not be read.</param>
    public void Fail(JsonElement? id, int code, string message) => Send(writer =>
    {
        writer.WritePropertyName("id");
        if (id is { } known)
            known.WriteTo(writer);
        else
            writer.WriteNullValue();
        writer.WriteStartObject("error");
        writer.WriteNumber("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    /// <summary>Sends a request or, without an id, a notification.</summary>
    public void Say(string method, string? id, Action<Utf8JsonWriter>? parameters) => Send(writer =>
    {
        if (id is not null)
            writer.WriteString("id", id);
        writer.WriteString("method", method);
        if (parameters is null)
            return;
        writer.WritePropertyName("params");
        parameters(writer);
    });

    private void Send(Action<Utf8JsonWriter> members)
    {
        lock (_gate)
        {
            _buffer.SetLength(0);
            using (var writer = new Utf8JsonWriter(_buffer, Options))
            {
                writer.WriteStartObject();
                writer.WriteString("jsonrpc", "2.0");
                members(writer);
                writer.WriteEndObject();
            }
            _buffer.WriteByte((byte)'\n');
            try
            {
                output.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
                output.Flush();
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                _broken.TrySetResult(true);
            }
            if (_buffer.Capacity > LargestKeptBuffer)
                _buffer = new MemoryStream();
        }
    }
}
