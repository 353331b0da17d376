using System.Collections.Concurrent;
using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>The requests of the client's that are being served, each in a task of its own.</summary>
internal sealed class RunningRequests(MessageWriter writer, BridgeLog log, CancellationToken end)
{
    private readonly ConcurrentDictionary<string, RunningRequest> _running = new(StringComparer.Ordinal);

    /// <summary>Completes when those that are under way now have ended.</summary>
    public Task Ended => Task.WhenAll(_running.Values.Select(request => request.Ended));

    /// <summary>Begins to serve a request.</summary>
    /// <param name="message">The request.</param>
    /// <param name="serve">Gives the result to write; the token says that the client no longer wants it.</param>
    public void Start(RpcMessage message, Func<CancellationToken, Task<Action<Utf8JsonWriter>>> serve)
    {
        var request = new RunningRequest(end);
        if (!_running.TryAdd(message.Key, request))
        {
            writer.Fail(message.Id, RpcErrors.InvalidRequest, BridgeText.DuplicateId);
            return;
        }
        Task.Run(async () =>
        {
            try
            {
                writer.Answer(message.Id!.Value, await serve(request.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (request.Token.IsCancellationRequested)
            {
                // Called off: no answer is awaited.
            }
            catch (OperationCanceledException)
            {
                // What was waited for has ended first, such as the connection.
                writer.Fail(message.Id, RpcErrors.InternalError, BridgeText.Interrupted);
            }
            catch (Exception unforeseen)
            {
                log.Warning(unforeseen.ToString());
                writer.Fail(message.Id, RpcErrors.InternalError, BridgeText.InternalError);
            }
            finally
            {
                _running.TryRemove(message.Key, out _);
                request.End();
            }
        });
    }

    /// <summary>Calls off the request that <c>notifications/cancelled</c> names; nothing where there is none.</summary>
    public void Cancel(JsonElement parameters)
    {
        if (parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("requestId", out var id)
            && _running.TryGetValue(id.GetRawText(), out var request))
            request.Cancel();
    }
}
