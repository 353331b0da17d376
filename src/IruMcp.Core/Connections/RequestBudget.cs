using System.Diagnostics;

namespace IruMcp.Connections;

/// <summary>A connection's share of what the tenant may be asked: it spaces the requests, slows all of them down when the server turns one
/// away, and finds back to the old rate. Safe for several threads.</summary>
/// <remarks>Its own and no limiter of the library's, since the rate changes while it runs, and since the wait has to be known before it
/// begins: to be told, or to be refused.</remarks>
internal sealed class RequestBudget
{
    /// <summary>Shorter waits are pacing and need no words.</summary>
    public static readonly TimeSpan NoticeableWait = TimeSpan.FromMilliseconds(900);

    /// <summary>So many requests may follow one another at once, as a share of a second's: a limit that counts by the second has room for them.</summary>
    private const double BurstSeconds = 0.2;
    private const double LeastLearned = 5;
    private const double MostLearned = 1000;
    private const double KeptWhenSlowed = 0.9;
    private const double Growth = 1.01;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan QuietBeforeGrowth = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Queue<TimeSpan> _lastSecond = new();
    private readonly HourCounter _hour = new();
    private readonly Func<TimeSpan> _clock;
    private readonly double? _most;
    private double? _rate;
    private TimeSpan _slot;
    private TimeSpan _pausedUntil;
    private TimeSpan _slowedAt = -QuietBeforeGrowth;
    private TimeSpan _grownAt;
    private TimeSpan _waitingSince;
    private TimeSpan _timeWaited;
    private int _pauses;
    private int _rejectedInARow;
    private int _waiting;
    private long _accepted;
    private long _waits;

    /// <param name="requestsPerSecond">The most that are sent; null for as many as the server takes.</param>
    /// <param name="clock">The time since some moment; null for the system's.</param>
    public RequestBudget(double? requestsPerSecond, Func<TimeSpan>? clock = null)
    {
        _most = _rate = requestsPerSecond;
        _clock = clock ?? (() => TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency));
    }

    /// <summary>How many requests a second may be sent at the moment; null for no limit.</summary>
    public double? Rate => Locked(() => _rate);

    /// <summary>How many requests the server has let through.</summary>
    public long Accepted => Locked(() => _accepted);

    /// <summary>How many requests were sent in the last sixty minutes.</summary>
    public long InLastHour => Locked(() => _hour.Count(_clock()));

    /// <summary>How many requests had to wait for their turn.</summary>
    public long Waits => Locked(() => _waits);

    /// <summary>How long at least one request was waiting for its turn.</summary>
    public TimeSpan TimeWaited => Locked(() => _timeWaited + (_waiting > 0 ? _clock() - _waitingSince : TimeSpan.Zero));

    /// <summary>Returns when a request may be sent, and counts it.</summary>
    /// <param name="mayWait">False refuses to wait for a noticeable time.</param>
    /// <param name="waiting">Told of a noticeable wait, and by zero of its end.</param>
    /// <returns>When it is sent, for <see cref="Reject"/>.</returns>
    /// <exception cref="RateLimitException">It would have to wait; it is not counted.</exception>
    public async Task<TimeSpan> EnterAsync(bool mayWait, Action<TimeSpan> waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wait, pauses) = Reserve(mayWait);
            if (wait <= TimeSpan.Zero)
                return Depart();

            var isNoticeable = wait >= NoticeableWait;
            if (isNoticeable)
                waiting(wait);
            try
            {
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                EndWait();
                if (isNoticeable)
                    waiting(TimeSpan.Zero);
            }
            // A turn from before a pause is void.
            if (Locked(() => _pauses == pauses))
                return Depart();
        }
    }

    /// <summary>The server has let a request through.</summary>
    public void Accept()
    {
        lock (_gate)
        {
            _accepted++;
            _rejectedInARow = 0;
            var now = _clock();
            _lastSecond.Enqueue(now);
            ForgetBefore(now - Second);
        }
    }

    /// <summary>The server has turned a request away for coming too fast: all others wait as well.</summary>
    /// <param name="sentAt">When it was sent. What was sent before the last pause began tells nothing new.</param>
    /// <param name="retryAfter">How long the server asked to wait; null where it did not say.</param>
    public void Reject(TimeSpan sentAt, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            var now = _clock();
            if (sentAt < _slowedAt)
            {
                if (retryAfter is { } asked && now + asked > _pausedUntil)
                    Pause(now + asked);
                return;
            }

            ForgetBefore(now - Second);
            // Once the rate is known, being turned away right after a pause tells that the pause was short, not that the rate is wrong.
            if (_rate is not { } rate)
                _rate = Math.Max(LeastLearned, _lastSecond.Count) * KeptWhenSlowed;
            else if (now - _slowedAt > QuietBeforeGrowth || _rejectedInARow > 2)
                _rate = Math.Max(1, rate * KeptWhenSlowed);

            var pause = TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, FirstPause.Ticks * Math.Pow(2, _rejectedInARow++)));
            _slowedAt = now;
            Pause(now + (retryAfter ?? pause));
        }
    }

    /// <summary>Takes the next turn.</summary>
    /// <returns>How long it is until then, and how many pauses there were before.</returns>
    internal (TimeSpan Wait, int Pauses) Reserve(bool mayWait)
    {
        lock (_gate)
        {
            var now = _clock();
            Grow(now);
            var earliest = now > _pausedUntil ? now : _pausedUntil;
            var slot = earliest;
            if (_rate is { } rate)
            {
                var burst = TimeSpan.FromSeconds(Math.Max(0, BurstSeconds - 1 / rate));
                var next = _slot > earliest ? _slot : earliest;
                slot = next - burst > earliest ? next - burst : earliest;
                if (!mayWait && slot - now >= NoticeableWait)
                    throw new RateLimitException(slot - now);
                _slot = next + TimeSpan.FromSeconds(1 / rate);
            }
            else if (!mayWait && slot - now >= NoticeableWait)
            {
                throw new RateLimitException(slot - now);
            }

            if (slot > now)
            {
                _waits++;
                if (_waiting++ == 0)
                    _waitingSince = now;
            }
            return (slot - now, _pauses);
        }
    }

    private TimeSpan Depart()
    {
        lock (_gate)
        {
            var now = _clock();
            _hour.Add(now);
            return now;
        }
    }

    private void EndWait()
    {
        lock (_gate)
        {
            if (--_waiting == 0)
                _timeWaited += _clock() - _waitingSince;
        }
    }

    private void Pause(TimeSpan until)
    {
        _pauses++;
        _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        _slot = _pausedUntil;
    }

    /// <summary>Feels its way up again while nothing is turned away, never above the rate that was set.</summary>
    private void Grow(TimeSpan now)
    {
        if (_rate is not { } rate || rate >= _most || now - _slowedAt < QuietBeforeGrowth || now - _grownAt < Second)
            return;
        _grownAt = now;
        _rate = Math.Min(rate * Growth, _most ?? double.MaxValue);
        if (_rate > MostLearned)
            _rate = _most;
    }

    private void ForgetBefore(TimeSpan time)
    {
        while (_lastSecond.Count > 0 && _lastSecond.Peek() < time)
            _lastSecond.Dequeue();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}

/// <summary>A request was not to wait for its turn.</summary>
/// <param name="wait">How long it would have waited.</param>
internal sealed class RateLimitException(TimeSpan wait) : Exception
{
    public TimeSpan Wait => wait;
}
