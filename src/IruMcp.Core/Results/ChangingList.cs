using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Notices that a list changes while it is read page by page: items that come twice, and totals that differ.</summary>
internal sealed class ChangingList
{
    /// <summary>Items move by as many places as others were added: over a few pages at most. More would cost memory.</summary>
    private const int PagesRemembered = 8;

    private readonly IruTool _tool;
    private readonly bool _isByPosition;
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private readonly Queue<List<string>> _pages = new();
    private readonly HashSet<string> _ofThisPage = new(StringComparer.Ordinal);
    private bool _hasIds = true;
    private long? _total;
    private bool _totalChanged;
    private long _repeated;

    /// <param name="tool">The tool that gives the list.</param>
    /// <param name="step">How it is paged: behind a cursor a server keeps its place by itself.</param>
    public ChangingList(IruTool tool, PageStep step)
    {
        _tool = tool;
        _isByPosition = step is PageStep.Offset or PageStep.Page;
    }

    /// <summary>True once an item has come twice.</summary>
    public bool HasMoved => _repeated > 0;

    /// <summary>The places of those items of a page that an earlier page had already.</summary>
    public ISet<int> RepeatedIn(LocatedItems located, IReadOnlyList<string?> keysOfPage)
    {
        var repeated = new HashSet<int>();
        if (!_isByPosition || !located.IsList)
            return repeated;
        NoteTotal(located);

        _ofThisPage.Clear();
        var keys = new List<string>(keysOfPage.Count);
        for (var index = 0; _hasIds && index < keysOfPage.Count; index++)
        {
            if (keysOfPage[index] is not { } key)
                continue;
            // What comes twice on one page is no identifier.
            _hasIds = _ofThisPage.Add(key);
            if (_recent.Contains(key))
                repeated.Add(index);
            else
                keys.Add(key);
        }
        if (!_hasIds)
            return new HashSet<int>();
        Remember(keys);
        _repeated += repeated.Count;
        return repeated;
    }

    /// <summary>What the user should know when the list has been read; null where nothing was seen.</summary>
    public string? Warning()
    {
        if (_repeated == 0 && !_totalChanged)
            return null;
        var seen = new[]
        {
            _totalChanged ? "its total count changed" : null,
            _repeated switch { 0 => null, 1 => "one item came twice and was left out once", _ => $"{_repeated} items came twice and were left out once" },
        };
        var ordering = _tool.Parameters.FirstOrDefault(parameter => parameter.Name == "ordering");
        return $"The list of '{_tool.Name}' changed while it was read: {string.Join(", ", seen.OfType<string>())}, and other items may have been missed. Read it again to be sure"
            + (ordering is null ? "." : $", with -{ordering.Name} for an order that does not change.");
    }

    private void NoteTotal(LocatedItems located)
    {
        // A total that is no more than the page may be the length of the page.
        if (located.Total is not { } total || total <= located.Items.Count && _total is null)
            return;
        _totalChanged |= _total is not null && total != _total && (located.HasNextMember || total > located.Items.Count);
        _total = total;
    }

    private void Remember(List<string> keys)
    {
        _pages.Enqueue(keys);
        _recent.UnionWith(keys);
        if (_pages.Count > PagesRemembered)
            _recent.ExceptWith(_pages.Dequeue());
    }
}
