namespace IruMcp.Connections;

/// <summary>How many of a server's own requests are answered: a burst, and then so many a second. What comes above that is dropped, so that a
/// flood of them causes no flood of answers. Not safe for several threads.</summary>
/// <param name="clock">The time since some moment; it must not go back.</param>
internal sealed class ServerRequestLimit(Func<TimeSpan> clock)
{
    public const int Burst = 20;
    public const int PerSecond = 5;

    private double _left = Burst;
    private TimeSpan _last = clock();

    /// <summary>True where one more request may be answered now.</summary>
    public bool TryTake()
    {
        var now = clock();
        _left = Math.Min(Burst, _left + (now - _last).TotalSeconds * PerSecond);
        _last = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
