using System.Text.Json;
using IruMcp.Connections;

namespace IruMcp.Bridge;

/// <summary>Answers <c>tools/list</c>, with or without a connection.</summary>
internal sealed class ToolListing(BridgeOptions options, BridgeConnection connections, BridgeLog log)
{
    /// <summary>Clients wait about so long for the first list.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan StaysFresh = TimeSpan.FromMinutes(1);

    private DateTime _listedAt = DateTime.MinValue;
    private int _isIncomplete;

    /// <summary>True once after each list that had to do without a connection: the client is to ask again now.</summary>
    public bool TakeIncomplete() => Interlocked.Exchange(ref _isIncomplete, 0) == 1;

    public async Task<Action<Utf8JsonWriter>> ListAsync(ClientFacts client, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var offer = ToolOffer.Make(connection?.Tools, options, client.ToolLimit);
        Volatile.Write(ref _isIncomplete, connection is null ? 1 : 0);
        if (connection is not null)
        {
            log.Verbose(BridgeText.Serving(client.Name, offer.Shown.Count, connection.ToolCount));
            if (client.ToolLimit is { } limit && offer.Shown.Count > limit)
                log.Warning(BridgeText.TooManyTools(client.Name, offer.Shown.Count, limit));
        }
        return json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("tools");
            foreach (var tool in offer.Shown)
                ToolWriter.Write(json, tool, connection!.Redact);
            if (offer.NeedsFinder)
                OwnTools.Write(json, options.IsReadOnly);
            json.WriteEndArray();
            json.WriteEndObject();
        };
    }

    /// <summary>Null where there is none in time: a client that gets no list shows the server as broken, and would not try again.</summary>
    private async Task<IruConnection?> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWait);
        try
        {
            var connection = await connections.GetAsync(limit.Token).ConfigureAwait(false);
            if (DateTime.UtcNow - _listedAt > StaysFresh && _listedAt != DateTime.MinValue)
                await connection.RefreshToolsAsync(log, limit.Token).ConfigureAwait(false);
            _listedAt = DateTime.UtcNow;
            return connection;
        }
        catch (IruException why)
        {
            log.Warning(BridgeText.ListWithoutTools(why.Message));
            return connections.Current;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return connections.Current;
        }
    }
}
