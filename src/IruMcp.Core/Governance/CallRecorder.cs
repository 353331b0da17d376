using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>Puts the decisions of one connection on record, and what came of the calls that were sent.</summary>
/// <param name="options">The connection's.</param>
/// <param name="redactor">The connection's; it learns the secrets in arguments here.</param>
internal sealed class CallRecorder(ConnectionOptions options, Redactor redactor)
{
    private const string Stopped = "Stopped";
    private const string NobodyHadToAsk = "default";

    private readonly object _gate = new();
    private AuditSettings? _settings;
    private AuditTrail? _trail;

    /// <summary>A decision that the call is not sent.</summary>
    public void Refused(string toolName, IruTool? tool, ToolCall? call, IruException why, IActivityLog log)
    {
        Learn(call);
        Trail().Refuse(toolName, tool, call, why, log);
    }

    /// <summary>Wraps the way out of a call that may be sent: its decision is on record before the first request leaves, and its outcome
    /// when the first answer is there. Plain reads leave no trace.</summary>
    /// <param name="nameTarget">Finds out what a person calls the target, where that is not known yet.</param>
    public Func<JsonObject, CancellationToken, Task<ToolAnswer>> OnRecord(
        ToolCall call, Verdict verdict, CallLimits limits, IActivityLog log,
        Func<CancellationToken, Task> nameTarget, Func<JsonObject, CancellationToken, Task<ToolAnswer>> send)
    {
        Learn(call);
        if (call.Risk == Risk.Read)
            return send;

        var by = call.Approval?.Words ?? (verdict.Action is null ? NobodyHadToAsk : verdict.Words);
        var sent = new Lazy<AuditedCall>(() => Allow(call, by, limits, log));
        return async (arguments, cancellationToken) =>
        {
            await nameTarget(cancellationToken).ConfigureAwait(false);
            var record = sent.Value;
            try
            {
                var answer = await send(arguments, cancellationToken).ConfigureAwait(false);
                record.End(AuditOutcome.Succeeded, null);
                return answer;
            }
            catch (IruException failure)
            {
                record.End(failure.IsAmbiguous ? AuditOutcome.Unknown : AuditOutcome.Failed, failure.Id);
                throw;
            }
            catch (OperationCanceledException)
            {
                record.End(AuditOutcome.Unknown, Stopped);
                throw;
            }
        };
    }

    /// <summary>The trail where the policy wants it now: an administrator's change reaches connections that are open.</summary>
    public AuditTrail Trail()
    {
        var settings = options.Audit ?? PolicyStore.Load(options.PolicyPlaces).Audit;
        lock (_gate)
        {
            if (_trail is null || settings != _settings || _trail.Channel != options.ChannelNow.ToString() || AuditTrail.PathOf(settings) != _trail.Path)
            {
                _settings = settings;
                _trail = new AuditTrail(settings, new AuditScope(options.Name, Tenant.Of(options.Endpoint), options.ChannelNow.ToString(), redactor));
            }
            return _trail;
        }
    }

    private AuditedCall Allow(ToolCall call, string by, CallLimits limits, IActivityLog log)
    {
        try
        {
            return Trail().Allow(call, by, limits, log);
        }
        catch (IruException refusal) when (refusal.Id == LimitText.BlastRadius)
        {
            Refused(call.Tool.Name, call.Tool, call, refusal, log);
            throw;
        }
    }

    private void Learn(ToolCall? call)
    {
        if (call is null)
            return;
        Learn(call.Arguments.Json, null);
        foreach (var secret in call.Arguments.Secrets)
            redactor.Remember(secret.Reveal());
    }

    private void Learn(JsonNode? value, string? parent)
    {
        if (value is JsonArray items)
            foreach (var item in items)
                Learn(item, parent);
        if (value is not JsonObject members)
            return;
        foreach (var member in members)
            if (member.Value is JsonValue secret && SecretFields.IsSecret(member.Key, parent))
                redactor.Remember(secret.ToString());
            else
                Learn(member.Value, member.Key);
    }
}
