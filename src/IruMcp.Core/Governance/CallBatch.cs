namespace IruMcp.Governance;

/// <summary>The calls of one pipeline, counted, so that one command cannot reach further than was thought. Safe to use from several threads.</summary>
public sealed class CallBatch
{
    private readonly Dictionary<CallKind, int> _sent = [];

    /// <summary>How many of its calls have been let out.</summary>
    public int SentCount
    {
        get
        {
            lock (_sent)
                return _sent.Values.Sum();
        }
    }

    /// <summary>The first limit that one more call would exceed; null for none.</summary>
    internal CallLimit? ExceededBy(IReadOnlyList<CallLimit> limits)
    {
        lock (_sent)
            return limits.FirstOrDefault(limit => Count(limit) >= limit.Maximum);
    }

    /// <summary>Counts the call, unless a limit forbids it.</summary>
    internal CallLimit? TryAdd(CallKind call, IReadOnlyList<CallLimit> limits)
    {
        lock (_sent)
        {
            if (limits.FirstOrDefault(limit => Count(limit) >= limit.Maximum) is { } exceeded)
                return exceeded;
            _sent[call] = _sent.TryGetValue(call, out var count) ? count + 1 : 1;
            return null;
        }
    }

    internal int Count(CallLimit limit)
    {
        lock (_sent)
            return _sent.Where(sent => limit.Counts(sent.Key)).Sum(sent => sent.Value);
    }
}
