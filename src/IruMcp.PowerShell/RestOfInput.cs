using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Gathers the input that comes after a limit was reached, so that none of it is lost.</summary>
/// <param name="limit">The failure that ended the sending.</param>
internal sealed class RestOfInput(IruException limit)
{
    private readonly List<object> _items = [];

    public void Add(object? item)
    {
        if (item is not null)
            _items.Add(item);
    }

    /// <summary>One error with all of it as its target.</summary>
    public ErrorRecord ToError(string tool) => _items.Count == 0
        ? ErrorRecords.From(limit, tool)
        : ErrorRecords.From(new IruException(limit.Id, limit.Category, Messages.NotDone(limit, tool, _items.Count), Messages.PipeTheRest(limit.NextStep))
            { Tool = limit.Tool }, _items.ToArray());
}
