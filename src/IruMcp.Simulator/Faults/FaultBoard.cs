namespace IruMcp.Simulator.Faults;

/// <summary>The faults that are set. The first that fits a call is used up by it.</summary>
public sealed class FaultBoard
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];

    /// <summary>The faults not used up yet, in the order in which they were set.</summary>
    public IReadOnlyList<FaultRule> Pending
    {
        get
        {
            lock (_gate)
                return [.. _waiting.Select(w => w.Rule with { After = w.ToPass, Count = w.IsEndless ? 0 : w.Left })];
        }
    }

    public void Set(FaultRule rule)
    {
        lock (_gate)
            _waiting.Add(new Waiting(rule));
    }

    public void Clear()
    {
        lock (_gate)
            _waiting.Clear();
    }

    public FaultRule? Take(string? method, string? tool)
    {
        lock (_gate)
        {
            foreach (Waiting waiting in _waiting)
            {
                if (!waiting.Fits(method, tool))
                    continue;
                if (waiting.ToPass > 0)
                {
                    waiting.ToPass--;
                    continue;
                }
                if (!waiting.IsEndless && --waiting.Left == 0)
                    _waiting.Remove(waiting);
                return waiting.Rule;
            }
            return null;
        }
    }

    private sealed class Waiting(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;
        public bool IsEndless { get; } = rule.Count <= 0;
        public int Left { get; set; } = rule.Count;
        public int ToPass { get; set; } = rule.After;

        public bool Fits(string? method, string? tool) =>
            (Rule.Method == "*" || Rule.Method == method) && (Rule.Tool == "*" || Rule.Tool == tool);
    }
}
