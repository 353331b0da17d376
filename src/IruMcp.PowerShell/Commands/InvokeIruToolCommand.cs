using System.Management.Automation;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.PowerShell.Commands;

/// <summary>Calls a tool of the connected server and writes its result as objects.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "IruTool", SupportsShouldProcess = true, SupportsPaging = true)]
[OutputType(typeof(PSObject))]
public sealed class InvokeIruToolCommand : ConnectedCmdlet, IDynamicParameters
{
    private static readonly string[] LimitParameters = ["First", "Skip"];

    private RuntimeDefinedParameterDictionary? _toolParameters;
    private Approval? _approval;
    private RestOfInput? _rest;
    private IruTool? _tool;
    private CallQueue? _calls;
    private string? _script;
    private CommandWait? _wait;
    private bool _totalIsWritten;
    private bool _isAllowed;

    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string Tool { get; set; } = "";

    [Parameter(Position = 1)]
    [AllowNull]
    public object? Arguments { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Optional arguments whose present value the call takes away.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClearCompleter))]
    public string[]? Clear { get; set; }

    [Parameter]
    public SwitchParameter NoPaging { get; set; }

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Sends a call of a tool that the server does not list. Its name alone tells its risk.</summary>
    [Parameter]
    public SwitchParameter AllowUnknownTool { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many calls for objects of the pipeline may be under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>What to do when the limit on requests is reached.</summary>
    [Parameter]
    public RateLimitAction RateLimitAction { get; set; }

    /// <summary>Follows the device's command to its end.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>The tool's own parameters, from the list that the connection has: no request is sent. Where there is no list or the list
    /// does not have the tool, whatever is given is taken, so that <see cref="BeginProcessing"/> says what is wrong and not the binder.</summary>
    public object? GetDynamicParameters()
    {
        if (string.IsNullOrEmpty(Tool))
            return null;
        return _toolParameters = UsableConnection?.Tools.Find(Tool) is { } tool ? ToolParameters.Define(tool) : ToolParameters.Unknown();
    }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _calls = new CallQueue(this, ThrottleLimit, call => OpenConnection.Invoke(call, Log, RateLimitAction == RateLimitAction.Wait, ToPowerShell), WritePage, WriteFailure);
        try
        {
            _approval = new Approval(this, OpenConnection, Force && !DefaultParameters.MayHaveGiven(this, nameof(Force)), LookUpTarget);
            _tool = OpenConnection.Tools.Find(Tool) ?? FindTool();
            ToolParameters.RequireRead(_toolParameters, _tool);
            if (!MyInvocation.ExpectingInput)
                RequireAllowed();
            RefuseLimitOnPipedChanges(_tool);
            _wait = Wait ? new CommandWait(this, OpenConnection, Log) : null;
            _script = _tool.Risk == Risk.Read ? null : CallingScript.Path;
            if (Raw && !AsPlainText && _tool.Risk == Risk.Sensitive)
                throw new IruException("IruMcp.RawShowsSecrets", IruErrorCategory.InvalidArgument, Messages.RawShowsSecrets(_tool.Name)) { Tool = _tool.Name };
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Tool));
        }
    }

    protected override void ProcessRecord()
    {
        if (_rest is not null)
        {
            _rest.Add(InputObject);
            return;
        }
        if (!_isAllowed)
            RefuseUnlessAllowed();
        try
        {
            var call = BindCall();
            call.RefuseLikelyMistakes();
            call.Script = _script;
            if (!_approval!.Ask(call, InputObject))
                return;
            _wait?.Before(call, InputObject);
            _calls!.Add(call, InputObject);
        }
        catch (IruException limit) when (limit.HoldsForAll)
        {
            WriteFailure(limit, InputObject);
        }
        catch (IruException failure)
        {
            _calls!.AddFailure(failure, InputObject);
        }
    }

    /// <summary>A pipeline whose tool may not be used at all ends at its first object, so that the record says what that was.</summary>
    private void RefuseUnlessAllowed()
    {
        try
        {
            RequireAllowed();
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Tool));
        }
    }

    private void RequireAllowed()
    {
        _approval!.RequireAllowed(_tool!, CallSoFar);
        _isAllowed = true;
    }

    private ToolCall BindCall()
    {
        var item = MyInvocation.ExpectingInput || InputObject is not null ? PipelineItemOf(InputObject) : null;
        return ToolCall.Bind(_tool!, item, ToolParameters.Bound(_toolParameters, _tool!), GivenArguments.Of(Arguments, Tool), WantedPage(), Clear);
    }

    /// <summary>Null where its arguments are not such that there is a call.</summary>
    private ToolCall? CallSoFar()
    {
        try
        {
            var call = BindCall();
            call.Script = CallingScript.Path;
            return call;
        }
        catch (IruException)
        {
            return null;
        }
    }

    protected override void EndProcessing()
    {
        _calls!.Complete();
        _approval!.WarnOfLimits();
        _wait?.Run(CommandWait.DefaultTimeoutSec);
        if (_rest is not null)
            WriteError(_rest.ToError(Tool));
    }

    /// <summary>A limit ends the sending and is reported once, when all of the input is known.</summary>
    private void WriteFailure(IruException failure, object? item)
    {
        _wait?.Failed(item, failure);
        if (failure.HoldsForAll)
            (_rest ??= new RestOfInput(failure)).Add(item);
        else
            WriteError(ErrorRecords.From(failure, item));
    }

    private IruTool FindTool()
    {
        var connection = OpenConnection;
        IruTool? tool = null;
        Run(async cancellationToken =>
            tool = await connection.FindToolAsync(Tool, AllowUnknownTool, Log, cancellationToken).ConfigureAwait(false));
        return tool!;
    }

    private TargetNames? LookUpTarget(ToolCall call)
    {
        var connection = OpenConnection;
        TargetNames? names = null;
        Run(async cancellationToken => names = await connection.LookUpTargetAsync(call, Log, cancellationToken).ConfigureAwait(false));
        return names;
    }

    /// <summary>-First on a tool that erases looks as if it limited how much of the input is erased.</summary>
    private void RefuseLimitOnPipedChanges(IruTool tool)
    {
        if (!tool.IsRead && MyInvocation.ExpectingInput && LimitParameters.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } given)
            throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument, Messages.NotAList(tool.Name, given), Messages.LimitTheInput)
            { Tool = tool.Name };
    }

    private void WritePage(ResultPage page, Action startNextPage)
    {
        if (PagingParameters.IncludeTotalCount && !_totalIsWritten)
        {
            _totalIsWritten = true;
            WriteObject(page.TotalCount is { } total
                ? PagingParameters.NewTotalCount((ulong)total, 1.0)
                : PagingParameters.NewTotalCount(0, 0.0));
        }
        AddedProperties.EnsureFor(page.Items);
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index == page.Items.Count - 1)
                startNextPage();
            WriteObject(page.Items[index]);
        }
    }

    private object? ToPowerShell(object? value) => PowerShellValues.ToPowerShell(value, revealSecrets: AsPlainText);

    private PageRequest WantedPage() => new()
    {
        First = PagingParameters.First == ulong.MaxValue ? null : (long)Math.Min(PagingParameters.First, long.MaxValue),
        Skip = (long)Math.Min(PagingParameters.Skip, long.MaxValue),
        WantsTotal = PagingParameters.IncludeTotalCount,
        PageSize = ToolParameters.PageSizeIn(_toolParameters),
        IsSinglePage = NoPaging,
        IsRaw = Raw,
    };

    private static PipelineItem PipelineItemOf(PSObject? input) => input?.BaseObject switch
    {
        null => new PipelineItem(null, []),
        string or Guid or int or long => new PipelineItem(input.BaseObject, [.. input.TypeNames]),
        _ => new PipelineItem(PowerShellValues.ScalarMembers(input), [.. input.TypeNames]),
    };
}
