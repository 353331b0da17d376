using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Reads a result page by page and asks for no page that is not wanted.</summary>
internal sealed class Pager
{
    private const int MostEmptyPages = 1000;

    private static readonly int[] LikelyCaps = [20, 25, 50, 100, 200];

    private readonly ToolCall _call;
    private readonly Func<JsonObject, CancellationToken, Task<ToolAnswer>> _send;
    private readonly IActivityLog _log;
    private readonly PagingPlan _plan;
    private readonly PageRequest _wanted;
    private readonly DataReader _data;
    private readonly HashSet<string> _seenCursors = new(StringComparer.Ordinal);

    private long _position;
    private string? _cursor;
    private long _toDrop;
    private long _written;
    private long _firstPage;
    private int? _pageSize;
    private int _pagesRead;
    private int _emptyPages;
    private bool _jumpedOverPages;
    private bool _isFinished;
    private string? _previousPage;
    private int _previousCount;
    private int? _firstSizeAsked;
    private bool _isWholeList;

    public Pager(ToolCall call, Func<JsonObject, CancellationToken, Task<ToolAnswer>> send, IActivityLog log)
    {
        _call = call;
        _send = send;
        _log = log;
        _wanted = call.Page;
        _plan = PagingPlan.For(call.Tool);
        _data = new DataReader(call.Tool.Risk == Risk.Sensitive);
        _isFinished = _wanted.First == 0 && !_wanted.WantsTotal && call.Tool.IsRead;
        Start();
    }

    /// <summary>The next page, or null after the last one. A page may be empty.</summary>
    public async Task<ResultPage?> ReadPageAsync(CancellationToken cancellationToken)
    {
        if (_isFinished)
            return null;

        var asked = SizeToAsk();
        var answer = await _send(ArgumentsOfPage(asked), cancellationToken).ConfigureAwait(false);
        if (_pagesRead++ == 0)
            _firstSizeAsked = asked;

        if (answer.PlainText is { } text)
        {
            _isFinished = true;
            return PageOf([_wanted.IsRaw ? answer.RawText : _data.ReadText(text)], null);
        }

        var located = ItemLocator.Locate(answer.Payload, _call.Tool.Operation?.Paging ?? PagingStyle.None);
        if (_jumpedOverPages && _pagesRead == 1 && located.Next is not null && located.Items.Count != _pageSize)
        {
            // The pages are not as long as documented, so the jump landed somewhere else: walk from the start.
            _log.Verbose($"Pages have {located.Items.Count} items and not {_pageSize}: reading from the first one.");
            _jumpedOverPages = false;
            _pageSize = null;
            _position -= _wanted.Skip / (_plan.ImpliedSize ?? asked ?? 1);
            _toDrop = _wanted.Skip;
            return PageOf([], located.Total);
        }

        if (IsRepetition(located))
        {
            if (!GaveEverythingAtOnce())
                throw Loop("sends the same page again");
            _log.Warning($"'{_call.Tool.Name}' sends the same {located.Items.Count} items whatever page is asked for. They count as the whole list.");
            _isFinished = true;
            return PageOf([], located.Total);
        }
        Advance(located, asked);
        return Cut(located, answer);
    }

    private void Start()
    {
        var start = _plan.Start;
        var given = start is not null ? ArgumentPath.Get(_call.Arguments.Json, start) : null;
        var userSize = _plan.Size is { } size && ArgumentPath.GetInteger(_call.Arguments.Json, size) is { } value ? (int?)value : null;
        var wantedSize = _wanted.PageSize ?? userSize;
        _pageSize = wantedSize is { } wish && _plan.LargestSize is { } most && wish > most && _wanted.PageSize is not null ? most : wantedSize;
        if (!_wanted.IsSinglePage)
            _pageSize ??= _plan.LargestSize ?? _plan.ImpliedSize;

        switch (_plan.Step)
        {
            case PageStep.Offset:
                _position = AsInteger(given) ?? 0;
                _position += _wanted.Skip;
                break;
            case PageStep.Page:
                if (_plan.Size is not null && _wanted.First is { } first && first + _wanted.Skip < _pageSize)
                    _pageSize = (int)Math.Max(1, first + _wanted.Skip);
                _firstPage = CountsFromZero(start!) ? 0 : 1;
                _position = AsInteger(given) ?? _firstPage;
                var pages = _pageSize is { } perPage ? _wanted.Skip / perPage : 0;
                _jumpedOverPages = pages > 0;
                _position += pages;
                _toDrop = _wanted.Skip - pages * (_pageSize ?? 0);
                break;
            default:
                _cursor = given is null ? null : given.ToString();
                _toDrop = _wanted.Skip;
                break;
        }
    }

    private int? SizeToAsk()
    {
        if (_plan.Size is null)
            return null;
        if (_plan.Step == PageStep.Page || _wanted.First is not { } first)
            return _pageSize;
        var remaining = Math.Max(1, first - _written + _toDrop);
        return _pageSize is { } size ? (int)Math.Min(size, remaining)
            : _wanted.IsSinglePage || _plan.LargestSize is null ? null
            : (int)Math.Min(_plan.LargestSize.Value, remaining);
    }

    private JsonObject ArgumentsOfPage(int? size)
    {
        var arguments = (JsonObject)_call.Arguments.Json.DeepClone();
        if (size is { } asked && _plan.Size is { } sizeParameter)
            ArgumentPath.Set(arguments, sizeParameter, JsonValue.Create(asked));
        if (_plan.Start is not { } start)
            return arguments;

        var isFirstPage = _pagesRead == 0;
        if (_plan.Step == PageStep.Offset && (!isFirstPage || _position > 0) || _plan.Step == PageStep.Page && (!isFirstPage || _position > _firstPage))
            ArgumentPath.Set(arguments, start, JsonValue.Create(_position));
        else if (_plan.Step == PageStep.Cursor && _cursor is not null)
            ArgumentPath.Set(arguments, start, JsonValue.Create(_cursor));
        return arguments;
    }

    private void Advance(LocatedItems located, int? asked)
    {
        var got = located.Items.Count;
        if (!located.IsList || _wanted.IsSinglePage || got == 0 && !HasMoreBehindEmptyPage(located))
        {
            _isFinished = true;
            return;
        }

        _isFinished = _plan.Step switch
        {
            PageStep.None => EndWithoutPaging(located),
            PageStep.Cursor => !TakeCursor(located),
            _ => EndsHere(located, asked, got),
        };
        _position += _plan.Step == PageStep.Offset ? got : 1;
    }

    private bool EndsHere(LocatedItems located, int? asked, int got)
    {
        if (located.HasNextMember)
            return located.Next is null;
        // Some servers count the page and not the list: a full page is the end only where a total says so that is more than its length.
        if (located.Total is { } total && _plan.Step == PageStep.Offset && (!IsFull(asked, got) || total > got && total >= _position + got))
            return _position + got >= total;
        if (asked is not { } size)
        {
            var ends = _pageSize is { } usual && got < usual;
            _pageSize ??= got;
            return ends;
        }
        if (got >= size)
            return false;

        // Without a limit in the schema, a first page that is short by a round number may have met a limit of the server's, not the end.
        var mayBeCapped = _pagesRead == 1 && _plan.Size?.Maximum is null && LikelyCaps.Contains(got);
        if (mayBeCapped)
            _pageSize = got;
        return !mayBeCapped;
    }

    private bool EndWithoutPaging(LocatedItems located)
    {
        if (located.HasNextMember && located.Next is not null)
            _log.Warning($"'{_call.Tool.Name}' has more items than it gave, and takes no argument to ask for them.");
        return true;
    }

    private bool TakeCursor(LocatedItems located)
    {
        if (located.Next is not { } next)
            return false;
        _cursor = CursorText.Read(next, _plan.Start!.Name);
        if (!_seenCursors.Add(_cursor))
            throw Loop("hands out the same cursor again");
        return true;
    }

    /// <summary>A filter behind a cursor may leave nothing of a page, and there is more all the same.</summary>
    private bool HasMoreBehindEmptyPage(LocatedItems located)
    {
        if (_plan.Step != PageStep.Cursor || located.Next is null)
            return false;
        if (++_emptyPages > MostEmptyPages)
            throw Loop("sends one empty page after the other");
        return true;
    }

    /// <summary>The first page was longer than what was asked for: neither the size nor the start counts for the server.</summary>
    private bool GaveEverythingAtOnce() =>
        _pagesRead == 2 && _isWholeList && (_firstSizeAsked is not { } asked || _previousCount > asked);

    /// <summary>Where no size was asked for, a page is likely full when its length is a round number.</summary>
    private static bool IsFull(int? asked, int got) => asked is { } size ? got >= size : got >= 10 && got % 5 == 0;

    private static bool CountsFromZero(ToolParameter page) => page.Default == "0" || page.Minimum == 0;

    /// <summary>True where the page is the one before once more.</summary>
    private bool IsRepetition(LocatedItems located)
    {
        if (!located.IsList || located.Items.Count == 0)
            return false;
        var page = $"{located.Items.Count}\n{located.Items[0].GetRawText()}\n{located.Items[located.Items.Count - 1].GetRawText()}";
        var isSame = page == _previousPage;
        _previousPage = page;
        _previousCount = located.Items.Count;
        _isWholeList = located.Next is null && (located.Total ?? 0) <= located.Items.Count;
        return isSame;
    }

    private IruException Loop(string what) => new(Connections.FailureIds.PagingLoop, IruErrorCategory.InvalidResult,
        $"'{_call.Tool.Name}' {what} instead of the next one; {_written} items were read.",
        "Ask for one page at a time with -NoPaging, and report it to Iru.") { Tool = _call.Tool.Name };

    private ResultPage Cut(LocatedItems located, ToolAnswer answer)
    {
        if (_wanted.IsRaw)
        {
            _written += located.Items.Count;
            _isFinished |= _written >= _wanted.First;
            return PageOf([answer.RawText], located.Total);
        }

        var typeName = _call.Tool.Operation?.ResultType ?? "Iru.Object";
        var items = new List<object?>(located.Items.Count);
        foreach (var element in located.Items)
        {
            if (_toDrop > 0)
            {
                _toDrop--;
                continue;
            }
            if (_wanted.First is { } first && _written >= first)
                break;
            items.Add(WithIdentifiers(WithOwner(_data.ReadItem(element, typeName), located.Owner)));
            _written++;
        }
        _isFinished |= _written >= _wanted.First;
        return PageOf(items, located.Total);
    }

    private static object? WithOwner(object? item, (string Name, string Value)? owner) =>
        owner is { } known && item is DataObject data && !data.Members.Any(member => member.Key == known.Name)
            ? new DataObject([.. data.Members, new(known.Name, known.Value)]) { TypeName = data.TypeName }
            : item;

    /// <summary>A recovery key or a PIN is worth little without the device that it is for.</summary>
    private object? WithIdentifiers(object? item)
    {
        if (item is not DataObject data)
            return item;
        var missing = _call.Arguments.Identifiers
            .Where(identifier => !data.Members.Any(member => member.Key == identifier.Key || member.Value is string value && value == identifier.Value))
            .Select(identifier => new KeyValuePair<string, object?>(identifier.Key, identifier.Value))
            .ToList();
        return missing.Count == 0 ? data : new DataObject([.. data.Members, .. missing]) { TypeName = data.TypeName };
    }

    private static ResultPage PageOf(IReadOnlyList<object?> items, long? total) => new() { Items = items, TotalCount = total };

    private static long? AsInteger(JsonNode? node) => node is not null && long.TryParse(node.ToString(), out var value) ? value : null;
}
