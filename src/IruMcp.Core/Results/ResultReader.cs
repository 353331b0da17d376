namespace IruMcp.Results;

/// <summary>Hands out a call's result page by page; a page is asked for when it is read.</summary>
public sealed class ResultReader
{
    private readonly Pager _pager;

    internal ResultReader(Pager pager) => _pager = pager;

    /// <summary>The next page, or null after the last one. A page may be empty.</summary>
    /// <exception cref="IruException">The call failed; pages read before stay valid.</exception>
    public Task<ResultPage?> ReadPageAsync(CancellationToken cancellationToken) => _pager.ReadPageAsync(cancellationToken);
}
