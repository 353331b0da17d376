using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

/// <summary>The spacing of requests, by a clock that the test moves.</summary>
public sealed class RequestBudgetTests
{
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void A_second_never_holds_many_more_than_its_share()
    {
        var budget = Budget(45);
        var sent = new List<TimeSpan>();
        for (var request = 0; request < 450; request++)
            sent.Add(SlotOf(budget));
        for (var first = 0; first < sent.Count; first++)
            Assert.InRange(sent.Count(time => time >= sent[first] && time < sent[first] + TimeSpan.FromSeconds(1)), 1, 45 + 10);
        Assert.InRange((sent[^1] - sent[0]).TotalSeconds, 9.5, 10.1);
    }

    [Fact]
    public void Without_a_rate_nothing_waits()
    {
        var budget = Budget(null);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(_now, SlotOf(budget)));
        Assert.Null(budget.Rate);
    }

    [Fact]
    public void One_request_turned_away_makes_all_wait_as_long_as_the_server_says()
    {
        var budget = Budget(null);
        budget.Reject(_now, TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(7), SlotOf(budget) - _now);
        Assert.NotNull(budget.Rate);
    }

    [Fact]
    public void What_was_let_through_tells_the_rate()
    {
        var budget = Budget(null);
        for (var answer = 0; answer < 50; answer++)
            budget.Accept();
        budget.Reject(_now, null);
        Assert.Equal(45, budget.Rate);
    }

    [Fact]
    public void Requests_of_one_burst_that_are_turned_away_together_slow_the_connection_once()
    {
        var budget = Budget(45);
        var sentAt = _now;
        _now += TimeSpan.FromMilliseconds(20);
        for (var request = 0; request < 16; request++)
            budget.Reject(sentAt, null);
        Assert.Equal(40.5, budget.Rate);
        Assert.InRange(SlotOf(budget) - _now, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_rate_grows_back_and_never_above_what_was_set()
    {
        var budget = Budget(45);
        budget.Reject(_now, null);
        for (var second = 0; second < 60; second++)
        {
            _now += TimeSpan.FromSeconds(1);
            SlotOf(budget);
        }
        Assert.Equal(45, budget.Rate);
    }

    [Fact]
    public async Task Who_must_not_wait_is_told_and_takes_no_turn()
    {
        var budget = Budget(1);
        await budget.EnterAsync(mayWait: false, _ => { }, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<RateLimitException>(() => budget.EnterAsync(mayWait: false, _ => { }, CancellationToken.None));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Wait);
        Assert.Equal(1, budget.InLastHour);
        Assert.Equal(0, budget.Waits);
        _now += TimeSpan.FromSeconds(1);
        await budget.EnterAsync(mayWait: false, _ => { }, CancellationToken.None);
    }

    [Fact]
    public async Task The_hour_forgets_what_is_older()
    {
        var budget = Budget(null);
        for (var request = 0; request < 3; request++)
        {
            await budget.EnterAsync(true, _ => { }, CancellationToken.None);
            _now += TimeSpan.FromMinutes(25);
        }
        Assert.Equal(2, budget.InLastHour);
    }

    [Fact]
    public async Task A_wait_given_up_ends_at_once()
    {
        var budget = Budget(1);
        await budget.EnterAsync(true, _ => { }, CancellationToken.None);
        using var giveUp = new CancellationTokenSource();
        var told = new List<TimeSpan>();
        var waiting = budget.EnterAsync(true, told.Add, giveUp.Token);
        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.Zero], told);
    }

    private RequestBudget Budget(double? rate) => new(rate, () => _now);

    /// <summary>When the next request would go out; nothing is waited for.</summary>
    private TimeSpan SlotOf(RequestBudget budget) => _now + budget.Reserve(mayWait: true).Wait;
}
