using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Reads a result page by page and in order, and asks for a few pages before they are wanted.</summary>
internal sealed class Pager
{
    private readonly ToolCall _call;
    private readonly IActivityLog _log;
    private readonly PageGuard _guard;
    private readonly PageWalk _walk;
    private readonly PageRows _rows;
    private readonly PagesAhead _ahead;

    public Pager(ToolCall call, Func<JsonObject, CancellationToken, Task<ToolAnswer>> send, IActivityLog log, Action<string>? learnSecret = null,
        Func<object?, object?>? convert = null, Func<string, string>? maskOwn = null)
    {
        _call = call;
        _log = log;
        _rows = new PageRows(call);
        _guard = new PageGuard(call.Tool.Name, () => _rows.Written);
        _walk = new PageWalk(call, _guard, log);
        _rows.Drop(_walk.RowsToDrop);
        var reader = new ContentReader(call, learnSecret, maskOwn, convert);
        _ahead = new PagesAhead(async (ask, cancellationToken) => reader.Read(await send(_walk.ArgumentsOf(ask), cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>The next page, or null after the last one. A page may be empty.</summary>
    public async Task<ResultPage?> ReadPageAsync(CancellationToken cancellationToken)
    {
        if (_walk.IsFinished)
            return null;

        cancellationToken.ThrowIfCancellationRequested();
        StartNext(cancellationToken);
        var asked = _walk.Next(_rows.Remaining).Size;
        PageContent content;
        try
        {
            content = await _ahead.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IruException failure) when (failure.Id == FailureIds.NotFound && _walk.IsAtJump)
        {
            // The list may end before the page that was jumped to.
            _walk.WalkFromStart();
            _rows.Drop(_walk.RowsToDrop);
            return PageOf([], null);
        }
        catch
        {
            _ahead.CallOff();
            throw;
        }

        var page = Take(content, asked);
        if (_walk.IsFinished)
            End();
        else if (_walk.GoesByCursor && _walk.PagesRead > 1)
            StartNext(cancellationToken);
        return page;
    }

    /// <summary>Asks for the pages that will be wanted next: one, then two, then four at once where they can be told beforehand, so that
    /// who wants the start of a list does not cause the whole of it to be sent.</summary>
    public void StartNext(CancellationToken cancellationToken)
    {
        if (_walk.IsFinished)
            return;
        var remaining = _rows.Remaining;
        _ahead.Align(_walk.Next(remaining));
        var depth = _ahead.IsTooEarly ? 1 : _walk.PagesRead switch { < 2 => 1, 2 => 2, _ => 4 };
        foreach (var ask in _walk.Foresee(remaining).Take(depth).Skip(_ahead.Count).ToList())
            _ahead.Start(ask, cancellationToken);
    }

    /// <summary>Calls off what is under way.</summary>
    public void Stop() => _ahead.CallOff();

    private ResultPage Take(PageContent content, int? asked)
    {
        if (content.Located is not { } located)
        {
            _walk.Finish();
            return PageOf(content.Values, null, content.Answer);
        }

        if (_guard.IsRepetition(content, asked))
        {
            _log.Warning($"'{_call.Tool.Name}' sends the same {located.Items.Count} items whatever page is asked for. They count as the whole list.");
            _walk.Finish();
            return PageOf([], located.Total);
        }
        if (!_walk.Advance(located, asked))
        {
            _rows.Drop(_walk.RowsToDrop);
            return PageOf([], located.Total);
        }

        var items = _rows.Take(content);
        // Items have moved down, and a page that was answered before that lacks the one that moved onto it.
        if (_rows.HaveMoved && !_ahead.IsTooEarly)
            _ahead.AskNoMore();
        if (_rows.HasAll)
            _walk.Finish();
        return PageOf(items, located.Total, content.Answer);
    }

    private void End()
    {
        _ahead.CallOff();
        if (_rows.Warning() is { } warning)
            _log.Warning(warning);
    }

    private ResultPage PageOf(IReadOnlyList<object?> items, long? total, ToolAnswer? answer = null) =>
        new() { Items = items, TotalCount = total, NextPosition = _walk.Position, Answer = _call.Page.IsRaw ? answer : null };
}
