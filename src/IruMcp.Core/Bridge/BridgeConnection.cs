using IruMcp.Connections;
using IruMcp.Governance;

namespace IruMcp.Bridge;

/// <summary>The bridge's connection to the server: opened when first needed, by one caller for all, and again after it has failed.</summary>
internal sealed class BridgeConnection(
    BridgeOptions options, IActivityLog log, Func<ServerMessages> messages, Action<IruConnection> opened, CancellationToken end) : IDisposable
{
    private readonly object _gate = new();
    private Task<IruConnection>? _opening;

    /// <summary>The connection where it is open; null otherwise.</summary>
    public IruConnection? Current
    {
        get
        {
            lock (_gate)
                return _opening is { Status: TaskStatus.RanToCompletion } open ? open.Result : null;
        }
    }

    /// <summary>The connection, opened if need be.</summary>
    /// <exception cref="IruException">It cannot be opened; the next caller tries again.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the opening goes on for others.</exception>
    public async Task<IruConnection> GetAsync(CancellationToken cancellationToken)
    {
        var opening = Open();
        if (!opening.IsCompleted)
            await Task.WhenAny(opening, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return await opening.ConfigureAwait(false);
    }

    /// <summary>Starts to open the connection where it is not open, without waiting for it.</summary>
    public Task<IruConnection> Open()
    {
        lock (_gate)
            return _opening is { IsFaulted: false, IsCanceled: false } ? _opening : _opening = Task.Run(OpenAsync);
    }

    /// <summary>Gives up a connection whose key the server no longer takes: the next one is opened with what is saved by then.</summary>
    public void Forget(IruConnection connection)
    {
        lock (_gate)
        {
            if (_opening is not { Status: TaskStatus.RanToCompletion } open || open.Result != connection)
                return;
            _opening = null;
        }
        // Calls that are under way come to their end.
        log.Verbose(BridgeText.KeyIsReadAgain);
    }

    public void Dispose() => Current?.Dispose();

    private async Task<IruConnection> OpenAsync()
    {
        var configured = options.ReadConfiguration();
        log.Verbose(BridgeText.Connecting(configured.Endpoint));
        var connection = await IruConnection.OpenAsync(
            configured with { Channel = Channel.Bridge, IsReadOnly = configured.IsReadOnly || options.IsReadOnly, Messages = messages() }, log, end).ConfigureAwait(false);
        opened(connection);
        return connection;
    }
}
