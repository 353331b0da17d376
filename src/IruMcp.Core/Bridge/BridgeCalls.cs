using System.Text.Json;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>Serves a client's calls: what the policy denies is refused, what it wants confirmed is asked, the rest is sent.</summary>
internal sealed class BridgeCalls(BridgeOptions options, BridgeConnection connections, Elicitation elicitation, AnswerShaper shaper, IActivityLog log)
{
    /// <summary>The result to write. A failure is a result that says so, and no error of the protocol: the model is to read it.</summary>
    public async Task<Action<Utf8JsonWriter>> CallAsync(
        string name, JsonElement arguments, ClientFacts client, ProgressSink progress, CancellationToken cancellationToken)
    {
        IruConnection? connection = null;
        try
        {
            connection = await connections.GetAsync(cancellationToken).ConfigureAwait(false);
            return name switch
            {
                OwnTools.Find => Find(connection, arguments, client),
                OwnTools.Call or OwnTools.CallRead => await CallAsync(
                    connection, RpcMessage.Text(arguments, "name") ?? "", RpcMessage.Member(arguments, "arguments"), onlyReads: name == OwnTools.CallRead,
                    client, progress, cancellationToken).ConfigureAwait(false),
                _ => await CallAsync(connection, name, arguments, onlyReads: false, client, progress, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (IruException failure)
        {
            log.Verbose($"{name}: {failure.Message} [{failure.Id}]");
            if (failure.Id == FailureIds.Unauthorized && connection is not null)
                connections.Forget(connection);
            return AnswerShaper.Text(AnswerShaper.TextOf(failure), isError: true);
        }
    }

    private Action<Utf8JsonWriter> Find(IruConnection connection, JsonElement arguments, ClientFacts client)
    {
        var callable = ToolOffer.Make(connection.Tools, options, client.ToolLimit).Callable;
        int? count = arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("limit", out var limit)
            && limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var wanted) ? wanted : null;
        var found = ToolFinder.Find(callable, RpcMessage.Text(arguments, "query") ?? "", count);
        return AnswerShaper.Text(JsonLine.Of(json => ToolFinder.Write(json, found, callable, connection.Redact)), isError: false);
    }

    private async Task<Action<Utf8JsonWriter>> CallAsync(
        IruConnection connection, string name, JsonElement arguments, bool onlyReads, ClientFacts client, ProgressSink progress, CancellationToken cancellationToken)
    {
        var tool = await connection.FindToolAsync(name, allowUnlisted: false, log, cancellationToken).ConfigureAwait(false);
        var call = Bind(connection, tool, arguments);
        if (onlyReads && !call.IsRead)
            throw BridgeText.OnlyReads(tool);
        if (progress.IsWanted)
            call.OnProgress = (done, total, words) => progress.Report(done, total, words is null ? null : connection.Redact(words));
        await ApproveAsync(connection, call, client, cancellationToken).ConfigureAwait(false);

        var page = await connection.Invoke(call, log).ReadPageAsync(cancellationToken).ConfigureAwait(false);
        return await shaper.ShapeAsync(connection, call, page!.Answer!, progress, log, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="IruException">The arguments do not fit, or the tool is excluded; the latter is on record.</exception>
    private ToolCall Bind(IruConnection connection, IruTool tool, JsonElement arguments)
    {
        var isExcluded = ToolOffer.IsExcluded(tool.Name, options);
        ToolCall? call = null;
        try
        {
            call = ToolCall.BindJson(tool, WithoutEmptyOptions(tool, arguments), new PageRequest { IsRaw = true, IsSinglePage = true });
        }
        catch (IruException) when (isExcluded)
        {
            // That the tool is excluded is what the client is to hear.
        }
        return isExcluded ? throw connection.Refuse(tool.Name, call, BridgeText.Excluded(tool.Name), log) : call!;
    }

    /// <exception cref="IruException">The policy denies the call, or the person does, or nobody can be asked. That is on record.</exception>
    private async Task ApproveAsync(IruConnection connection, ToolCall call, ClientFacts client, CancellationToken cancellationToken)
    {
        try
        {
            if (options.IsReadOnly && !call.IsRead)
                throw BridgeText.ReadOnly(call.Tool);
            var verdict = connection.RequireAllowed(call);
            connection.RequireWithinLimits(call);
            if (verdict.Action == PolicyAction.Allow)
                call.Approve(ApprovalKind.Policy, verdict.Words);
            else if (verdict.Action == PolicyAction.Confirm || !call.IsRead)
                await AskAsync(connection, call, client, cancellationToken).ConfigureAwait(false);
        }
        catch (IruException why)
        {
            throw connection.Refuse(call.Tool.Name, call, why, log);
        }
    }

    private async Task AskAsync(IruConnection connection, ToolCall call, ClientFacts client, CancellationToken cancellationToken)
    {
        if (!client.CanElicit)
            throw BridgeText.NobodyToAsk(call.Tool, client.Name);
        var target = Quotes.Around(connection.RedactLine(await NamedTargetAsync(connection, call, cancellationToken).ConfigureAwait(false)));
        try
        {
            var question = BridgeText.Question(call, target, Quotes.Around(connection.RedactLine(call.Action)), connection.Name, client.Name);
            switch (await elicitation.AskAsync(question, call.Risk == Risk.Destructive, cancellationToken).ConfigureAwait(false))
            {
                case PersonAnswer.Yes:
                    call.Approve(ApprovalKind.Asked, BridgeText.AskedThrough(client.Name));
                    break;
                case PersonAnswer.No:
                    throw BridgeText.Declined(call.Tool, target);
                case PersonAnswer.WithoutTick:
                    throw BridgeText.AcceptedWithoutTick(call.Tool, target, client.Name);
                default:
                    throw BridgeText.Unanswered(call.Tool, target);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The client has closed its end.
            throw BridgeText.Unanswered(call.Tool, target);
        }
        catch (OperationCanceledException)
        {
            // Called off while the question was open: that is no Yes, and is to be on record.
            connection.Refuse(call.Tool.Name, call, BridgeText.Unanswered(call.Tool, target), log);
            throw;
        }
    }

    /// <summary>A person is asked about something with a name.</summary>
    private async Task<string> NamedTargetAsync(IruConnection connection, ToolCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.LookUpTargetAsync(call, log, cancellationToken).ConfigureAwait(false) is { } names
                ? BridgeText.Named(names, call.Target) : call.Target;
        }
        catch (IruException failure)
        {
            return BridgeText.NameUnknown(call.Target, failure.Message);
        }
    }

    /// <summary>Models often send null for an option that they mean to leave out.</summary>
    private static IReadOnlyDictionary<string, object?> WithoutEmptyOptions(IruTool tool, JsonElement arguments) =>
        JsonArguments.Read(arguments)
            .Where(argument => argument.Value is not null
                || tool.Parameters.FirstOrDefault(parameter => parameter.Name == argument.Key) is not { IsRequired: false, IsNullable: false })
            .ToDictionary(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal);
}
