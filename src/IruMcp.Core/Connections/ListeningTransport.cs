using System.Diagnostics;
using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IruMcp.Connections;

/// <summary>A transport whose notifications are heard as they are read, in order and before the answer that follows. The SDK's own handlers run
/// whenever the pool has time for them, often after it. Of the
/// server's own requests only so many are answered.</summary>
/// <param name="inner">The transport.</param>
/// <param name="hear">Takes each notification; must not throw.</param>
internal sealed class ListeningTransport(IClientTransport inner, Action<JsonRpcNotification> hear) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(await inner.ConnectAsync(cancellationToken).ConfigureAwait(false), hear);

    private sealed class Session(ITransport inner, Action<JsonRpcNotification> hear) : ITransport
    {
        public string? SessionId => inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader { get; } = new Reader(inner.MessageReader, hear);

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) => inner.SendMessageAsync(message, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Reader(ChannelReader<JsonRpcMessage> inner, Action<JsonRpcNotification> hear) : ChannelReader<JsonRpcMessage>
    {
        private readonly object _gate = new();
        private readonly Stopwatch _time = Stopwatch.StartNew();
        private ServerRequestLimit? _limit;

        public override Task Completion => inner.Completion;

        public override bool TryRead(out JsonRpcMessage item)
        {
            do
                if (!inner.TryRead(out item!))
                    return false;
            while (item is JsonRpcRequest && !MayBeAnswered());
            if (item is JsonRpcNotification notification)
                hear(notification);
            return true;
        }

        private bool MayBeAnswered()
        {
            lock (_gate)
                return (_limit ??= new ServerRequestLimit(() => _time.Elapsed)).TryTake();
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);
    }
}
