using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IruMcp.Files;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>Counts allowed calls in the audit files. What was counted once is remembered, so that the next count reads only what is new, and a
/// file that is emptied or taken away meanwhile gives nobody the hour's calls back.</summary>
internal sealed class SentCounter(string path)
{
    /// <summary>One for each file and process: a new connection must not forget what an older one has counted.</summary>
    private static readonly ConcurrentDictionary<string, SentCounter> Counters = new(StringComparer.Ordinal);

    private const byte LineEnd = (byte)'\n';
    private const int HeaderLength = 64;

    private readonly object _gate = new();
    private readonly Dictionary<string, Sent> _sent = new(StringComparer.Ordinal);
    private DateTime _since = DateTime.MaxValue;
    private string _header = "";
    private long _readUpTo;

    public static SentCounter Of(string path) => Counters.GetOrAdd(path, static file => new SentCounter(file));

    /// <param name="current">The file that is being written; its position is changed.</param>
    /// <param name="tenant">Calls to other tenants do not count.</param>
    /// <param name="since">Calls before it do not count.</param>
    /// <param name="limit">Calls that it is not about do not count.</param>
    public HourUse Count(Stream current, string tenant, DateTime since, CallLimit limit)
    {
        lock (_gate)
            return CountNow(current, tenant, since, limit);
    }

    private HourUse CountNow(Stream current, string tenant, DateTime since, CallLimit limit)
    {
        var from = since.ToUniversalTime();
        var header = ReadHeader(current);
        // Empty files all look alike: the one that was counted may be full and set aside by now.
        if (from < _since || header != _header || header.Length < HeaderLength || current.Length < _readUpTo)
            StartAgain(from, header);
        _readUpTo += Scan(current, _readUpTo);
        foreach (var old in _sent.Where(call => call.Value.Time < from).Select(call => call.Key).ToList())
            _sent.Remove(old);
        _since = from;

        var times = _sent.Values.Where(call => call.Tenant == tenant && limit.Counts(call.Kind)).Select(call => call.Time).ToList();
        times.Sort();
        return new HourUse(times.Count, limit.Maximum > 0 && times.Count >= limit.Maximum ? times[times.Count - limit.Maximum] + CallLimit.Window : null);
    }

    /// <summary>Notes a call that was just written, so that taking the line away does not undo it.</summary>
    public void Remember(AuditDecision decision)
    {
        var risk = decision.Risk is { } name ? RiskOf(name) : Risk.Destructive;
        lock (_gate)
            _sent[decision.Id] = new Sent(decision.Time, decision.Tenant, new CallKind(decision.Tool, decision.Operation, risk));
    }

    private void StartAgain(DateTime since, string header)
    {
        _since = since;
        _header = header;
        _readUpTo = 0;
        foreach (var full in AuditPlace.FullFiles(path).Where(file => File.GetLastWriteTimeUtc(file) >= since))
        {
            // A writer who came before it was set aside may hold it for a moment; and it may have been deleted as the oldest one.
            try
            {
                using var stream = AuditFile.OpenToRead(full, isOwn: true);
                if (stream is not null)
                    Scan(stream, 0);
            }
            catch (NotRegularFileException)
            {
                // Put there by somebody else.
            }
        }
    }

    /// <summary>Takes the whole lines from a position on; gives back how many bytes they are.</summary>
    private long Scan(Stream stream, long position)
    {
        stream.Position = position;
        var buffer = new byte[64 * 1024];
        var filled = 0;
        long taken = 0;
        int read;
        while ((read = stream.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += read;
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, LineEnd, start, filled - start)) >= 0; start = end + 1)
                Take(new ReadOnlyMemory<byte>(buffer, start, end - start));
            taken += start;
            filled -= start;
            Buffer.BlockCopy(buffer, start, buffer, 0, filled);
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
        return taken;
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        if (!line.Span.StartsWith(AuditLine.DecisionStart) || line.Span.IndexOf(AuditLine.AllowedMember) < 0)
            return;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.GetProperty("decision").GetString() == AuditLine.Allowed
                && DateTime.TryParse(root.GetProperty("time").GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
                && time >= _since)
                _sent[Text(root, "id")] = new Sent(time, Text(root, "tenant"), new CallKind(Text(root, "tool"), root.GetProperty("operation").GetString(), RiskOf(Text(root, "risk"))));
        }
        catch (Exception torn) when (torn is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // What a crash left is no decision.
        }
    }

    private static string ReadHeader(Stream stream)
    {
        stream.Position = 0;
        var start = new byte[HeaderLength];
        var length = stream.Read(start, 0, start.Length);
        return Encoding.ASCII.GetString(start, 0, length);
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";

    /// <summary>A risk that this version does not know is not a small one.</summary>
    private static Risk RiskOf(string name) => Enum.TryParse(name, out Risk risk) ? risk : Risk.Destructive;

    private sealed record Sent(DateTime Time, string Tenant, CallKind Kind);
}
