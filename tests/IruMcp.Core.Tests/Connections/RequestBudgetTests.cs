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
            Assert.InRange(sent.Count(time => time >= sent[first] && time < sent[first] + TimeSpan.FromSeconds(1)), 1, 49);
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
            budget.Accept(_now);
        budget.Reject(_now, null);
        Assert.InRange(budget.Rate!.Value, 43, 47);
    }

    [Fact]
    public void Requests_of_one_burst_that_are_turned_away_together_slow_the_connection_once()
    {
        var budget = Budget(45);
        for (var answer = 0; answer < 45; answer++)
            budget.Accept(_now += TimeSpan.FromMilliseconds(20));
        var sentAt = _now;
        _now += TimeSpan.FromMilliseconds(20);
        for (var request = 0; request < 16; request++)
            budget.Reject(sentAt, null);
        Assert.InRange(budget.Rate!.Value, 38, 42);
        Assert.InRange(SlotOf(budget) - _now, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_rate_grows_back_and_never_above_what_was_set()
    {
        var budget = Budget(45);
        budget.Accept(_now);
        budget.Reject(_now, null);
        Assert.InRange(budget.Rate!.Value, 1, 42);
        for (var request = 0; request < 3000; request++)
        {
            SlotOf(budget);
            Assert.InRange(budget.Rate!.Value, 1, 45);
        }
        Assert.Equal(45, budget.Rate);
    }

    [Fact]
    public void Being_asked_to_wait_for_no_time_is_not_taken_at_its_word()
    {
        var budget = Budget(null);
        for (var rejection = 0; rejection < 5; rejection++)
        {
            budget.Reject(_now, TimeSpan.Zero);
            var next = SlotOf(budget);
            Assert.InRange(next - _now, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15));
            _now = next;
        }
    }

    [Fact]
    public void A_wait_of_hours_is_refused_and_ends_after_one()
    {
        var budget = Budget(null);
        budget.Reject(_now, TimeSpan.FromDays(365));
        Assert.Equal(TimeSpan.FromHours(1), Assert.Throws<RateLimitException>(() => budget.Reserve(mayWait: true)).Wait);
        _now += TimeSpan.FromHours(1);
        Assert.Equal(_now, SlotOf(budget));
    }

    [Fact]
    public void What_was_long_ago_makes_no_long_pause_now()
    {
        var budget = Budget(45);
        for (var rejection = 0; rejection < 8; rejection++)
        {
            budget.Reject(_now, null);
            _now = SlotOf(budget);
        }
        _now += TimeSpan.FromMinutes(10);
        budget.Reject(_now, null);
        Assert.Equal(TimeSpan.FromMilliseconds(250), SlotOf(budget) - _now);
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
