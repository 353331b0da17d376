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

    /// <summary>So many requests may follow one another at once, as a share of a second's: 45 a second are never 50 in any second.</summary>
    private const double BurstSeconds = 0.1;

    /// <summary>After so many pauses that were of no use one request at a time tries.</summary>
    private const int UselessPauses = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    /// <summary>Nobody limits by more than the hour; what asks for more is a mistake.</summary>
    private static readonly TimeSpan LongestClosed = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly HourCounter _hour = new();
    private readonly Func<TimeSpan> _clock;
    private readonly LearnedRate _rate;
    private TimeSpan _slot;
    private TimeSpan _pausedUntil;
    private TimeSpan _slowedAt = TimeSpan.MinValue;
    private TimeSpan _waitingSince;
    private TimeSpan _timeWaited;
    private int _pauses;

    /// <summary>The pauses since the server last let a request through, together.</summary>
    private TimeSpan _pausedInVain;
    private int _rejectedInARow;
    private int _waiting;
    private long _waits;

    /// <param name="requestsPerSecond">The most that are sent; null for as many as the server takes.</param>
    /// <param name="clock">The time since some moment; null for the system's.</param>
    public RequestBudget(double? requestsPerSecond, Func<TimeSpan>? clock = null)
    {
        _rate = new LearnedRate(requestsPerSecond);
        _clock = clock ?? (() => TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency));
    }

    /// <summary>How many requests a second may be sent at the moment; null for no limit.</summary>
    public double? Rate => Locked(() => _rate.Current);

    /// <summary>How many requests were sent in the last sixty minutes.</summary>
    public long InLastHour => Locked(() => _hour.Count(_clock()));

    /// <summary>How many requests had to wait for their turn.</summary>
    public long Waits => Locked(() => _waits);

    /// <summary>How long at least one request was waiting for its turn.</summary>
    public TimeSpan TimeWaited => Locked(() => _timeWaited + (_waiting > 0 ? _clock() - _waitingSince : TimeSpan.Zero));

    /// <summary>Returns when a request may be sent, and counts it.</summary>
    /// <param name="mayWait">False refuses to wait for a noticeable time; true for longer than <see cref="RetryPolicy.LongestWait"/>, be it at once
    /// or in pauses after which nothing was let through.</param>
    /// <param name="waiting">Told of a noticeable wait, and by zero of its end.</param>
    /// <returns>When it is sent, for <see cref="Reject"/>.</returns>
    /// <exception cref="RateLimitException">It would have to wait; it is not counted.</exception>
    public async Task<TimeSpan> EnterAsync(bool mayWait, Action<TimeSpan> waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wait, pauses) = Reserve(mayWait);
            if (wait <= TimeSpan.Zero)
            {
                if (Depart(pauses) is { } sentAtOnce)
                    return sentAtOnce;
                continue;
            }

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
            if (Depart(pauses) is { } sentAt)
                return sentAt;
        }
    }

    /// <summary>The server has let a request through.</summary>
    /// <param name="sentAt">When it was sent.</param>
    public void Accept(TimeSpan sentAt)
    {
        lock (_gate)
        {
            if (sentAt <= _slowedAt)
                return;
            // Those that wait for their turn to try need not any more.
            if (_rejectedInARow >= UselessPauses)
                PauseUntil(_clock());
            _rejectedInARow = 0;
            _pausedInVain = TimeSpan.Zero;
            _rate.LetThrough(sentAt);
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
            var asked = retryAfter < LongestClosed ? retryAfter.Value : retryAfter is null ? TimeSpan.Zero : LongestClosed;
            if (sentAt > _slowedAt)
            {
                // What was long ago tells nothing of now.
                if (sentAt - _pausedUntil > RetryPolicy.LongestWait)
                    (_rejectedInARow, _pausedInVain) = (0, TimeSpan.Zero);
                // Zero seconds, or a moment that is past, would be asked again without end.
                var pause = asked > TimeSpan.Zero ? asked
                    : TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, FirstPause.Ticks * Math.Pow(2, _rejectedInARow)));
                _rejectedInARow++;
                _pausedInVain += pause;
                _slowedAt = now;
                _rate.TurnedAway(sentAt, pause);
                PauseUntil(now + pause);
            }
            else if (now + asked > _pausedUntil)
            {
                PauseUntil(now + asked);
            }
        }
    }

    /// <summary>Takes the next turn.</summary>
    /// <returns>How long it is until then, and how many pauses there were before.</returns>
    internal (TimeSpan Wait, int Pauses) Reserve(bool mayWait)
    {
        lock (_gate)
        {
            var now = _clock();
            var earliest = now > _pausedUntil ? now : _pausedUntil;
            if (earliest - now > RetryPolicy.LongestWait || earliest > now && _pausedInVain > RetryPolicy.LongestWait)
                throw new RateLimitException(earliest - now);
            var slot = SlotFrom(earliest);
            if (!mayWait && slot - now >= NoticeableWait)
                throw new RateLimitException(slot - now);

            if (_rate.Current is { } rate)
            {
                var next = _slot > earliest ? _slot : earliest;
                _slot = next + (_rejectedInARow >= UselessPauses ? BetweenTries : TimeSpan.FromSeconds(1 / rate));
                if (slot > earliest)
                    _rate.Climb();
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

    /// <summary>Counts a request whose turn has come.</summary>
    /// <returns>The time; null where a pause has made the turn void.</returns>
    internal TimeSpan? Depart(int pauses)
    {
        lock (_gate)
        {
            if (pauses != _pauses)
                return null;
            var now = _clock();
            _hour.Add(now);
            return now;
        }
    }

    /// <summary>A request waits no longer.</summary>
    internal void EndWait()
    {
        lock (_gate)
        {
            if (--_waiting == 0)
                _timeWaited += _clock() - _waitingSince;
        }
    }

    private TimeSpan SlotFrom(TimeSpan earliest)
    {
        if (_rate.Current is not { } rate)
            return earliest;
        // A limit that has shown itself may have room for none at once.
        var slot = _slot - TimeSpan.FromSeconds(_rate.IsLearned ? 0 : Math.Max(0, BurstSeconds - 1 / rate));
        return slot > earliest ? slot : earliest;
    }

    private void PauseUntil(TimeSpan time)
    {
        _pauses++;
        _pausedUntil = time > _pausedUntil ? time : _pausedUntil;
        _slot = _pausedUntil;
        _rate.Pause(_pausedUntil);
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
