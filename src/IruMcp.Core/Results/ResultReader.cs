namespace IruMcp.Results;

/// <summary>Hands out a call's result page by page, in order. Not for several threads at once.</summary>
public sealed class ResultReader : IDisposable
{
    private readonly Pager _pager;

    internal ResultReader(Pager pager) => _pager = pager;

    /// <summary>The next page, or null after the last one. A page may be empty.</summary>
    /// <exception cref="IruException">The call failed; pages read before stay valid.</exception>
    public Task<ResultPage?> ReadPageAsync(CancellationToken cancellationToken) => _pager.ReadPageAsync(cancellationToken);

    /// <summary>Asks for what comes next without waiting for it: to be called when the last item of a page is being given out.</summary>
    /// <param name="cancellationToken">Calls it off.</param>
    public void StartNextPage(CancellationToken cancellationToken) => _pager.StartNext(cancellationToken);

    /// <summary>Calls off what was asked for and has not been read.</summary>
    public void Dispose() => _pager.Stop();
}
