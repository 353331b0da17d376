using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Leaves out of each page what is not wanted, and counts.</summary>
internal sealed class PageRows
{
    private readonly PageRequest _wanted;
    private readonly ChangingList _changes;
    private long _toDrop;

    public PageRows(ToolCall call)
    {
        _wanted = call.Page;
        _changes = new ChangingList(call.Tool, call.Tool.Paging.Step);
    }

    /// <summary>How many items were given out.</summary>
    public long Written { get; private set; }

    /// <summary>How many items are still to be asked for, those to drop included; null for all.</summary>
    public long? Remaining => _wanted.First - Written + _toDrop;

    public bool HasAll => Written >= _wanted.First;

    /// <summary>True once items have moved to a later page while the list was read.</summary>
    public bool HaveMoved => _changes.HasMoved;

    public void Drop(long rows) => _toDrop = rows;

    /// <param name="content">The next page, which is a list of items.</param>
    public IReadOnlyList<object?> Take(PageContent content)
    {
        var located = content.Located!;
        if (_wanted.IsRaw)
        {
            Written += located.Items.Count;
            return content.Values;
        }

        var repeated = _changes.RepeatedIn(located, content.Keys);
        var items = new List<object?>(content.Values.Count);
        for (var index = 0; index < content.Values.Count && !HasAll; index++)
        {
            if (repeated.Contains(index))
                continue;
            if (_toDrop > 0)
            {
                _toDrop--;
                continue;
            }
            items.Add(content.Values[index]);
            Written++;
        }
        return items;
    }

    /// <summary>What is to be said about the list when it has been read; null for nothing.</summary>
    public string? Warning() => _changes.Warning();
}
