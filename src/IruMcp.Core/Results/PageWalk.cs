using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Where the reading of a list stands: which page comes next, and whether there is one.</summary>
internal sealed class PageWalk
{
    private readonly ToolCall _call;
    private readonly PageRequest _wanted;
    private readonly PagingPlan _plan;
    private readonly PageGuard _guard;
    private readonly IActivityLog _log;

    private long _position;
    private string? _cursor;
    private long _firstPage;
    private int? _pageSize;
    private int _lastLength;
    private long? _total;
    private bool _jumped;
    private bool _isMeasured;

    public PageWalk(ToolCall call, PageGuard guard, IActivityLog log)
    {
        _call = call;
        _wanted = call.Page;
        _plan = call.Tool.Paging;
        _guard = guard;
        _log = log;
        IsFinished = _wanted.First == 0 && !_wanted.WantsTotal && call.IsRead;
        Start();
    }

    public bool IsFinished { get; private set; }

    public int PagesRead { get; private set; }

    /// <summary>How many items at the start of what is read are not wanted.</summary>
    public long RowsToDrop { get; private set; }

    /// <summary>True where only the answer before tells how the next page is asked for.</summary>
    public bool GoesByCursor => _plan.Step == PageStep.Cursor;

    /// <summary>True where a page in the middle is asked for first, as far as its length is known.</summary>
    public bool IsAtJump => _jumped && PagesRead == 0;

    /// <summary>Where a later reading can go on, for <see cref="PageRequest.StartAt"/>; null at the end.</summary>
    public string? Position => IsFinished || _plan.Step == PageStep.None ? null
        : new PagePosition(_plan.Step, _pageSize, GoesByCursor ? _cursor ?? "" : _position.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString();

    public void Finish() => IsFinished = true;

    /// <param name="remaining">How many items are still wanted, those to drop included; null for all.</param>
    public PageAsk Next(long? remaining) => new(_position, _cursor, SizeToAsk(remaining));

    /// <summary>The pages from the next one on, as far as they can be told before they are there: each is expected to be as long as the last.</summary>
    /// <param name="remaining">How many items are still wanted, those to drop included; null for all.</param>
    public IEnumerable<PageAsk> Foresee(long? remaining)
    {
        var ask = Next(remaining);
        yield return ask;
        if (_wanted.IsSinglePage || _plan.Step is not (PageStep.Offset or PageStep.Page) || PagesRead == 0)
            yield break;
        while (true)
        {
            var length = Math.Min(ask.Size ?? _lastLength, _lastLength);
            remaining -= length;
            var position = ask.Position + (_plan.Step == PageStep.Offset ? length : 1);
            var rowsBefore = _plan.Step == PageStep.Offset ? position : (position - _firstPage) * _lastLength;
            if (length == 0 || remaining <= 0 || rowsBefore >= _total)
                yield break;
            yield return ask = new PageAsk(position, null, SizeToAsk(remaining));
        }
    }

    public JsonObject ArgumentsOf(PageAsk ask)
    {
        var arguments = (JsonObject)_call.Arguments.Json.DeepClone();
        if (ask.Size is { } asked && _plan.Size is { } sizeParameter)
            ArgumentPath.Set(arguments, sizeParameter, JsonValue.Create(asked));
        if (_plan.Start is not { } start)
            return arguments;

        var isFirst = PagesRead == 0;
        if (_plan.Step == PageStep.Offset && (!isFirst || ask.Position > 0) || _plan.Step == PageStep.Page && (!isFirst || ask.Position > _firstPage))
            ArgumentPath.Set(arguments, start, JsonValue.Create(ask.Position));
        else if (GoesByCursor && ask.Cursor is not null)
            ArgumentPath.Set(arguments, start, JsonValue.Create(ask.Cursor));
        return arguments;
    }

    /// <summary>Takes a page into account and decides whether another one follows.</summary>
    /// <returns>False where the page is not the one that was meant: the reading begins again at the first.</returns>
    public bool Advance(LocatedItems located, int? asked)
    {
        PagesRead++;
        var got = located.Items.Count;
        if (_jumped && PagesRead == 1 && got != _pageSize && (located.Next is not null || IsShortOf(located, got)))
        {
            // The pages are not as long as documented, so the jump landed somewhere else.
            _log.Verbose($"Pages have {got} items and not {_pageSize}: reading from the first one.");
            WalkFromStart();
            return false;
        }

        _lastLength = got;
        _total = IsTotalOfList(located, asked) ? located.Total : null;
        if (!located.IsList || _wanted.IsSinglePage || got == 0 && !(GoesByCursor && located.Next is not null))
        {
            IsFinished = true;
            return true;
        }
        if (got == 0)
            _guard.CountEmptyPage();

        IsFinished = _plan.Step switch
        {
            PageStep.None => EndWithoutPaging(located),
            PageStep.Cursor => !TakeCursor(located),
            _ => EndsHere(located, asked, got),
        };
        _position += _plan.Step == PageStep.Offset ? got : 1;
        return true;
    }

    /// <summary>Begins again at the first page, and drops there what was to be jumped over.</summary>
    public void WalkFromStart()
    {
        _jumped = false;
        _position -= _wanted.Skip / (_pageSize ?? 1);
        if (_plan.Size is null)
            _pageSize = null;
        RowsToDrop = _wanted.Skip;
    }

    private void Start()
    {
        var start = _plan.Start;
        var given = start is not null ? ArgumentPath.Get(_call.Arguments.Json, start) : null;
        var userSize = _plan.Size is { } size && ArgumentPath.GetInteger(_call.Arguments.Json, size) is { } value ? (int?)value : null;
        // Where the tool takes no size, the length of its pages is the server's.
        var wantedSize = _plan.Size is null ? null : _wanted.PageSize ?? userSize;
        _pageSize = wantedSize is { } wish && _plan.LargestSize is { } most && wish > most && _wanted.PageSize is not null ? most : wantedSize;
        if (!_wanted.IsSinglePage)
            _pageSize ??= _plan.LargestSize ?? _plan.ImpliedSize;
        _firstPage = _plan.Step == PageStep.Page && CountsFromZero(start!) ? 0 : 1;

        if (_wanted.StartAt is { } saved)
            GoOnAt(PagePosition.Parse(saved, _plan.Step));
        else
            StartAtArguments(given);
    }

    private void GoOnAt(PagePosition saved)
    {
        _pageSize = saved.PageSize ?? _pageSize;
        if (GoesByCursor)
            _cursor = saved.Value.Length == 0 ? null : saved.Value;
        else
            _position = saved.Number;
    }

    private void StartAtArguments(JsonNode? given)
    {
        switch (_plan.Step)
        {
            case PageStep.Offset:
                _position = (AsInteger(given) ?? 0) + _wanted.Skip;
                break;
            case PageStep.Page:
                if (_plan.Size is not null && _wanted.First is { } first && first + _wanted.Skip < _pageSize)
                    _pageSize = (int)Math.Max(1, first + _wanted.Skip);
                _position = AsInteger(given) ?? _firstPage;
                var pages = _pageSize is { } perPage ? _wanted.Skip / perPage : 0;
                _jumped = pages > 0;
                _position += pages;
                RowsToDrop = _wanted.Skip - pages * (_pageSize ?? 0);
                break;
            default:
                _cursor = given?.ToString();
                RowsToDrop = _wanted.Skip;
                break;
        }
    }

    private int? SizeToAsk(long? remaining)
    {
        if (_plan.Size is null)
            return null;
        if (_plan.Step == PageStep.Page || remaining is not { } rows)
            return _pageSize;
        rows = Math.Max(1, rows);
        return _pageSize is { } size ? (int)Math.Min(size, rows)
            : _wanted.IsSinglePage || _plan.LargestSize is null ? null
            : (int)Math.Min(_plan.LargestSize.Value, rows);
    }

    /// <summary>True for a page by number that has fewer items than were asked for while the total says that more follow.</summary>
    private bool IsShortOf(LocatedItems located, int got) => _plan.Step == PageStep.Page && !located.HasNextMember
        && got > 0 && got < _pageSize && (_position - _firstPage) * _pageSize + got < located.Total;

    private bool EndsHere(LocatedItems located, int? asked, int got)
    {
        if (located.HasNextMember)
            return located.Next is null;
        // The size is the server's own, then, and the pages are counted in it.
        if (!_isMeasured && _total is not null && IsShortOf(located, got))
            _pageSize = got;
        _isMeasured = true;
        if (_total is { } total && (_plan.Step == PageStep.Offset || total > got && _pageSize is not null))
            return (_plan.Step == PageStep.Offset ? _position : (_position - _firstPage) * _pageSize) + got >= total;
        if (asked is not { } size)
        {
            var ends = _pageSize is { } usual && got < usual;
            _pageSize ??= got;
            return ends;
        }
        if (got >= size)
            return false;
        if (located.PageSize is { } own && own < size && got >= own)
        {
            _pageSize = own;
            return false;
        }

        // Without a limit in the schema, a first page that is short by a round number may have met a limit of the server's, not the end.
        var mayBeCapped = PagesRead == 1 && _plan.Size?.Maximum is null && IsLikelyCap(got);
        if (mayBeCapped)
            _pageSize = got;
        return !mayBeCapped;
    }

    /// <summary>Some servers count the page and not the list: on a full page only a total beyond its length tells how long the list is.</summary>
    private bool IsTotalOfList(LocatedItems located, int? asked)
    {
        var got = located.Items.Count;
        return located.Total is { } total
            && (located.HasNextMember ? total > got : !IsFull(asked, got) || total > got && (_plan.Step == PageStep.Page || total >= _position + got));
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
        _guard.TakeCursor(_cursor);
        return true;
    }

    /// <summary>Where no size was asked for, a page is likely full when its length is a round number.</summary>
    private static bool IsFull(int? asked, int got) => asked is { } size ? got >= size : got >= 10 && got % 5 == 0;

    private static bool IsLikelyCap(int got) => got is 10 or 20 or 30 or 40 or 64 or 128 or 256 || got >= 25 && got % 25 == 0;

    private static bool CountsFromZero(ToolParameter page) => page.Default == "0" || page.Minimum == 0;

    private static long? AsInteger(JsonNode? node) => node is not null && long.TryParse(node.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
