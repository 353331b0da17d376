using System.Globalization;
using IruMcp.Results;

namespace IruMcp.Core.Tests.Results;

/// <summary>Every style of paging gives exactly the rows of the list, in order, whatever the sizes and whatever goes wrong.</summary>
public sealed class PagingStyleTests
{
    private const int MostInFlight = 4;
    private const int RandomRuns = 100;

    public static TheoryData<ListStyle> Styles => [.. Enum.GetValues<ListStyle>()];

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task The_sizes_around_a_page_lose_no_row_and_double_none(ListStyle style)
    {
        var most = ListServer.Largest(style);
        foreach (var rows in new[] { 0, 1, most - 1, most, most + 1, 10 * most })
        {
            var server = new ListServer(style, rows);
            Assert.Equal(Enumerable.Range(0, rows), await ReadAsync(server, new PageRequest()));
            Assert.InRange(server.MostInFlight, 0, MostInFlight);
            Assert.Empty(server.Log.Messages);
        }
    }

    /// <summary>Random lists, page sizes, limits, caps, faults and orders of answers; a failure names the seed.</summary>
    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Whatever_is_wanted_comes_and_nothing_else(ListStyle style)
    {
        for (var seed = 1; seed <= RandomRuns; seed++)
        {
            var dice = new Random(seed * 31 + (int)style);
            var rows = dice.Next(4) == 0 ? dice.Next(3 * ListServer.Largest(style)) : dice.Next(300);
            var page = RandomPage(dice, rows);
            var isFaulty = dice.Next(3) == 0;
            var server = new ListServer(style, rows)
            {
                Cap = HasNext(style) && style != ListStyle.EnvelopeByPage && dice.Next(4) == 0 ? dice.Next(5, 40) : int.MaxValue,
                Wait = dice.Next(2) == 0 ? null : () => YieldAsync(dice),
                Fails = () => isFaulty && dice.Next(5) == 0,
            };
            try
            {
                var expected = Enumerable.Range(0, rows).Skip((int)page.Skip).Take((int)(page.First ?? rows)).ToList();
                var stopper = dice.Next(3) == 0 ? dice : null;
                Assert.Equal(expected, await ReadAsync(server, page, isFaulty, stopper));
                // What is called off may still be on its way.
                if (!isFaulty && stopper is null && server.Cap == int.MaxValue)
                    Assert.InRange(server.MostInFlight, 0, MostInFlight);
                if (page.First is { } first && first > 0)
                    Assert.All(server.Starts, start => Assert.True(start < page.Skip + first || start == 0, $"Asked for rows from {start}."));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{style}, seed {seed}: {rows} rows, {page}, cap {server.Cap}, faulty {isFaulty}", failure);
            }
        }
    }

    [Theory]
    [InlineData(ListStyle.Bare)]
    [InlineData(ListStyle.EnvelopeByOffset)]
    [InlineData(ListStyle.PageAndSize)]
    public async Task Rows_that_move_down_while_the_list_is_read_come_once_and_are_told(ListStyle style)
    {
        var added = 0;
        var server = new ListServer(style, 0);
        server.Rows = () => Enumerable.Range(-added, 1000 + added++);
        var read = await ReadAsync(server, new PageRequest { PageSize = 50 });
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 1000), read.Where(row => row >= 0));
        Assert.Contains(server.Log.Messages, message => message.StartsWith("warning:", StringComparison.Ordinal) && message.Contains("changed while it was read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_count_that_falls_while_the_list_is_read_is_told()
    {
        var removed = 0;
        var server = new ListServer(ListStyle.EnvelopeByOffset, 0);
        server.Rows = () => Enumerable.Range(removed++, 1000 - removed);
        await ReadAsync(server, new PageRequest { PageSize = 50 });
        Assert.Contains(server.Log.Messages, message => message.Contains("its total count changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_list_is_asked_ahead_up_to_four_pages()
    {
        var gate = new SemaphoreSlim(0);
        var server = new ListServer(ListStyle.EnvelopeByOffset, 1000) { Wait = () => gate.WaitAsync() };
        var pager = server.Open(new PageRequest { PageSize = 10 });
        foreach (var asked in new[] { 1, 2, 4, 7, 8, 9 })
        {
            var reading = pager.ReadPageAsync(CancellationToken.None);
            await UntilAsync(() => server.Requests >= asked);
            gate.Release(100);
            await reading;
            Assert.Equal(asked, server.Requests);
        }
    }

    [Fact]
    public async Task What_was_asked_ahead_is_called_off_with_the_reading()
    {
        var server = new ListServer(ListStyle.EnvelopeByOffset, 1000) { WaitsForCancel = true };
        using var giveUp = new CancellationTokenSource();
        var pager = server.Open(new PageRequest { PageSize = 10 });
        pager.StartNext(giveUp.Token);
        await UntilAsync(() => server.InFlight == 1);
        pager.Stop();
        await UntilAsync(() => server.InFlight == 0);
        Assert.Equal(0, server.InFlight);
    }

    private static bool HasNext(ListStyle style) =>
        style is ListStyle.EnvelopeByOffset or ListStyle.EnvelopeByOffsetCountsPage or ListStyle.Nested or ListStyle.CursorUrl or ListStyle.CursorToken or ListStyle.After;

    private static PageRequest RandomPage(Random dice, int rows) => new()
    {
        First = dice.Next(2) == 0 ? null : dice.Next(rows + 20),
        Skip = dice.Next(2) == 0 ? 0 : dice.Next(rows + 20),
        PageSize = dice.Next(2) == 0 ? null : dice.Next(1, 60),
    };

    private static async Task YieldAsync(Random dice)
    {
        int turns;
        lock (dice)
            turns = dice.Next(4);
        for (var turn = 0; turn < turns; turn++)
            await Task.Yield();
    }

    /// <summary>Reads to the end; goes on after failures, and at a saved position now and then.</summary>
    private static async Task<List<int>> ReadAsync(ListServer server, PageRequest wanted, bool goesOn = false, Random? stopper = null)
    {
        var numbers = new List<int>();
        var pager = server.Open(wanted);
        while (true)
        {
            ResultPage? page;
            try
            {
                page = await pager.ReadPageAsync(CancellationToken.None);
            }
            catch (IruException) when (goesOn)
            {
                continue;
            }
            if (page is null)
                return numbers;
            numbers.AddRange(page.Items.Select(item => int.Parse((string)((DataObject)item!)["id"]!, CultureInfo.InvariantCulture)));
            // Behind the rows to skip only: what is still to be skipped is no part of a position.
            if (numbers.Count > 0 && page.NextPosition is { } position && stopper?.Next(3) == 0)
            {
                pager.Stop();
                pager = server.Open(wanted with { StartAt = position, Skip = 0, First = wanted.First - numbers.Count });
            }
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isSo() && !patience.IsCancellationRequested)
            await Task.Yield();
    }
}
