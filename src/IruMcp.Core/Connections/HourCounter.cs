namespace IruMcp.Connections;

/// <summary>Counts what happened in the last sixty minutes, to the half minute and in constant memory. Not safe for several threads.</summary>
internal sealed class HourCounter
{
    private const int Slots = 120;
    private static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(30);

    private readonly long[] _counts = new long[Slots];
    private long _slot;

    /// <param name="now">The time since some moment; it must not go back.</param>
    public void Add(TimeSpan now)
    {
        MoveTo(now);
        _counts[_slot % Slots]++;
    }

    public long Count(TimeSpan now)
    {
        MoveTo(now);
        return _counts.Sum();
    }

    private void MoveTo(TimeSpan now)
    {
        var slot = now.Ticks / SlotLength.Ticks;
        if (slot - _slot >= Slots)
            Array.Clear(_counts, 0, Slots);
        else
            for (var passed = _slot + 1; passed <= slot; passed++)
                _counts[passed % Slots] = 0;
        _slot = Math.Max(slot, _slot);
    }
}
