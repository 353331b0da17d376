using System.Collections.Concurrent;

namespace IruMcp.Simulator.Tenant;

/// <summary>Something with an id.</summary>
public interface IEntity
{
    string Id { get; }
}

/// <summary>
/// Entities by id and in order of creation. Reading never waits; the ordered array is rebuilt after a change, on the next read.
/// </summary>
public sealed class Store<T> where T : class, IEntity
{
    private readonly ConcurrentDictionary<string, T> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly List<T> _ordered = [];
    private volatile T[]? _snapshot;

    public IReadOnlyList<T> All => _snapshot ?? Rebuild();

    // Counting a concurrent dictionary takes all its locks; the array is as good and free.
    public int Count => All.Count;

    public T? Find(string? id) => id is not null && _byId.TryGetValue(id, out T? found) ? found : null;

    public void Add(T entity)
    {
        lock (_gate)
        {
            _byId[entity.Id] = entity;
            _ordered.Add(entity);
            _snapshot = null;
        }
    }

    /// <summary>False when somebody else has removed it already.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            _snapshot = null;
            return _byId.TryRemove(id, out _);
        }
    }

    private T[] Rebuild()
    {
        lock (_gate)
        {
            if (_ordered.Count != _byId.Count)
                _ordered.RemoveAll(e => !_byId.ContainsKey(e.Id));
            return _snapshot ??= [.. _ordered];
        }
    }
}
