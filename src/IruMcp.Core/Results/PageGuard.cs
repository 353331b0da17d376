using IruMcp.Connections;

namespace IruMcp.Results;

/// <summary>Notices servers that would be read for ever: the same page, the same cursor, or one empty page after the other.</summary>
/// <param name="tool">The tool's name, for messages.</param>
/// <param name="rowsRead">How many items were given out so far.</param>
internal sealed class PageGuard(string tool, Func<long> rowsRead)
{
    private const int MostEmptyPages = 1000;

    private readonly HashSet<string> _seenCursors = new(StringComparer.Ordinal);
    private int _emptyPages;
    private int _pages;
    private string? _previousPage;
    private bool _isWholeList;

    /// <summary>True where the page is the one before once more. Must be asked for each page, in order.</summary>
    /// <param name="content">The page.</param>
    /// <param name="asked">How many items were asked for; null where the server decided.</param>
    /// <exception cref="IruException">It is, and the server did not give the whole list at once.</exception>
    public bool IsRepetition(PageContent content, int? asked)
    {
        if (content is not { Likeness: { } likeness, Located: { } located })
            return false;
        var isSame = likeness == _previousPage;
        if (isSame && !(_pages == 1 && _isWholeList))
            throw Loop("sends the same page again");

        _pages++;
        _previousPage = likeness;
        // Longer than asked for: neither the size nor the start counts for the server.
        var count = located.Items.Count;
        _isWholeList = located.Next is null && (located.Total ?? 0) <= count && (asked is not { } size || count > size);
        return isSame;
    }

    /// <exception cref="IruException">The cursor has been handed out before.</exception>
    public void TakeCursor(string cursor)
    {
        if (!_seenCursors.Add(cursor))
            throw Loop("hands out the same cursor again");
    }

    /// <summary>A filter behind a cursor may leave nothing of a page, and there is more all the same.</summary>
    /// <exception cref="IruException">There have been too many.</exception>
    public void CountEmptyPage()
    {
        if (++_emptyPages > MostEmptyPages)
            throw Loop("sends one empty page after the other");
    }

    private IruException Loop(string what) => new(FailureIds.PagingLoop, IruErrorCategory.InvalidResult,
        $"'{tool}' {what} instead of the next one; {rowsRead()} items were read.",
        "Ask for one page at a time with -NoPaging, and report it to Iru.") { Tool = tool };
}
