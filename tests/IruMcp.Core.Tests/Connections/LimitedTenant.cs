using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

/// <summary>How a server decides whether a request comes too fast.</summary>
/// <param name="Admit">Whether one that arrives at that second is let through.</param>
internal sealed record Limiter(Func<double, bool> Admit)
{
    /// <summary>The seconds that it asks to wait; null for none, or where it does not say.</summary>
    public Func<double, double?> RetryAfter { get; init; } = _ => null;

    /// <summary>So many in each window of the clock. Whether those turned away count as well makes no difference.</summary>
    public static Limiter ByTheClock(Func<double, double> limit, double window = 1)
    {
        var (current, count) = (-1L, 0);
        return new Limiter(time =>
        {
            var now = (long)(time / window);
            count = now == current ? count + 1 : 1;
            current = now;
            return count <= limit(time);
        });
    }

    /// <summary>So many in any second, of those that were let through.</summary>
    public static Limiter InAnySecond(Func<double, double> limit)
    {
        var letThrough = new Queue<double>();
        return new Limiter(time =>
        {
            while (letThrough.Count > 0 && letThrough.Peek() <= time - 1)
                letThrough.Dequeue();
            if (letThrough.Count >= limit(time))
                return false;
            letThrough.Enqueue(time);
            return true;
        });
    }

    /// <summary>A bucket of tokens that fills up at the limit's rate.</summary>
    public static Limiter Bucket(Func<double, double> limit, double capacity)
    {
        var (tokens, last) = (capacity, double.NaN);
        return new Limiter(time =>
        {
            tokens = double.IsNaN(last) ? capacity : Math.Min(capacity, tokens + (time - last) * limit(time));
            last = time;
            if (tokens < 1)
                return false;
            tokens--;
            return true;
        });
    }
}

/// <summary>What came of many calls.</summary>
/// <param name="Seconds">How long they took together.</param>
/// <param name="TurnedAway">How often the server said no.</param>
/// <param name="Failed">How many never got through.</param>
internal sealed record FanOut(double Seconds, int TurnedAway, int Failed);

/// <summary>Many calls over one connection to a server with a limit, in a time that only the calls make go by.</summary>
internal sealed class LimitedTenant
{
    private const int AtOnce = 16;

    private readonly PriorityQueue<Action, (double Time, long Order)> _events = new();
    private readonly Limiter _limiter;
    private readonly RequestBudget _budget;
    private readonly Random _random;
    private readonly double _latency;
    private double _now;
    private long _order;
    private int _left;
    private int _turnedAway;
    private int _failed;

    private LimitedTenant(Limiter limiter, int calls, double latency, int seed)
    {
        _limiter = limiter;
        _latency = latency;
        _left = calls;
        _random = new Random(seed);
        _budget = new RequestBudget(null, () => TimeSpan.FromSeconds(_now));
    }

    /// <param name="limiter">It is used up by this.</param>
    /// <param name="latency">Seconds there and back; each call takes 0.8 to 1.4 times as long.</param>
    /// <param name="seed">Says that, and in which part of the clock's second the first call is sent.</param>
    public static FanOut Call(Limiter limiter, int calls, double latency, int seed) => new LimitedTenant(limiter, calls, latency, seed).Run();

    private FanOut Run()
    {
        var start = _now = 3600 + _random.NextDouble();
        for (var one = 0; one < AtOnce; one++)
            Next();
        while (_events.TryDequeue(out var happen, out var at))
        {
            _now = Math.Max(_now, at.Time);
            happen();
        }
        return new FanOut(_now - start, _turnedAway, _failed);
    }

    private void Next()
    {
        if (_left-- > 0)
            Enter(1);
    }

    private void Enter(int attempt)
    {
        try
        {
            var (wait, pauses) = _budget.Reserve(mayWait: true);
            if (wait <= TimeSpan.Zero)
                Send(attempt, pauses);
            else
                After(wait.TotalSeconds + 0.002 * _random.NextDouble(), () =>
                {
                    _budget.EndWait();
                    Send(attempt, pauses);
                });
        }
        catch (RateLimitException)
        {
            Fail();
        }
    }

    private void Send(int attempt, int pauses)
    {
        if (_budget.Depart(pauses) is not { } sentAt)
        {
            Enter(attempt);
            return;
        }
        var latency = _latency * (0.8 + 0.6 * _random.NextDouble()) + 0.0005;
        After(latency / 2, () =>
        {
            var isLetThrough = _limiter.Admit(_now);
            TimeSpan? wait = isLetThrough || _limiter.RetryAfter(_now) is not { } seconds ? null : TimeSpan.FromSeconds(seconds);
            After(latency / 2, () => Answered(attempt, sentAt, isLetThrough, wait));
        });
    }

    private void Answered(int attempt, TimeSpan sentAt, bool isLetThrough, TimeSpan? retryAfter)
    {
        if (isLetThrough)
        {
            _budget.Accept(sentAt);
            Next();
            return;
        }
        _turnedAway++;
        var refusal = new IruException(FailureIds.RateLimited, IruErrorCategory.LimitsExceeded, "") { RetryAfter = retryAfter };
        var mayRepeat = RetryPolicy.MayRepeatRejected(refusal, mayRepeat: true, attempt);
        _budget.Reject(sentAt, retryAfter);
        if (mayRepeat)
            Enter(attempt + 1);
        else
            Fail();
    }

    private void Fail()
    {
        _failed++;
        // One at a time, since thousands of them fail at the same moment.
        After(0, Next);
    }

    private void After(double seconds, Action happen) => _events.Enqueue(happen, (_now + seconds, _order++));
}
