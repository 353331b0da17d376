using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Makes the values of a page: leaves out what is not wanted, and counts.</summary>
internal sealed class PageRows
{
    private readonly ToolCall _call;
    private readonly PageRequest _wanted;
    private readonly DataReader _data;
    private readonly ChangingList _changes;
    private long _toDrop;

    public PageRows(ToolCall call, Action<string>? learnSecret)
    {
        _call = call;
        _wanted = call.Page;
        _data = new DataReader(call.Tool.Risk == Risk.Sensitive, learnSecret) { KeepsDateText = _wanted.KeepsDateText };
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

    public object? ReadText(ToolAnswer answer, string text) => _wanted.IsRaw ? answer.RawText : _data.ReadText(text);

    public IReadOnlyList<object?> Read(LocatedItems located, ToolAnswer answer)
    {
        if (_wanted.IsRaw)
        {
            Written += located.Items.Count;
            return [answer.RawText];
        }

        var typeName = _call.Tool.Operation?.ResultType ?? "Iru.Object";
        var repeated = _changes.RepeatedIn(located);
        var items = new List<object?>(located.Items.Count);
        for (var index = 0; index < located.Items.Count && !HasAll; index++)
        {
            if (repeated.Contains(index))
                continue;
            if (_toDrop > 0)
            {
                _toDrop--;
                continue;
            }
            items.Add(WithIdentifiers(WithOwner(_data.ReadItem(located.Items[index], typeName), located.Owner)));
            Written++;
        }
        return items;
    }

    /// <summary>What is to be said about the list when it has been read; null for nothing.</summary>
    public string? Warning() => _changes.Warning();

    private static object? WithOwner(object? item, (string Name, string Value)? owner) =>
        owner is { } known && item is DataObject data && !data.Members.Any(member => member.Key == known.Name)
            ? new DataObject([.. data.Members, new(known.Name, known.Value)]) { TypeName = data.TypeName }
            : item;

    /// <summary>A recovery key or a PIN is worth little without the device that it is for.</summary>
    private object? WithIdentifiers(object? item)
    {
        if (_call.Arguments.Identifiers.Count == 0 || item is not DataObject data)
            return item;
        var missing = _call.Arguments.Identifiers
            .Where(identifier => !data.Members.Any(member => member.Key == identifier.Key || member.Value is string value && value == identifier.Value))
            .Select(identifier => new KeyValuePair<string, object?>(identifier.Key, identifier.Value))
            .ToList();
        return missing.Count == 0 ? data : new DataObject([.. data.Members, .. missing]) { TypeName = data.TypeName };
    }
}
