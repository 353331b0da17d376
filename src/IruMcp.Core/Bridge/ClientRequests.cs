using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>The requests that the bridge sends to its client, and their answers.</summary>
internal sealed class ClientRequests(MessageWriter writer)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RpcMessage>> _open = new(StringComparer.Ordinal);
    private int _lastId;
    private volatile bool _isOver;

    /// <summary>Sends a request and waits for its answer, however long a person takes.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up; the client is told.</exception>
    public async Task<RpcMessage> SendAsync(string method, Action<Utf8JsonWriter> parameters, CancellationToken cancellationToken)
    {
        var id = "iru-" + Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<RpcMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[$"\"{id}\""] = answer;
        try
        {
            using (cancellationToken.Register(() => answer.TrySetCanceled()))
            {
                if (_isOver)
                    throw new OperationCanceledException();
                writer.Say(method, id, parameters);
                return await answer.Task.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            writer.Say("notifications/cancelled", null, json =>
            {
                json.WriteStartObject();
                json.WriteString("requestId", id);
                json.WriteEndObject();
            });
            throw;
        }
        finally
        {
            _open.TryRemove($"\"{id}\"", out _);
        }
    }

    /// <summary>No answer will come any more: the client has closed its end.</summary>
    public void GiveUp()
    {
        _isOver = true;
        foreach (var waiting in _open.Values)
            waiting.TrySetCanceled();
    }

    /// <summary>Hands an answer to whoever waits for it; an answer to nothing is dropped.</summary>
    public void Complete(RpcMessage answer)
    {
        if (_open.TryRemove(answer.Key, out var waiting))
            waiting.TrySetResult(answer);
    }
}
