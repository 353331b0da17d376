using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IruMcp.Governance;

/// <summary>Reads audit files back as entries, oldest first, and holds no more of a file than it must.</summary>
internal sealed class AuditReader(Action<string> reportProblem)
{
    /// <summary>So many later entries are held back until an earlier one's outcome is found; a crash leaves one without.</summary>
    private const int MostHeldBack = 1000;

    private const int HeaderLength = 64;

    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);

    /// <param name="file">The file that is being written; the full ones beside it are read first.</param>
    /// <param name="after">Entries decided before it are left out, and files that end before it are not opened; null for no limit.</param>
    public IEnumerable<AuditEntry> ReadSeries(string file, DateTime? after)
    {
        // The current file first: what is set aside meanwhile is then found twice, and not lost.
        var current = AuditFile.Snapshot(file);
        var header = current is null ? null : Header(current);
        foreach (var full in AuditPlace.FullFiles(file).Where(path => after is not { } limit || File.GetLastWriteTimeUtc(path) >= limit.ToUniversalTime()))
        {
            using var stream = OpenFull(full);
            if (stream is null || header is not null && Header(stream) == header)
                continue;
            foreach (var entry in ReadLines(stream, full))
                yield return entry;
        }
        if (current is not null)
            foreach (var entry in ReadLines(new MemoryStream(current), file))
                yield return entry;
        while (_order.Count > 0)
            if (TakeOldest() is { } last)
                yield return last;
    }

    /// <summary>One file for itself, wherever it came from.</summary>
    public IEnumerable<AuditEntry> ReadFile(string file)
    {
        var content = AuditFile.Snapshot(file) ?? throw new FileNotFoundException(null, file);
        foreach (var entry in ReadLines(new MemoryStream(content), file))
            yield return entry;
        while (_order.Count > 0)
            if (TakeOldest() is { } last)
                yield return last;
    }

    private FileStream? OpenFull(string path)
    {
        try
        {
            return AuditFile.OpenToRead(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            reportProblem(AuditText.UnreadableFile(path, gone.Message));
            return null;
        }
    }

    private IEnumerable<AuditEntry> ReadLines(Stream stream, string path)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            if (!TryTake(line))
            {
                reportProblem(AuditText.UnreadableLine(path, number));
                continue;
            }
            while (_order.Count > 0 && (_order.Count > MostHeldBack || _held[_order.Peek()].IsComplete))
                if (TakeOldest() is { } entry)
                    yield return entry;
        }
    }

    private bool TryTake(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "id") is not { } id)
                return false;
            switch (Text(root, "kind"))
            {
                case AuditLine.Decision:
                    if (_held.ContainsKey(id) || EntryOf(root, id) is not { } entry)
                        return false;
                    _order.Enqueue(id);
                    _held[id] = new Held(entry, IsComplete: entry.Outcome == AuditOutcome.Refused);
                    return true;
                case AuditLine.Outcome:
                    // Its decision may be in a file that is no longer there, or before the time that was asked for.
                    if (_held.TryGetValue(id, out var held))
                        _held[id] = new Held(WithOutcome(held.Entry, root), IsComplete: true);
                    return true;
                default:
                    return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private AuditEntry? TakeOldest()
    {
        var id = _order.Dequeue();
        var entry = _held[id].Entry;
        _held.Remove(id);
        return entry;
    }

    private static AuditEntry? EntryOf(JsonElement root, string id)
    {
        var decision = Text(root, "decision");
        if (decision is not (AuditLine.Allowed or AuditLine.Refused)
            || !DateTime.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
            return null;
        var process = root.TryGetProperty("process", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        return new AuditEntry
        {
            Time = time.ToLocalTime(),
            Id = id,
            User = Text(root, "user"),
            Host = Text(root, "host"),
            ProcessId = process.ValueKind == JsonValueKind.Object && process.TryGetProperty("id", out var number) && number.TryGetInt32(out var value) ? value : 0,
            ProcessName = process.ValueKind == JsonValueKind.Object ? Text(process, "name") : null,
            Script = Text(root, "script"),
            Connection = Text(root, "connection"),
            Tenant = Text(root, "tenant"),
            Channel = Text(root, "channel"),
            Tool = Text(root, "tool"),
            Operation = Text(root, "operation"),
            Risk = Text(root, "risk"),
            KnownAs = Recorded(root, "target"),
            Arguments = Recorded(root, "arguments"),
            Decision = decision,
            By = Text(root, "by"),
            Outcome = decision == AuditLine.Refused ? AuditOutcome.Refused : AuditOutcome.Unknown,
            ErrorId = Text(root, "errorId"),
        };
    }

    private static AuditEntry WithOutcome(AuditEntry entry, JsonElement root) => entry with
    {
        Outcome = Enum.TryParse(Text(root, "outcome"), out AuditOutcome outcome) ? outcome : AuditOutcome.Unknown,
        ErrorId = Text(root, "errorId"),
        Duration = root.TryGetProperty("durationMs", out var duration) && duration.TryGetInt64(out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds) : null,
    };

    private static RecordedArguments Recorded(JsonElement root, string name) =>
        root.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object ? new RecordedArguments(Members(members), members.GetRawText()) : new RecordedArguments();

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Members(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.TryGetDecimal(out var exact) ? exact : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> Members(JsonElement element)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[member.Name] = Value(member.Value);
        return members;
    }

    private static string Header(byte[] content) => Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, HeaderLength));

    private static string Header(Stream stream)
    {
        var start = new byte[HeaderLength];
        var length = stream.Read(start, 0, start.Length);
        stream.Position = 0;
        Array.Resize(ref start, length);
        return Header(start);
    }

    private sealed record Held(AuditEntry Entry, bool IsComplete);
}
