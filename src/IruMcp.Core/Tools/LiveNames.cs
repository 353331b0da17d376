using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IruMcp.Connections;
using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>What an identifier may be, by name: for completion, so it is quick, asks at most once, and never fails.</summary>
public sealed class LiveNames
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);
    private static readonly PageRequest OnePage = new() { IsSinglePage = true };

    /// <summary>More than one: a row may lack what the next has.</summary>
    private static readonly PageRequest SomeRows = new() { IsSinglePage = true, PageSize = 20 };

    private static readonly ConditionalWeakTable<IruConnection, LiveNames> OfConnections = new();

    /// <summary>By kind: the documented list, and which members say the identifier, the name, and more about it.</summary>
    private static readonly Dictionary<string, (string Operation, string Id, string Name, string More)> Lists = new(StringComparer.Ordinal)
    {
        ["device"] = ("list-devices", "device_id", "device_name", "serial_number"),
        ["blueprint"] = ("list-blueprints", "id", "name", "type"),
        ["user"] = ("list-users", "id", "name", "email"),
        ["tag"] = ("get-tags", "id", "name", ""),
        ["ade-token"] = ("list-ade-integrations", "id", "server_name", "status"),
        ["ade-device"] = ("list-ade-devices", "id", "serial_number", "model"),
        ["custom-app"] = ("list-custom-apps", "id", "name", "install_enforcement"),
        ["in-house-app"] = ("list-in-house-apps", "id", "name", "app_version"),
        ["custom-profile"] = ("list-custom-profiles", "id", "name", "mdm_identifier"),
        ["custom-script"] = ("list-custom-scripts", "id", "name", "execution_frequency"),
        ["vulnerability"] = ("list-vulnerabilities", "cve_id", "cve_id", "severity"),
        ["self-service-category"] = ("list-self-service-categories", "id", "name", ""),
    };

    /// <summary>Arguments that are no identifiers of the call but name such an object; compared as <see cref="Identifiers.Plain"/>.</summary>
    private static readonly Dictionary<string, (string Kind, bool WantsName)> Arguments = new(StringComparer.Ordinal)
    {
        ["deviceid"] = ("device", false), ["blueprintid"] = ("blueprint", false), ["blueprintids"] = ("blueprint", false), ["userid"] = ("user", false),
        ["tagid"] = ("tag", false), ["tagidin"] = ("tag", false), ["cveid"] = ("vulnerability", false),
        ["selfservicecategoryid"] = ("self-service-category", false),
        ["devicename"] = ("device", true), ["tagname"] = ("tag", true), ["tagnamein"] = ("tag", true),
    };

    private readonly ConcurrentDictionary<string, (DateTime Asked, Task<IReadOnlyList<LiveName>> Names)> _asked = new(StringComparer.Ordinal);

    private LiveNames()
    {
    }

    /// <summary>True where <c>Find</c> could know values for the argument.</summary>
    public static bool Knows(IruTool tool, ToolParameter parameter) => MeaningOf(tool, parameter) is not null;

    /// <summary>The values an argument may have; none where they are not known, or not within the time.</summary>
    /// <param name="patience">How long the caller waits. A request that takes longer goes on for the next time.</param>
    public static IReadOnlyList<LiveName> Find(IruConnection connection, IruTool tool, ToolParameter parameter, TimeSpan patience)
    {
        if (MeaningOf(tool, parameter) is not { } meaning)
            return [];
        var found = Find(connection, meaning.Kind, patience);
        return meaning.WantsName ? [.. found.Select(name => name with { Value = name.Name })] : found;
    }

    /// <summary>The tenant's devices; none where they are not known, or not within the time.</summary>
    /// <param name="patience">How long the caller waits. A request that takes longer goes on for the next time.</param>
    public static IReadOnlyList<LiveName> FindDevices(IruConnection connection, TimeSpan patience) => Find(connection, "device", patience);

    /// <summary>The names of what a tool's rows have, those of inner objects as paths; none where they are not known, or not within the time,
    /// or where the tool needs arguments.</summary>
    /// <param name="patience">How long the caller waits. A request that takes longer goes on for the next time.</param>
    public static IReadOnlyList<string> FindProperties(IruConnection connection, IruTool tool, TimeSpan patience)
    {
        if (!tool.MayBeCalledUnasked || !connection.IsOpen || tool.Parameters.Any(parameter => parameter.IsRequired))
            return [];
        return Await(OfConnections.GetValue(connection, _ => new LiveNames()).Ask(
            "properties of " + tool.Name,
            () => ReadAsync(connection, tool, SomeRows, rows => [.. rows.SelectMany(row => PathsOf(row, "")).Distinct().Select(path => new LiveName(path, path, ""))])), patience)
            .Select(found => found.Name).ToList();
    }

    private static IReadOnlyList<LiveName> Find(IruConnection connection, string kind, TimeSpan patience)
    {
        var list = Lists[kind];
        if (!connection.IsOpen || connection.Tools.Tools.FirstOrDefault(tool => tool.Operation?.Id == list.Operation && tool.MayBeCalledUnasked) is not { } lister)
            return [];
        return Await(OfConnections.GetValue(connection, _ => new LiveNames()).Ask(
            kind, () => ReadAsync(connection, lister, OnePage, rows => [.. rows.Select(row => NameOf(row, list)).OfType<LiveName>()])), patience);
    }

    private static IReadOnlyList<LiveName> Await(Task<IReadOnlyList<LiveName>> names, TimeSpan patience)
    {
        try
        {
            return names.Wait(patience) ? names.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }

    private static (string Kind, bool WantsName)? MeaningOf(IruTool tool, ToolParameter parameter)
    {
        // The tool that creates or renames an object takes a name that is not there yet.
        if (tool.IdentifyingArguments.FirstOrDefault(identifier => identifier.Parameter.Name == parameter.Name)?.Kind is { } kind)
            return Lists.ContainsKey(kind) ? (kind, false) : null;
        return Arguments.TryGetValue(Identifiers.Plain(parameter.Name), out var meaning) && (tool.IsRead || !meaning.WantsName) ? meaning : null;
    }

    /// <summary>What is not there yet, or failed, is not asked for again while it is fresh.</summary>
    private Task<IReadOnlyList<LiveName>> Ask(string what, Func<Task<IReadOnlyList<LiveName>>> read)
    {
        var now = DateTime.UtcNow;
        return _asked.AddOrUpdate(what, _ => (now, Task.Run(read)), (_, before) => now - before.Asked < Fresh ? before : (now, Task.Run(read))).Names;
    }

    private static async Task<IReadOnlyList<LiveName>> ReadAsync(
        IruConnection connection, IruTool tool, PageRequest page, Func<IEnumerable<DataObject>, IReadOnlyList<LiveName>> namesIn)
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestRequest);
            var call = ToolCall.Bind(tool, null, new Dictionary<string, object?>(), null, page);
            using var reader = connection.Invoke(call, new ActivityLog(_ => { }, _ => { }));
            return namesIn(((await reader.ReadPageAsync(limit.Token).ConfigureAwait(false))?.Items ?? []).OfType<DataObject>());
        }
        catch (Exception failure) when (failure is IruException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever presses Tab wants no error.
            return [];
        }
    }

    private static IEnumerable<string> PathsOf(DataObject row, string before) => row.Members.SelectMany(member =>
        member.Value is DataObject { Members.Count: > 0 } inner ? PathsOf(inner, $"{before}{member.Key}.") : [before + member.Key]);

    private static LiveName? NameOf(DataObject item, (string Operation, string Id, string Name, string More) list) =>
        item[list.Id] is string { Length: > 0 } id
            ? new LiveName(id, item[list.Name] as string is { Length: > 0 } name ? name : id, item[list.More] as string ?? "")
            : null;
}

/// <param name="Value">What to insert.</param>
/// <param name="Name">What to show.</param>
/// <param name="More">Something to tell it from others of the same name; may be empty.</param>
public sealed record LiveName(string Value, string Name, string More);
