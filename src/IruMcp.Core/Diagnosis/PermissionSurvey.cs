using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Diagnosis;

/// <summary>Finds out by reads alone which tools a key may use. One request a tool at most, for one item; a tenant's full list takes about
/// sixty. What reveals a secret or changes something is never tried.</summary>
public sealed class PermissionSurvey
{
    private const int AtOnce = 4;

    private readonly IruConnection _connection;
    private readonly IReadOnlyList<IruTool> _tools;
    private readonly Dictionary<string, string> _identifiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ToolPermission> _found = new(StringComparer.Ordinal);

    /// <param name="connection">The connection whose key is meant.</param>
    /// <param name="tools">The tools that the answer is wanted for.</param>
    public PermissionSurvey(IruConnection connection, IReadOnlyList<IruTool> tools)
    {
        _connection = connection;
        _tools = tools;
    }

    /// <summary>The documented operations for which the server lists no tool.</summary>
    public static IReadOnlyList<ToolPermission> NotListed(IruConnection connection)
    {
        var listed = new HashSet<string>(connection.Tools.Tools.Select(tool => tool.Operation?.Id).OfType<string>(), StringComparer.Ordinal);
        return [.. OperationTable.Operations.Where(operation => !listed.Contains(operation.Id)).Select(operation => new ToolPermission
        {
            State = PermissionState.NotListed, Permission = ToolPermission.BoxOf(operation), Risk = operation.Risk, Reason = DiagnosisText.NoToolListed,
        })];
    }

    /// <param name="isProbing">False sends nothing, and only tells which box each tool needs.</param>
    /// <param name="progress">Takes how many reads are done, of how many, and which comes next.</param>
    public async Task<IReadOnlyList<ToolPermission>> RunAsync(
        bool isProbing, Action<int, int, string> progress, IActivityLog log, CancellationToken cancellationToken)
    {
        var reads = isProbing ? _tools.Where(tool => tool.MayBeCalledUnasked).ToList() : [];
        // What asks for no object first: it gives the objects for the others.
        var needed = new HashSet<string>(reads.SelectMany(Identifiers.Of).Select(identifier => identifier.Kind).OfType<string>(), StringComparer.Ordinal);
        var lists = reads.Where(tool => tool.IdentifyingArguments.Count == 0).ToList();
        var givers = isProbing ? Givers(needed).Except(lists).ToList() : [];
        var others = reads.Except(lists).ToList();
        var done = 0;
        var total = lists.Count + givers.Count + others.Count;
        foreach (var stage in new[] { lists.Concat(givers).ToList(), others })
            for (var start = 0; start < stage.Count; start += AtOnce)
            {
                progress(done, total, stage[start].Name);
                var batch = stage.Skip(start).Take(AtOnce).ToList();
                var probes = await Task.WhenAll(batch.Select(tool => ProbeAsync(tool, log, cancellationToken))).ConfigureAwait(false);
                for (var i = 0; i < batch.Count; i++)
                    Keep(batch[i], probes[i]);
                done += batch.Count;
            }
        return [.. _tools.Select(tool => _found.TryGetValue(tool.Name, out var found) ? found : NotTried(tool, isProbing))];
    }

    /// <summary>The lists that the identifiers of the other reads come from.</summary>
    private IEnumerable<IruTool> Givers(HashSet<string> kinds) => _connection.Tools.Tools.Where(tool =>
        tool is { MayBeCalledUnasked: true, Operation.Paging: not PagingStyle.None } && tool.IdentifyingArguments.Count == 0
        && Identifiers.OwnedBy(tool.Operation.ResultType) is { } owned && owned.Kinds.Any(kinds.Contains));

    private async Task<PermissionProbe?> ProbeAsync(IruTool tool, IActivityLog log, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var identifier in tool.IdentifyingArguments)
            if (identifier.Kind is { } kind && _identifiers.TryGetValue(kind, out var value))
                arguments[identifier.Parameter.Name] = value;
            else
                return null;
        foreach (var parameter in tool.Parameters.Where(parameter => parameter.IsRequired && !arguments.ContainsKey(parameter.Name)))
            if (parameter.AllowedValues.Count > 0)
                arguments[parameter.Name] = parameter.IsArray ? new object?[] { parameter.AllowedValues[0] } : parameter.AllowedValues[0];
            else if (_identifiers.FirstOrDefault(known => Identifiers.Plain(parameter.Name) == Identifiers.Plain(known.Key) + "id") is { Value: { } value })
                arguments[parameter.Name] = value;
            else
                return null;
        return await PermissionProbe.TryAsync(_connection, tool, arguments, log, cancellationToken).ConfigureAwait(false);
    }

    private void Keep(IruTool tool, PermissionProbe? probe)
    {
        _found[tool.Name] = Permission(tool, probe?.State ?? PermissionState.Unknown, probe switch
        {
            null => DiagnosisText.NothingToAskFor,
            { Failure: null } => DiagnosisText.ReadWorked,
            { State: PermissionState.Allowed } => DiagnosisText.ReadFoundNothing,
            { Failure: { } failure } => failure.Message,
        });
        if (probe?.Item is { TypeName: { } type } item && Identifiers.OwnedBy(type) is { } owned && item[owned.Property] is { } id)
            foreach (var kind in owned.Kinds.Where(kind => !_identifiers.ContainsKey(kind)))
                _identifiers[kind] = Convert.ToString(id, System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private static ToolPermission NotTried(IruTool tool, bool isProbing) => Permission(tool, PermissionState.Unknown,
        tool.Operation is null ? DiagnosisText.NotDocumented
        : tool.Risk == Risk.Sensitive ? DiagnosisText.RevealsSecrets
        : tool.Risk > Risk.Sensitive ? DiagnosisText.ChangesSomething
        : isProbing ? DiagnosisText.NothingToAskFor : DiagnosisText.NotAsked);

    private static ToolPermission Permission(IruTool tool, PermissionState state, string reason) => new()
    {
        Tool = tool.Name,
        State = state,
        Permission = tool.Operation is { } operation ? ToolPermission.BoxOf(operation) : null,
        Risk = tool.Risk,
        Reason = reason,
    };
}
