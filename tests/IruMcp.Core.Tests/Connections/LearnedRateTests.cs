namespace IruMcp.Core.Tests.Connections;

/// <summary>2,000 calls, 16 at once, against limits of the kinds that servers have and that the connection knows nothing of. No time goes by.</summary>
public sealed class LearnedRateTests
{
    private const int Calls = 2000;
    private const int Seeds = 4;

    private static readonly double[] Latencies = [0, 0.04, 0.2];

    private static readonly Dictionary<string, (Func<Limiter> Create, double Ideal)> Servers = new()
    {
        ["5 by the clock's second"] = (() => Limiter.ByTheClock(_ => 5), 400),
        ["50 by the clock's second"] = (() => Limiter.ByTheClock(_ => 50), 40),
        ["50 by the clock's second, telling so"] = (() => Limiter.ByTheClock(_ => 50) with { RetryAfter = _ => 1 }, 40),
        ["500 by the clock's second"] = (() => Limiter.ByTheClock(_ => 500), 4),
        ["5 in any second"] = (() => Limiter.InAnySecond(_ => 5), 400),
        ["50 in any second"] = (() => Limiter.InAnySecond(_ => 50), 40),
        ["50 in any second, telling so"] = (() => Limiter.InAnySecond(_ => 50) with { RetryAfter = _ => 1 }, 40),
        ["a bucket for 10 at 50 a second"] = (() => Limiter.Bucket(_ => 50, 10), 40),
        ["a bucket for 50 at 50 a second"] = (() => Limiter.Bucket(_ => 50, 50), 39),
        ["a bucket for 500 at 50 a second"] = (() => Limiter.Bucket(_ => 50, 500), 30),
        ["a bucket for 500 at 500 a second"] = (() => Limiter.Bucket(_ => 500, 500), 3),
        ["600 by the clock's minute"] = (() => Limiter.ByTheClock(_ => 600, window: 60), 200),
        ["600 by the clock's minute, telling so"] = (() => Limiter.ByTheClock(_ => 600, window: 60) with { RetryAfter = time => 60 - time % 60 }, 200),
        ["10,000 an hour that are almost used up"] = (() => Limiter.Bucket(_ => 10_000 / 3600.0, 100), 684),
    };

    public static TheoryData<string> Names => [.. Servers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_call_gets_through_in_little_more_than_the_ideal_time(string server)
    {
        foreach (var latency in Latencies)
        {
            // What the network alone lets through may be less than the limit.
            var ideal = Math.Max(Servers[server].Ideal, LimitedTenant.Call(new Limiter(_ => true), Calls, latency, seed: 0).Seconds);
            var runs = Enumerable.Range(0, Seeds).Select(seed => LimitedTenant.Call(Servers[server].Create(), Calls, latency, seed)).ToList();
            Assert.All(runs, run => Assert.Equal(0, run.Failed));
            // The pauses that a server itself asks for are part of no ideal.
            Assert.InRange(runs.Average(run => run.Seconds) / ideal, 0, server.EndsWith("telling so") ? 1.25 : 1.2);
        }
    }

    [Theory]
    [InlineData(50, 25)]
    [InlineData(25, 50)]
    [InlineData(50, 10)]
    [InlineData(50, 100)]
    public void A_limit_that_changes_is_followed(double before, double after)
    {
        const double change = 3640;
        Func<double, double> limit = time => time < change ? before : after;
        foreach (var server in new Func<Limiter>[] { () => Limiter.ByTheClock(limit), () => Limiter.InAnySecond(limit), () => Limiter.Bucket(limit, 10) })
        {
            var ideal = change - 3600 + (2 * Calls - (change - 3600) * before) / after;
            var run = LimitedTenant.Call(server(), 2 * Calls, 0.04, seed: 1);
            Assert.Equal(0, run.Failed);
            Assert.InRange(run.Seconds / ideal, 0, 1.2);
        }
    }

    [Fact]
    public void Few_requests_are_turned_away()
    {
        foreach (var latency in Latencies)
            Assert.InRange(LimitedTenant.Call(Limiter.ByTheClock(_ => 50), Calls, latency, seed: 2).TurnedAway, 1, Calls / 30);
    }

    [Fact]
    public void A_tenant_that_lets_nothing_more_through_is_asked_for_two_minutes_and_seldom()
    {
        var left = 1000;
        var run = LimitedTenant.Call(new Limiter(_ => left-- > 0), 1100, 0.04, seed: 3);
        Assert.Equal(100, run.Failed);
        Assert.InRange(run.TurnedAway, 16, 200);
        Assert.InRange(run.Seconds, 100, 150);
    }

    [Fact]
    public void A_tenant_that_asks_to_wait_for_long_is_left_alone()
    {
        var left = 1000;
        var run = LimitedTenant.Call(new Limiter(_ => left-- > 0) { RetryAfter = _ => 1800 }, 1100, 0.04, seed: 4);
        Assert.Equal(100, run.Failed);
        Assert.InRange(run.TurnedAway, 1, 16);
        Assert.InRange(run.Seconds, 0, 10);
    }
}
