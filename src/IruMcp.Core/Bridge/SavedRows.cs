using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>Rows on their way to a file; the first of them are kept for the answer.</summary>
internal sealed class SavedRows(TextWriter file, Func<JsonElement, string> write, int maxResultSize)
{
    private readonly List<string> _first = [];
    private readonly List<string> _columns = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private int _room = maxResultSize / 4;

    public long Count { get; private set; }

    /// <summary>As many of the first rows as take a quarter of what an answer may have.</summary>
    public IReadOnlyList<string> First => _first;

    /// <summary>The beginning of the first row, where not even that has room.</summary>
    public string? Start { get; private set; }

    /// <summary>The members of the rows seen first.</summary>
    public IReadOnlyList<string> Columns => _columns;

    public void Add(IEnumerable<JsonElement> rows)
    {
        foreach (var row in rows)
        {
            var text = write(row);
            file.WriteLine(text);
            Count++;
            Keep(row, text);
        }
    }

    private void Keep(JsonElement row, string text)
    {
        if (_room <= 0)
            return;
        if (Count == 1 && text.Length > _room)
            Start = text.Substring(0, _room);
        _room -= text.Length;
        if (_room < 0)
            return;
        _first.Add(text);
        if (row.ValueKind == JsonValueKind.Object)
            foreach (var member in row.EnumerateObject())
                if (_known.Add(member.Name))
                    _columns.Add(member.Name);
    }
}
