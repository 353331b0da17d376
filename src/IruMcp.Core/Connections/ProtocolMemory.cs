using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Hosts;

namespace IruMcp.Connections;

/// <summary>Which protocol version worked last for an origin, so that the next connection saves the probe for it: within this process, and by a
/// file in the user's cache folder within the next ones too. The file is a help and no more: whatever is wrong with it, there is none.</summary>
/// <param name="file">Null keeps it in this process only.</param>
/// <param name="now">The time in UTC; null for the system's.</param>
internal sealed class ProtocolMemory(string? file, Func<DateTime>? now = null)
{
    private const string FileName = "protocols.json";
    private const string VersionMember = "version";
    private const string TimeMember = "time";
    private const string VersionForm = "yyyy-MM-dd";
    private const int MostOrigins = 50;
    private const int LargestFile = 64 * 1024;

    /// <summary>Then the server is asked again, since it may have learned a newer version.</summary>
    private static readonly TimeSpan LongestTrust = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The memory of whoever runs this process.</summary>
    public static ProtocolMemory OfUser { get; } = new(DefaultFile(HostEnvironment.Current));

    /// <summary>Null where this user has no folder of any kind.</summary>
    public static string? DefaultFile(HostEnvironment environment) =>
        environment.CacheFolder is { } folder ? environment.Combine(folder, FileName) : null;

    /// <summary>The version that worked within the last day; null for none.</summary>
    public string? Recall(Uri endpoint)
    {
        var origin = OriginOf(endpoint);
        if (!_entries.TryGetValue(origin, out var entry))
        {
            if (!ReadFile().TryGetValue(origin, out entry))
                return null;
            _entries[origin] = entry;
        }
        return IsTrusted(entry) ? entry.Version : null;
    }

    public void Remember(Uri endpoint, string version)
    {
        if (!IsVersion(version) || Recall(endpoint) == version)
            return;
        var entry = new Entry(version, Now);
        _entries[OriginOf(endpoint)] = entry;
        ChangeFile(entries => entries[OriginOf(endpoint)] = entry);
    }

    public void Forget(Uri endpoint)
    {
        if (Recall(endpoint) is null)
            return;
        _entries.TryRemove(OriginOf(endpoint), out _);
        ChangeFile(entries => entries.Remove(OriginOf(endpoint)));
    }

    private DateTime Now => now?.Invoke() ?? DateTime.UtcNow;

    private static string OriginOf(Uri endpoint) => $"{endpoint.Scheme}://{endpoint.IdnHost}:{endpoint.Port.ToString(CultureInfo.InvariantCulture)}";

    private static bool IsVersion(string text) =>
        DateTime.TryParseExact(text, VersionForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private bool IsTrusted(Entry entry) => Now - entry.Time is var age && age >= TimeSpan.Zero && age < LongestTrust;

    private Dictionary<string, Entry> ReadFile()
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        try
        {
            if (file is null || ConfigurationFile.Read(file).Bytes is not { Length: > 0 and <= LargestFile } content || JsonNode.Parse(content) is not JsonObject origins)
                return entries;
            foreach (var origin in origins)
                if (Read(origin.Value) is { } entry && IsTrusted(entry))
                    entries[origin.Key] = entry;
        }
        catch (Exception unreadable) when (unreadable is IruException or IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            // What could be read so far is as good as any.
        }
        return entries;
    }

    private static Entry? Read(JsonNode? node) =>
        node is JsonObject members
        && members[VersionMember] is JsonValue versionNode && versionNode.TryGetValue(out string? version) && IsVersion(version)
        && members[TimeMember] is JsonValue timeNode && timeNode.TryGetValue(out string? time)
        && DateTime.TryParseExact(time, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) && at.Kind == DateTimeKind.Utc
            ? new Entry(version, at)
            : null;

    /// <summary>Another process may have changed the file meanwhile; then its change stays and this one is left to the next connection.</summary>
    private void ChangeFile(Action<Dictionary<string, Entry>> change)
    {
        if (file is null)
            return;
        try
        {
            var before = ConfigurationFile.Read(file);
            var entries = ReadFile();
            change(entries);
            var origins = new JsonObject();
            foreach (var entry in entries.OrderByDescending(entry => entry.Value.Time).Take(MostOrigins))
                origins[entry.Key] = new JsonObject { [VersionMember] = entry.Value.Version, [TimeMember] = entry.Value.Time.ToString("O", CultureInfo.InvariantCulture) };
            AtomicWriter.TryReplace(before, Encoding.UTF8.GetBytes(origins.ToJsonString()));
        }
        catch (IruException)
        {
            // No place to write to, or somebody else's; this process still knows.
        }
    }

    private sealed record Entry(string Version, DateTime Time);
}
