namespace IruMcp.Connections;

/// <summary>Finds out how many requests a second a server takes, from those that it lets through and those that it turns away.</summary>
/// <remarks><para>It is TCP CUBIC's way (RFC 9438), with a rate for the window, as the adaptive mode of the AWS SDKs has it. The first time that
/// something is turned away gives a first guess, from which slow start goes up. Each further time sets a ceiling just below what was reached, and
/// the rate a tenth below that; it climbs back along a cubic curve that is flat at the ceiling, and beyond it goes on by slow start, in case there
/// is more by now.</para>
/// <para>The numbers were found by trial against models of limits by the second of the clock, by any second, and by buckets of several sizes, for 5,
/// 50 and 500 a second, with and without Retry-After, at latencies from 0 to 200 ms. Not safe for several threads.</para></remarks>
internal sealed class LearnedRate
{
    private const double Least = 0.1;

    /// <summary>Above this nobody limits by the second, and timers are too coarse.</summary>
    private const double Most = 1000;

    /// <summary>The share of the ceiling that is left at first when something was turned away.</summary>
    private const double Kept = 0.9;

    /// <summary>The ceiling is set so much below what was reached: right at the limit, each unevenness of the network would be turned away.</summary>
    private const double BelowReached = 0.98;

    /// <summary>A measurement that differs from the ceiling by less confirms it; one that is lower by more may be an accident.</summary>
    private const double Confirming = 0.15;
    private const double LeastKept = 0.5;

    /// <summary>How long the way back to a ceiling takes, in seconds; one that has held is tried the more seldom the longer the server then
    /// makes everyone pause.</summary>
    private const double ShortClimb = 4;
    private const double LongClimb = 8;
    private const double LongestClimb = 60;
    private const double ClimbPerPause = 15;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1.5);

    private readonly Queue<TimeSpan> _letThrough = new();
    private readonly double? _most;
    private TimeSpan _pausedUntil = TimeSpan.MinValue;
    private double? _ceiling;
    private double _climb;
    private double _climbed;

    /// <param name="most">The rate that is never exceeded; null for none.</param>
    public LearnedRate(double? most) => Current = _most = most;

    /// <summary>Requests a second; null for no limit.</summary>
    public double? Current { get; private set; }

    /// <summary>True once the server has shown that it has a limit.</summary>
    public bool IsLearned => _ceiling is not null;

    /// <summary>A request was let through.</summary>
    /// <param name="sentAt">When it was sent; never from before the last pause.</param>
    public void LetThrough(TimeSpan sentAt)
    {
        _letThrough.Enqueue(sentAt);
        ForgetBefore(sentAt - Memory);
    }

    /// <summary>A request was turned away.</summary>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="pause">How long nothing will be sent now.</param>
    public void TurnedAway(TimeSpan sentAt, TimeSpan pause)
    {
        // Where nothing at all was let through since the last pause, that was too short, and tells nothing of the rate.
        if (_letThrough.Count > 0 || Current is null)
            Lower(MeasuredUntil(sentAt), pause);
        _letThrough.Clear();
    }

    /// <summary>Nothing is sent until then; the way up begins anew.</summary>
    public void Pause(TimeSpan until)
    {
        _pausedUntil = until;
        _climbed = 0;
        if (_ceiling is { } ceiling)
            Set(ceiling * Kept);
    }

    /// <summary>A request has to wait for its turn: it goes up only as far as it is made use of.</summary>
    public void Climb()
    {
        if (_ceiling is not { } ceiling || Current is not { } rate)
            return;
        _climbed += 1 / rate;
        var way = _climb > 0 ? _climbed / _climb - 1 : 1;
        // At the end of the curve it is a tenth above the ceiling, which is no longer true then: slow start, one more a second for each request.
        Set(way < 1 ? ceiling * (1 + (1 - Kept) * way * way * way) : rate + 1);
    }

    private void Lower(double measured, TimeSpan pause)
    {
        if (Current is { } rate)
            measured = Math.Min(rate, Math.Max(measured, (_ceiling ?? rate) * LeastKept));
        _climb = _ceiling is not { } ceiling ? 0
            : Math.Abs(measured / ceiling - 1) >= Confirming ? ShortClimb
            : Math.Min(Math.Max(pause.TotalSeconds * ClimbPerPause, LongClimb), LongestClimb);
        _ceiling = Math.Max(Least, measured * BelowReached);
    }

    /// <summary>How many a second were let through of late. Less than a second counts as one: a server that counts by the second has let
    /// through all that it will.</summary>
    private double MeasuredUntil(TimeSpan sentAt)
    {
        ForgetBefore(sentAt - Memory);
        var since = sentAt - Memory > _pausedUntil ? sentAt - Memory : _pausedUntil;
        if (!IsLearned && _letThrough.Count > 0 && _letThrough.Peek() > since)
            since = _letThrough.Peek();
        return _letThrough.Count / Math.Max(Second.TotalSeconds, (sentAt - since).TotalSeconds);
    }

    private void Set(double rate)
    {
        Current = Math.Min(rate, _most ?? rate);
        if (_most is null && rate > Most)
            Current = _ceiling = null;
    }

    private void ForgetBefore(TimeSpan time)
    {
        while (_letThrough.Count > 0 && _letThrough.Peek() < time)
            _letThrough.Dequeue();
    }
}
