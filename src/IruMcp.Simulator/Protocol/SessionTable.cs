using System.Collections.Concurrent;

namespace IruMcp.Simulator.Protocol;

/// <summary>One client's session; a door hangs its own state on it.</summary>
public sealed class DoorSession(string id) : IAsyncDisposable
{
    public string Id { get; } = id;
    public IAsyncDisposable? State { get; set; }

    public ValueTask DisposeAsync() => State?.DisposeAsync() ?? default;
}

/// <summary>The sessions that are open.</summary>
public sealed class SessionTable
{
    private readonly ConcurrentDictionary<string, DoorSession> _sessions = new();

    public int Count => _sessions.Count;

    public DoorSession Open()
    {
        var session = new DoorSession(Guid.NewGuid().ToString("N"));
        _sessions[session.Id] = session;
        return session;
    }

    public DoorSession? Find(string? id) => id is not null && _sessions.TryGetValue(id, out DoorSession? session) ? session : null;

    public async ValueTask CloseAsync(string id)
    {
        if (_sessions.TryRemove(id, out DoorSession? session))
            await session.DisposeAsync();
    }

    public async ValueTask CloseAllAsync()
    {
        foreach (string id in _sessions.Keys)
            await CloseAsync(id);
    }
}
