using System.Management.Automation;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Asks before calls that change something, as risk, switches and policy want it: one object for one pipeline. Must be used on
/// the pipeline's thread.</summary>
/// <param name="cmdlet">The cmdlet that asks.</param>
/// <param name="connection">The connection that the calls go over.</param>
/// <param name="force">True consents to everything but -WhatIf and what the machine's policy wants a person for.</param>
/// <param name="lookUp">Finds what a person calls the thing that a call acts on.</param>
internal sealed class Approval(PSCmdlet cmdlet, IruConnection connection, bool force, Func<ToolCall, TargetNames?> lookUp)
{
    private readonly CallBatch _batch = new();
    private IruException? _nobodyAnswers;
    private IruException? _limitOfShown;
    private int _shown;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>How many of the pipeline's calls were let out.</summary>
    public int SentCount => _batch.SentCount;

    /// <summary>Refuses a tool that may not be used at all.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="callSoFar">The first call, for the record; null where there is none.</param>
    public void RequireAllowed(IruTool tool, Func<ToolCall?>? callSoFar = null)
    {
        try
        {
            connection.RequireAllowed(tool);
        }
        catch (IruException refusal) when (!IsWhatIf)
        {
            throw connection.Refuse(tool.Name, callSoFar?.Invoke(), refusal);
        }
    }

    /// <summary>True when the call may be sent; it is then marked as approved.</summary>
    /// <param name="call">The call.</param>
    /// <param name="item">The piped object that it acts on; null for none.</param>
    /// <exception cref="IruException">The policy denies the call, a limit is reached, or nobody can be asked or the question failed. That
    /// nobody can be asked is thrown once per pipeline, since every further item would be refused in the same words.</exception>
    public bool Ask(ToolCall call, PSObject? item)
    {
        call.Batch = _batch;
        call.KnownAs ??= ItemText.NamesFor(item);
        try
        {
            var verdict = connection.RequireAllowed(call);
            if (call.IsRead && verdict.Action != PolicyAction.Confirm)
                return true;

            // Only for its message: under WhatIf nothing is sent, whatever else was said.
            if (IsWhatIf)
            {
                cmdlet.ShouldProcess(connection.RedactLine(ItemText.Of(item, call)), connection.RedactLine(call.Action));
                CountShown(call);
                return false;
            }
            connection.RequireWithinLimits(call);
            if (ConsentTo(call, verdict) is not { } consent)
                return AskPerson(call, item, verdict);
            if (consent.Kind == ApprovalKind.Default && !cmdlet.ShouldProcess(connection.RedactLine(ItemText.Of(item, call)), connection.RedactLine(call.Action)))
                return false;
            call.Approve(consent.Kind, consent.Words);
            return true;
        }
        catch (IruException refusal) when (!IsWhatIf)
        {
            throw connection.Refuse(call.Tool.Name, call, refusal);
        }
    }

    /// <summary>Says how many of the calls that were only shown would be sent, where that is not all of them.</summary>
    public void WarnOfLimits()
    {
        if (_limitOfShown is { } limit)
            cmdlet.WriteWarning(LimitText.OnlySoMany(limit.Tool!, _batch.SentCount, _shown, limit));
    }

    private void CountShown(ToolCall call)
    {
        _shown++;
        try
        {
            if (_limitOfShown is null)
                connection.CountAsShown(call);
        }
        catch (IruException limit) when (limit.Id == LimitText.BlastRadius)
        {
            _limitOfShown = limit;
        }
    }

    private bool IsWhatIf => Bound("WhatIf") ?? LanguagePrimitives.IsTrue(Preference("WhatIfPreference"));

    /// <summary>What was said beforehand; null where a person has to be asked.</summary>
    private CallApproval? ConsentTo(ToolCall call, Verdict verdict)
    {
        if (verdict.NeedsPerson)
            return null;
        if (force)
            return new CallApproval(ApprovalKind.Switch, "-Force");
        if (Bound("Confirm") is { } confirm && (confirm || !DefaultParameters.MayHaveGiven(cmdlet, "Confirm")))
            return confirm ? null : new CallApproval(ApprovalKind.Switch, "-Confirm:$false");
        if (ConfirmPreference == ConfirmImpact.None)
            return new CallApproval(ApprovalKind.Preference, "$ConfirmPreference");
        if (verdict.Action == PolicyAction.Confirm || ConfirmPreference is ConfirmImpact.Low or ConfirmImpact.Medium)
            return null;
        if (verdict.Action == PolicyAction.Allow)
            return new CallApproval(ApprovalKind.Policy, verdict.Words);
        return call.Risk == Risk.Destructive ? null : new CallApproval(ApprovalKind.Default, "default");
    }

    private bool AskPerson(ToolCall call, PSObject? item, Verdict verdict)
    {
        if (_nobodyAnswers is { } known)
            return Decline(call, known);
        if (_noToAll)
            return Decline(call, Messages.Declined(call.Tool.Name));
        if (Interaction.WhyNobodyCanAnswer(cmdlet.Host) is { } why)
            throw _nobodyAnswers = NobodyAnswers(call, verdict, why);
        if (!_yesToAll && !IsAnsweredYes(call, item, verdict))
            return Decline(call, Messages.Declined(call.Tool.Name));
        call.Approve(ApprovalKind.Asked, _yesToAll ? "asked: yes to all" : "asked");
        return true;
    }

    private bool IsAnsweredYes(ToolCall call, PSObject? item, Verdict verdict)
    {
        var target = connection.RedactLine(NamedTarget(call, item));
        var isGrave = call.Risk == Risk.Destructive || verdict.Action == PolicyAction.Confirm;
        var caption = verdict.Action == PolicyAction.Confirm ? Messages.PolicyAsks(verdict.Words) : $"{call.Risk}: {call.RiskReason}";
        try
        {
            // With a security impact the default is No, where ShouldProcess would take an empty line for a Yes.
            return cmdlet.ShouldContinue($"{connection.RedactLine(call.Action)} on {target}?", caption, isGrave, ref _yesToAll, ref _noToAll);
        }
        catch (Exception unanswered) when (unanswered is not (PipelineStoppedException or IruException))
        {
            throw new IruException("IruMcp.CannotConfirm", IruErrorCategory.PermissionDenied, Messages.PromptFailed(call.Tool.Name, target), Messages.ConsentHint)
            { Tool = call.Tool.Name };
        }
    }

    /// <summary>A person is asked about something with a name. It is looked up where the piped object does not have it.</summary>
    private string NamedTarget(ToolCall call, PSObject? item)
    {
        if (ItemText.HasNames(item))
            return ItemText.Of(item, call);
        try
        {
            return lookUp(call) is { } names ? ItemText.Of(names.Name, names.Others, call) : Quotes.Inside(call.Target);
        }
        catch (IruException failure)
        {
            return $"{Quotes.Inside(call.Target)} ({Messages.NameUnknown(failure.Message)})";
        }
    }

    private bool Decline(ToolCall call, IruException why)
    {
        connection.Refuse(call.Tool.Name, call, why);
        return false;
    }

    private IruException NobodyAnswers(ToolCall call, Verdict verdict, string why) => verdict.NeedsPerson
        ? new IruException("IruMcp.ConfirmationRequired", IruErrorCategory.PermissionDenied,
            Messages.PolicyNeedsPerson(call.Tool.Name, verdict.Words, why),
            connection.Channel == Channel.Agent ? Messages.RunWithoutAgent : Messages.RunWhereAnswered) { Tool = call.Tool.Name }
        : new IruException("IruMcp.CannotConfirm", IruErrorCategory.PermissionDenied,
            call.Risk == Risk.Destructive ? Messages.NobodyCanAnswer(call.Tool.Name, why) : Messages.NobodyCanConfirm(call.Tool.Name, why),
            Messages.ConsentHint) { Tool = call.Tool.Name };

    private ConfirmImpact ConfirmPreference =>
        LanguagePrimitives.TryConvertTo(Preference("ConfirmPreference"), out ConfirmImpact impact) ? impact : ConfirmImpact.High;

    private object? Preference(string name) => cmdlet.SessionState.PSVariable.GetValue(name);

    private bool? Bound(string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out var value) ? LanguagePrimitives.IsTrue(value) : null;
}
