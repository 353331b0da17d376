using System.Globalization;
using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.Diagnosis;

/// <summary>Opens the session, lists the tools and tries a few reads, and tells of each step that went well.</summary>
internal sealed class ServerProbe(ConnectionOptions options, WireObserver wire, Func<DiagnosisCheck, Task> report) : IDisposable
{
    private const int MostReads = 3;
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    /// <summary>Reads that every tenant has something for, in the order in which they are tried.</summary>
    private static readonly string[] ReadsToTry = ["list-devices", "list-blueprints", "settings-licensing", "list-users", "get-tags", "list-audit-events"];

    private IruConnection? _connection;

    public void Dispose() => _connection?.Dispose();

    /// <summary>Null where all went well.</summary>
    public async Task<IruException?> OpenAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            _connection = await IruConnection.OpenSessionAsync(options, log, cancellationToken).ConfigureAwait(false);
            await _connection.RefreshToolsAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch (IruException failure)
        {
            await TellUpToAsync(FailurePlace.OfWire(failure, options.Endpoint, wire)).ConfigureAwait(false);
            return failure;
        }

        await TellUpToAsync(CheckNames.Tools).ConfigureAwait(false);
        await TellToolsAsync(_connection).ConfigureAwait(false);
        return null;
    }

    /// <summary>Tries a few reads. Null where the key may do at least one of them.</summary>
    public async Task<IruException?> ReadAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var tools = ReadsToTry.Select(id => _connection!.Tools.Tools.FirstOrDefault(tool => tool.Operation?.Id == id && tool.MayBeCalledUnasked)).OfType<IruTool>().Take(MostReads).ToList();
        var refused = new List<IruTool>();
        foreach (var tool in tools)
        {
            var probe = await PermissionProbe.TryAsync(_connection!, tool, null, log, cancellationToken).ConfigureAwait(false);
            if (probe.State == PermissionState.Denied)
                refused.Add(tool);
            else if (probe.Failure is { } failure && probe.State != PermissionState.Allowed)
                return failure;
        }

        if (tools.Count == 0)
            await report(Check(CheckNames.Permissions, CheckResult.Skipped, DiagnosisText.NothingToTry)).ConfigureAwait(false);
        else if (refused.Count == 0)
            await report(Check(CheckNames.Permissions, CheckResult.Passed, DiagnosisText.ReadsWork(tools))).ConfigureAwait(false);
        else
            await report(Check(CheckNames.Permissions, refused.Count == tools.Count ? CheckResult.Failed : CheckResult.Warning,
                DiagnosisText.ReadsRefused(refused, tools.Count), DiagnosisText.TickBoxes(refused)) with { ErrorId = FailureIds.PermissionDenied }).ConfigureAwait(false);
        return null;
    }

    public async Task TellClockAndBudgetAsync(IruException? failure)
    {
        if (wire.ServerTime is not { } serverTime)
            await report(Check(CheckNames.Clock, CheckResult.Skipped, DiagnosisText.NoServerTime)).ConfigureAwait(false);
        else if ((wire.AnsweredAt - serverTime).Duration() is var skew && skew > LargestSkew)
            await report(Check(CheckNames.Clock, CheckResult.Warning, DiagnosisText.ClockIsOff(wire.AnsweredAt - serverTime), DiagnosisText.SetClock)).ConfigureAwait(false);
        else
            await report(Check(CheckNames.Clock, CheckResult.Passed, DiagnosisText.ClockIsRight(skew))).ConfigureAwait(false);

        if (failure?.Id == FailureIds.RateLimited)
            return;
        await report(Check(CheckNames.RateBudget, wire.RequestCount == 0 ? CheckResult.Skipped : CheckResult.Passed,
            DiagnosisText.Budget(wire.RequestCount, wire.RateLimits))).ConfigureAwait(false);
    }

    /// <summary>Tells of the steps before the one named here: that one was reached, so they went well.</summary>
    private async Task TellUpToAsync(string reached)
    {
        foreach (var name in new[] { CheckNames.Tls, CheckNames.Http, CheckNames.Authentication, CheckNames.Protocol })
        {
            if (name == reached)
                return;
            if (PassedStep(name, reached) is { } check)
                await report(check).ConfigureAwait(false);
        }
    }

    private DiagnosisCheck? PassedStep(string name, string reached)
    {
        switch (name)
        {
            case CheckNames.Tls when options.Endpoint.Scheme != Uri.UriSchemeHttps:
                return Check(name, CheckResult.Skipped, DiagnosisText.NoTls);
            case CheckNames.Tls when wire.Certificate is { IsTrusted: true } certificate:
                return certificate.Approve(DateTime.Now);
            // Turned away for its rate or by a proxy: nobody has looked at the key.
            case CheckNames.Http or CheckNames.Authentication or CheckNames.Protocol when wire.Status is null || reached is CheckNames.RateBudget or CheckNames.Proxy or CheckNames.Tcp or CheckNames.Dns:
                return null;
            case CheckNames.Http:
                return wire.IsStreamHeldBack ? Check(name, CheckResult.Warning, DiagnosisText.StreamIsHeldBack(wire), DiagnosisText.LetStreamsThrough)
                    : wire.LongestWait > SlowAnswer ? Check(name, CheckResult.Warning, DiagnosisText.SlowAnswer(wire), DiagnosisText.AskAboutSlowness)
                    : Check(name, CheckResult.Passed, DiagnosisText.Answered(wire));
            case CheckNames.Authentication:
                return wire.HasSucceeded ? Check(name, CheckResult.Passed, DiagnosisText.KeyAccepted) : null;
            case CheckNames.Protocol:
                return _connection is null ? null
                    : Check(name, CheckResult.Passed, string.Format(CultureInfo.InvariantCulture, DiagnosisText.Speaks, _connection.Server, _connection.ProtocolVersion));
            default:
                return null;
        }
    }

    private Task TellToolsAsync(IruConnection connection)
    {
        var known = connection.Tools.Tools.Count(tool => tool.Operation is not null);
        var isEmpty = connection.ToolCount == 0;
        return report(Check(CheckNames.Tools, isEmpty ? CheckResult.Warning : CheckResult.Passed,
            isEmpty ? DiagnosisText.NoTools : DiagnosisText.ToolsListed(connection.ToolCount, known), isEmpty ? FailureText.CheckPermissions : null));
    }

    private static DiagnosisCheck Check(string name, CheckResult result, string detail, string? fix = null) =>
        new() { Check = name, Result = result, Detail = detail, Fix = fix };
}
