using System.Text.Json.Nodes;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Connections;

/// <summary>An open connection to one tenant's MCP server. Safe to use from several threads and runspaces at once.</summary>
/// <remarks>No property bears a key.</remarks>
public sealed class IruConnection : IDisposable
{
    private const int LongestServerName = 200;

    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(5);

    private readonly ConnectionOptions _options;
    private readonly Redactor _redactor;
    private readonly RequestSender _sender;
    private readonly CallRecorder _recorder;
    private volatile ToolCatalogue _tools = ToolCatalogue.Empty;

    private IruConnection(ConnectionOptions options)
    {
        _options = options;
        _redactor = new Redactor(options.ApiKey, options.Profile, options.Proxy.Password);
        _sender = new RequestSender(options, _redactor);
        _recorder = new CallRecorder(options, _redactor);
    }

    internal ConnectionOptions Options => _options;

    public string Name => _options.Name;

    /// <summary>The MCP endpoint.</summary>
    public Uri Uri => _options.Endpoint;

    public bool IsOpen => !_sender.IsClosed;

    public bool IsReadOnly => _options.IsReadOnly;

    /// <summary>Where this connection's calls come from.</summary>
    public Channel Channel => _options.ChannelNow;

    /// <summary>The name and version that the server gives itself.</summary>
    public string Server { get; private set; } = "";

    /// <summary>The negotiated version of the protocol, a date.</summary>
    public string ProtocolVersion { get; private set; } = "";

    public int ToolCount => _tools.Tools.Count;

    public DateTime ConnectedAt { get; } = DateTime.Now;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout => _options.Timeout;

    /// <summary>How many requests this connection has sent, repetitions included.</summary>
    public long RequestCount => _sender.RequestCount;

    /// <summary>How many requests this connection has sent in the last sixty minutes. All tokens of a tenant share one hourly limit.</summary>
    public long RequestsLastHour => _sender.Budget.InLastHour;

    /// <summary>How many requests a second may be sent at the moment; null for no limit. It falls when the server asks for fewer.</summary>
    public double? RequestRate => _sender.Budget.Rate is { } rate ? Math.Round(rate, 1) : null;

    /// <summary>How many requests had to wait for their turn.</summary>
    public long WaitCount => _sender.Budget.Waits;

    /// <summary>How long at least one request was waiting for its turn.</summary>
    public TimeSpan TimeWaited => _sender.Budget.TimeWaited;

    /// <summary>The tools as last listed.</summary>
    public ToolCatalogue Tools => _tools;

    /// <summary>Opens a session and lists the tools: only then is it certain that the key has been accepted.</summary>
    /// <exception cref="IruException">No connection; nothing is left open.</exception>
    public static async Task<IruConnection> OpenAsync(ConnectionOptions options, IActivityLog log, CancellationToken cancellationToken)
    {
        var connection = await OpenSessionAsync(options, log, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.RefreshToolsAsync(log, cancellationToken).ConfigureAwait(false);
            foreach (var lapsed in ToolClasses.Lapsed(connection.Policy, connection.Tools, connection.Name, connection.Uri, connection.Channel))
                log.Warning(connection.Redact(lapsed));
            return connection;
        }
        catch (Exception failure)
        {
            // A version with which a session opens and then nothing works must not meet the next process too.
            if (failure is IruException { Id: not (FailureIds.Unauthorized or FailureIds.PermissionDenied or FailureIds.RateLimited) })
                options.Protocols.Forget(options.Endpoint);
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a session only; the tools are not listed yet.</summary>
    internal static async Task<IruConnection> OpenSessionAsync(ConnectionOptions options, IActivityLog log, CancellationToken cancellationToken)
    {
        WarmUp.Start();
        var connection = new IruConnection(options);
        try
        {
            var session = await connection._sender.EnsureSessionAsync(log, cancellationToken).ConfigureAwait(false);
            connection.Server = (connection._redactor.CleanStart($"{session.ServerName} {session.ServerVersion}", LongestServerName) ?? "").Trim();
            connection.ProtocolVersion = session.ProtocolVersion;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks the server for its tools again.</summary>
    public async Task<ToolCatalogue> RefreshToolsAsync(IActivityLog log, CancellationToken cancellationToken) =>
        _tools = ToolCatalogue.Build(await new ToolLister(_sender, _redactor).ListAsync(log, cancellationToken).ConfigureAwait(false));

    /// <summary>The tool of this name, as last listed.</summary>
    /// <exception cref="IruException">The server has no such tool.</exception>
    public IruTool GetTool(string name) => _tools.Find(name) is { } tool ? Classed(tool) : throw UnknownTool(name);

    /// <summary>The tool of this name. Where the list does not have it the server is asked once again.</summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="allowUnlisted">True takes a tool that the server does not list: its name alone tells its risk.</param>
    /// <exception cref="IruException">The server has no such tool; that is on record.</exception>
    public async Task<IruTool> FindToolAsync(string name, bool allowUnlisted, IActivityLog log, CancellationToken cancellationToken)
    {
        if (_tools.Find(name) is { } listed)
            return Classed(listed);
        log.Verbose(ToolText.AskingAgain(name));
        var tools = await RefreshToolsAsync(log, cancellationToken).ConfigureAwait(false);
        return tools.Find(name) is { } found ? Classed(found) : (allowUnlisted ? ToolCatalogue.Unlisted(name) : throw Refuse(name, null, UnknownTool(name)));
    }

    /// <summary>The tool with the class that it has under the policy in force now.</summary>
    public IruTool Classed(IruTool tool) => ToolClasses.Apply(Policy, tool, Name, Uri, Channel);

    /// <summary>The policy in force now.</summary>
    public Policy Policy => PolicyStore.Load(_options.PolicyPlaces);

    /// <summary>What the policy says about a call. It is asked again when the call is sent.</summary>
    public Verdict Judge(ToolCall call) => Judge(call.Tool, call);

    /// <summary>What the policy says about a tool, whatever the arguments.</summary>
    public Verdict Judge(IruTool tool) => Judge(tool, null);

    /// <summary>Refuses a tool that this connection may not use, before anybody is asked about it.</summary>
    /// <exception cref="IruException">The connection or the policy is read-only and the tool is not, or the policy denies it.</exception>
    public void RequireAllowed(IruTool tool)
    {
        var mildest = Question(tool, null) with { IsMildest = true };
        CallGate.CheckAllowed(mildest, Policy.Judge(mildest), IsReadOnly);
    }

    /// <summary>Refuses a call that no approval would let through, before anybody is asked about it.</summary>
    /// <returns>What the policy says about it.</returns>
    /// <exception cref="IruException">The connection or the policy is read-only and the tool is not, or the policy denies it.</exception>
    public Verdict RequireAllowed(ToolCall call)
    {
        var verdict = Judge(call);
        CallGate.CheckAllowed(Question(call.Tool, call), verdict, IsReadOnly);
        return verdict;
    }

    /// <summary>Refuses a call that would be one too many, before anybody is asked about it.</summary>
    /// <exception cref="IruException"><c>IruMcp.BlastRadius</c>.</exception>
    public void RequireWithinLimits(ToolCall call)
    {
        var limits = LimitsOf(call);
        if (call.Batch?.ExceededBy(limits.PerPipeline) is { } exceeded)
            throw LimitText.PipelineLimit(call, exceeded, call.Batch.Count(exceeded), limits);
        _recorder.Trail().RequireWithin(limits, call);
    }

    /// <summary>Counts a call that is only shown as if it were sent.</summary>
    /// <exception cref="IruException"><c>IruMcp.BlastRadius</c>: it would be one too many.</exception>
    public void CountAsShown(ToolCall call)
    {
        var limits = LimitsOf(call);
        var batch = call.Batch ??= new CallBatch();
        _recorder.Trail().RequireWithin(limits, call, batch.SentCount);
        if (batch.TryAdd(CallKind.Of(call.Tool, call.Risk), limits.PerPipeline) is { } exceeded)
            throw LimitText.PipelineLimit(call, exceeded, batch.Count(exceeded), limits);
    }

    /// <summary>Looks up what a person calls the thing that a call acts on, in one read; null where it has no such name.</summary>
    /// <exception cref="IruException">The look-up failed.</exception>
    public async Task<TargetNames?> LookUpTargetAsync(ToolCall call, IActivityLog log, CancellationToken cancellationToken)
    {
        if (call.IsLookedUp || TargetLookup.For(call, _tools) is not { } lookup)
            return call.KnownAs;
        call.IsLookedUp = true;
        return await Invoke(lookup.ToCall(), log).ReadPageAsync(cancellationToken).ConfigureAwait(false) is { } page
            ? call.KnownAs = lookup.NamesIn(page) ?? call.KnownAs : call.KnownAs;
    }

    /// <summary>Puts on record that a call is not sent.</summary>
    /// <param name="tool">The tool's name as it was asked for.</param>
    /// <param name="call">The call; null where it was refused before its arguments were bound.</param>
    /// <param name="why">What the user is told.</param>
    /// <param name="log">Hears of it where that cannot be put on record; null for nobody.</param>
    /// <returns>The failure, to be thrown.</returns>
    public IruException Refuse(string tool, ToolCall? call, IruException why, IActivityLog? log = null)
    {
        _recorder.Refused(tool, call?.Tool ?? _tools.Find(tool), call, why, log ?? new ActivityLog(static _ => { }, static _ => { }));
        return why;
    }

    /// <summary>Sends a call, page by page as the pages are read.</summary>
    /// <param name="call">The call, approved where it changes something.</param>
    /// <param name="log">Takes the story of it.</param>
    /// <param name="waitsForTurn">False gives an error where the limit on requests would make it wait for about a second or longer.</param>
    /// <param name="convert">Makes of each value what is given out, in the background and for several pages at once; null for the value itself.</param>
    /// <exception cref="IruException">The call must not be sent; that is on record.</exception>
    public ResultReader Invoke(ToolCall call, IActivityLog log, bool waitsForTurn = true, Func<object?, object?>? convert = null)
    {
        Verdict verdict;
        CallLimits limits;
        try
        {
            var tool = _tools.Find(call.Tool.Name) is { } listed ? Classed(listed) : (call.Tool.IsUnlisted ? call.Tool : throw UnknownTool(call.Tool.Name));
            var policy = Policy;
            var question = Question(tool, call);
            verdict = policy.Judge(question);
            CallGate.CheckAllowed(question, verdict, IsReadOnly);
            CallGate.CheckApproved(question, verdict);
            limits = policy.LimitsOf(question);
            var batch = call.Batch ?? new CallBatch();
            if (batch.TryAdd(CallKind.Of(tool, question.Risk), limits.PerPipeline) is { } exceeded)
                throw LimitText.PipelineLimit(call, exceeded, batch.Count(exceeded), limits);
        }
        catch (IruException refusal)
        {
            throw Refuse(call.Tool.Name, call, refusal, log);
        }
        var send = _recorder.OnRecord(call, verdict, limits, log, token => NameTargetAsync(call, log, token), (arguments, cancellationToken) => SendAsync(call, arguments, waitsForTurn, log, cancellationToken));
        return new ResultReader(new Pager(call, send, log, _redactor.Remember, convert, _redactor.WithoutOwn));
    }

    /// <summary>The text without this connection's key and whatever else looks like a secret.</summary>
    public string Redact(string text) => _redactor.Clean(text) ?? "";

    /// <summary>The same as one line, for questions and messages: without line breaks and what else would steer a terminal.</summary>
    public string RedactLine(string text) => _redactor.CleanLine(text);

    /// <summary>The text without this connection's key, and otherwise as it is.</summary>
    internal string RedactKey(string text) => _redactor.CleanOwn(text);

    public void Dispose() => _sender.Dispose();

    public override string ToString() => Name;

    /// <summary>What is erased or deleted cannot be looked up afterwards, so the record gets its names before. A name that cannot be had in time is
    /// left out: an emergency must not wait for it.</summary>
    private async Task NameTargetAsync(ToolCall call, IActivityLog log, CancellationToken cancellationToken)
    {
        if (call.Risk != Risk.Destructive || call.KnownAs is not null)
            return;
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(LongestLookUp);
        try
        {
            await LookUpTargetAsync(call, log, inTime.Token).ConfigureAwait(false);
        }
        catch (Exception unknown) when (unknown is IruException || unknown is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            log.Verbose(ToolText.NameUnknown(call));
        }
    }

    private IruException UnknownTool(string name)
    {
        var near = _tools.Suggest(name);
        return new IruException(FailureIds.UnknownTool, IruErrorCategory.ObjectNotFound,
            $"'{Name}' has no tool named '{name}'.",
            near.Count > 0 ? $"Did you mean {string.Join(", ", near)}? {FailureText.SeeTools}" : FailureText.SeeTools) { Tool = name };
    }

    private Verdict Judge(IruTool tool, ToolCall? call) => Policy.Judge(Question(tool, call));

    private CallLimits LimitsOf(ToolCall call) => Policy.LimitsOf(Question(call.Tool, call));

    private PolicyQuestion Question(IruTool tool, ToolCall? call) => new(tool, call, Name, Uri, Channel);

    private async Task<ToolAnswer> SendAsync(ToolCall call, JsonObject arguments, bool waitsForTurn, IActivityLog log, CancellationToken cancellationToken)
    {
        var tool = call.Tool;
        if (log.IsVerbose)
            log.Verbose($"tools/call {tool.Name} ({call.Risk}){ArgumentNames(AuditArguments.Of(arguments, call.Arguments.Secrets, _redactor))}");
        ToolAnswer? answer = null;
        var failures = new AnswerFailure(_redactor);
        var request = new SentRequest(
            "tools/call",
            () => new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments.DeepClone() },
            MayRepeat: call.IsRead && !tool.IsClassedByPolicy && (tool.Operation?.Method is null or "GET"),
            tool.Name,
            result =>
            {
                if (!AnswerReader.IsAnswer(result.Node))
                    return AnswerFailure.NoAnswer(tool);
                answer = AnswerReader.Read(result);
                answer.Source = result;
                if (!call.Page.IsRaw)
                    answer.ReleaseSource();
                return answer.IsFailure ? failures.Describe(answer, tool, call.Arguments.IdentifierText) : null;
            }) { MayWait = waitsForTurn, OnProgress = call.OnProgress };
        try
        {
            await _sender.SendAsync(request, log, cancellationToken).ConfigureAwait(false);
        }
        catch (IruException failure) when (failure.IsAmbiguous && call.DeviceId is { } device)
        {
            throw failure.ForDevice(device, HowToLook(device));
        }
        if (!call.IsRead && log.IsVerbose)
            log.Verbose(_redactor.Clean(ToolText.Accepted(call)) ?? "");
        return answer!;
    }

    /// <summary>The command that shows what has become of a device's action; null where the server has no tool for that.</summary>
    private string? HowToLook(string device) =>
        _tools.Tools.FirstOrDefault(other => other.Operation?.Id == "get-device-commands") is { } queue
            && queue.Parameters.FirstOrDefault(parameter => parameter.IsRequired) is { } queueId
            ? $"Look before you repeat it: Invoke-IruTool {queue.Name} -{queueId.Name} {device} shows whether the command is queued."
            : null;

    private string ArgumentNames(JsonObject arguments) => arguments.Count == 0 ? ""
        : " with " + _redactor.Clean(string.Join(", ", arguments.Select(argument => SecretFields.IsSecret(argument.Key, null)
            ? argument.Key
            : $"{argument.Key}={Short(argument.Value?.ToJsonString() ?? "null")}")));

    private static string Short(string value) => value.Length > 80 ? value.Substring(0, 77) + "..." : value;
}
