using System.Diagnostics;
using System.Text;
using IruMcp.Hosts;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The record of one connection's calls that are no plain reads, and of its refusals. Safe to use from several threads.</summary>
internal sealed class AuditTrail
{
    private const int LongestWords = 500;

    private readonly AuditSettings _settings;
    private readonly AuditScope _scope;
    private readonly AuditFile? _file;
    private readonly SentCounter? _counter;
    private readonly string _place;
    private int _warnedOfFile;
    private int _warnedOfSink;

    public AuditTrail(AuditSettings settings, AuditScope scope)
    {
        _settings = settings;
        _scope = scope;
        Path = PathOf(settings);
        _place = Path ?? settings.Folder ?? "the user's own folder";
        if (Path is null)
            return;
        _file = new AuditFile(Path, settings.MaximumBytes, settings.KeptFiles);
        _counter = SentCounter.Of(Path);
    }

    /// <summary>Where the calls come from that it records.</summary>
    public string Channel => _scope.Channel;

    /// <summary>The file that is being written; null where there is no place for one.</summary>
    public string? Path { get; }

    /// <summary>The file of this user on this machine; null where there is no place for one.</summary>
    public static string? PathOf(AuditSettings settings) =>
        (settings.Folder ?? AuditPlace.DefaultFolder(HostEnvironment.Current)) is { Length: > 0 } folder
            ? System.IO.Path.Combine(folder, AuditPlace.FileName(AuditActor.Current.Host, AuditActor.Current.User))
            : null;

    /// <summary>Puts on record that a call is about to be sent; on disk when this returns.</summary>
    /// <param name="call">The call.</param>
    /// <param name="by">The rule, switch or person that allowed it.</param>
    /// <param name="limits">How many such calls there may be in an hour; null for any number. Counted and written in one step, so that of two processes only one
    /// sends the last.</param>
    /// <returns>Takes the outcome.</returns>
    /// <exception cref="IruException"><c>IruMcp.BlastRadius</c>: a limit is reached.</exception>
    /// <exception cref="IruException"><c>IruMcp.AuditUnavailable</c>: the call is above Write and could not be put on record.</exception>
    public AuditedCall Allow(ToolCall call, string by, CallLimits? limits, IActivityLog log)
    {
        var decision = DecisionOn(call.Tool.Name, call.Tool, call, by, errorId: null);
        var line = AuditLine.Of(decision, AuditActor.Current);
        CallLimit? exceeded = null;
        var use = default(HourUse);
        try
        {
            Append(line, toDisk: true, log, stream =>
            {
                (exceeded, use) = Exceeded(limits?.PerHour ?? [], stream);
                return exceeded is null;
            });
        }
        catch (Exception failure) when (IsNotWritable(failure))
        {
            // What cannot be recorded cannot be counted either.
            if (call.Risk > Risk.Write || limits is { PerHour.Count: > 0 })
                throw new IruException("IruMcp.AuditUnavailable", IruErrorCategory.WriteError,
                    AuditText.NotSent(call.Tool.Name, _place, Cause(failure)), AuditText.HowToMend) { Tool = call.Tool.Name };
            WarnOnce(AuditText.SentUnrecorded(_place, Cause(failure)), log);
            SendToSink(line, log);
        }
        if (exceeded is null && limits is { PerHour.Count: > 0 })
            _counter?.Remember(decision);
        return exceeded is null ? new AuditedCall(this, decision, log) : throw LimitText.HourLimit(call, exceeded, use, limits!);
    }

    /// <summary>Puts on record that a call was not sent. Never fails: the refusal itself is what the user must hear of.</summary>
    /// <param name="toolName">The tool's name as it was asked for.</param>
    /// <param name="tool">The tool; null where the server has none of that name.</param>
    /// <param name="call">The call; null where it was refused before its arguments were known.</param>
    /// <param name="why">What the user is told.</param>
    public void Refuse(string toolName, IruTool? tool, ToolCall? call, IruException why, IActivityLog log)
    {
        var line = AuditLine.Of(DecisionOn(toolName, tool, call, why.Message, why.Id), AuditActor.Current);
        try
        {
            Append(line, toDisk: false, log);
        }
        catch (Exception failure) when (IsNotWritable(failure))
        {
            WarnOnce(AuditText.SentUnrecorded(_place, Cause(failure)), log);
            SendToSink(line, log);
        }
    }

    /// <summary>Refuses a call that would be one too many, counting what this user has sent to this tenant in the last hour, in whichever process.</summary>
    /// <param name="limits">The limits of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="more">How many calls count besides.</param>
    /// <exception cref="IruException"><c>IruMcp.BlastRadius</c>.</exception>
    public void RequireWithin(CallLimits limits, ToolCall call, int more = 0)
    {
        try
        {
            if (limits.PerHour.Count == 0 || Path is null)
                return;
            using Stream current = (Stream?)AuditFile.OpenToRead(Path, isOwn: true) ?? new MemoryStream();
            if (Exceeded(limits.PerHour, current, more) is ({ } exceeded, var use))
                throw LimitText.HourLimit(call, exceeded, use, limits);
        }
        catch (Exception failure) when (IsNotWritable(failure))
        {
            // Whether the call can be put on record, and so counted, is asked again when it is sent.
        }
    }

    /// <summary>How many calls of these risks were sent to this tenant by this user on this machine, whichever process sent them.</summary>
    /// <param name="since">The earliest that counts.</param>
    /// <exception cref="IOException">The audit files cannot be read.</exception>
    public int CountSent(DateTime since, params Risk[] risks)
    {
        if (Path is null || AuditFile.Snapshot(Path) is not { } content)
            return 0;
        using var current = new MemoryStream(content);
        return new SentCounter(Path).Count(current, _scope.Tenant, since, new CallLimit(0, new PolicyRule { Risk = risks })).Sent;
    }

    private (CallLimit? Limit, HourUse Use) Exceeded(IReadOnlyList<CallLimit> limits, Stream current, int more = 0)
    {
        foreach (var limit in limits)
            if (_counter!.Count(current, _scope.Tenant, DateTime.UtcNow - CallLimit.Window, limit) is var use && use.Sent + more >= limit.Maximum)
                return (limit, use);
        return (null, default);
    }

    internal void End(AuditDecision decision, AuditOutcome outcome, string? errorId, TimeSpan duration, IActivityLog log)
    {
        var line = AuditLine.OfOutcome(decision.Id, DateTime.UtcNow, outcome, errorId, duration);
        try
        {
            Append(line, toDisk: false, log);
        }
        catch (Exception failure) when (IsNotWritable(failure))
        {
            WarnOnce(AuditText.OutcomeUnrecorded(_place, Cause(failure)), log);
            SendToSink(line, log);
        }
    }

    private void Append(byte[] line, bool toDisk, IActivityLog log, Func<Stream, bool>? mayAppend = null)
    {
        if (_file is null)
            throw new IOException(AuditText.NoFolder);
        if (_file.Append(line, toDisk, mayAppend))
            SendToSink(line, log);
    }

    private void WarnOnce(string words, IActivityLog log)
    {
        if (Interlocked.Exchange(ref _warnedOfFile, 1) == 0)
            log.Warning(words);
    }

    private void SendToSink(byte[] line, IActivityLog log)
    {
        if (_settings.Sink == AuditSink.System && SystemLog.TryWrite(Encoding.UTF8.GetString(line)) is { } cause
            && Interlocked.Exchange(ref _warnedOfSink, 1) == 0)
            log.Warning(AuditText.SinkFailed(SystemLog.Name, cause));
    }

    private AuditDecision DecisionOn(string toolName, IruTool? tool, ToolCall? call, string by, string? errorId) => new()
    {
        Script = call?.Script,
        Connection = _scope.Connection,
        Tenant = _scope.Tenant,
        Channel = _scope.Channel,
        Tool = _scope.Redactor.CleanStart(toolName, LongestWords)!,
        Operation = tool?.Operation?.Id,
        Risk = (call?.Risk ?? tool?.Risk)?.ToString(),
        Target = call is null ? [] : AuditTarget.Of(call, _scope.Redactor),
        Arguments = call is null ? [] : AuditArguments.Of(call.Arguments.Json, call.Arguments.Secrets, _scope.Redactor),
        IsAllowed = errorId is null,
        By = _scope.Redactor.CleanStart(by, LongestWords)!,
        ErrorId = errorId,
    };

    private static bool IsNotWritable(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    private static string Cause(Exception failure) => failure.Message;
}

/// <summary>What every line of a connection's has in common.</summary>
internal sealed record AuditScope(string Connection, string Tenant, string Channel, Redactor Redactor);

/// <summary>A call that is on record as sent and waits for its outcome; the first outcome counts.</summary>
internal sealed class AuditedCall(AuditTrail trail, AuditDecision decision, IActivityLog log)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private int _hasEnded;

    /// <summary>Ties the two lines of the call together.</summary>
    public string Id => decision.Id;

    public void End(AuditOutcome outcome, string? errorId)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            trail.End(decision, outcome, errorId, _time.Elapsed, log);
    }
}
