namespace IruMcp.Results;

/// <summary>The requests for pages that are under way, in the order in which the pages are wanted.</summary>
/// <param name="read">Sends the request for a page, and makes its answer ready.</param>
internal sealed class PagesAhead(Func<PageAsk, CancellationToken, Task<PageContent>> read)
{
    private readonly Queue<Flight> _flights = new();

    public int Count => _flights.Count;

    /// <summary>True once a page was asked for too early: from then on each is asked for when the one before is there.</summary>
    public bool IsTooEarly { get; private set; }

    /// <summary>Calls off what is under way unless the next page is the first of it.</summary>
    public void Align(PageAsk next)
    {
        if (_flights.Count == 0 || _flights.Peek().Ask == next)
            return;
        AskNoMore();
    }

    /// <summary>Calls off what is under way, and keeps to one page at a time from now on.</summary>
    public void AskNoMore()
    {
        IsTooEarly = true;
        CallOff();
    }

    public void Start(PageAsk ask, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
#if NET
        var page = read(ask, stop.Token);
#else
        // The .NET Framework looks up names and proxies before it goes on in the background.
        var page = Task.Run(() => read(ask, stop.Token), stop.Token);
#endif
        page.ContinueWith(done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _flights.Enqueue(new Flight(ask, page, stop));
    }

    /// <summary>The page that has been under way the longest.</summary>
    public async Task<PageContent> TakeAsync(CancellationToken cancellationToken)
    {
        var flight = _flights.Dequeue();
        using (cancellationToken.Register(flight.Stop.Cancel))
        using (flight.Stop)
            return await flight.Page.ConfigureAwait(false);
    }

    public void CallOff()
    {
        while (_flights.Count > 0)
        {
            var flight = _flights.Dequeue();
            flight.Stop.Cancel();
            flight.Page.ContinueWith(_ => flight.Stop.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private sealed record Flight(PageAsk Ask, Task<PageContent> Page, CancellationTokenSource Stop);
}
