using System.Management.Automation;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Asks before calls that change something: one object for one pipeline. Must be used on the pipeline's thread.</summary>
/// <param name="cmdlet">The cmdlet that asks.</param>
/// <param name="force">True consents to everything but -WhatIf.</param>
/// <param name="redact">Masks secrets: an argument may hold a key.</param>
internal sealed class Approval(PSCmdlet cmdlet, bool force, Func<string, string> redact)
{
    private bool _yesToAll;
    private bool _noToAll;
    private bool _isRefused;

    /// <summary>True when the call may be sent; it is then marked as approved.</summary>
    /// <param name="call">The call.</param>
    /// <param name="target">What it acts on, in words.</param>
    /// <exception cref="IruException">Nobody can be asked, or the question failed. Thrown once per pipeline, since every further item would be
    /// refused in the same words.</exception>
    public bool Ask(ToolCall call, string target)
    {
        if (call.Tool.IsRead)
            return true;
        target = redact(target);
        if (_isRefused || _noToAll)
            return false;

        // Only for its message: under WhatIf nothing is sent, whatever else was said.
        if (IsWhatIf)
        {
            cmdlet.ShouldProcess(target, redact(call.Action));
            return false;
        }
        return call.Tool.Risk == Risk.Destructive ? AskBeforeDestruction(call, target) : AskBeforeChange(call, target);
    }

    private bool IsWhatIf => Bound("WhatIf") ?? LanguagePrimitives.IsTrue(Preference("WhatIfPreference"));

    private bool AskBeforeChange(ToolCall call, string target)
    {
        if (force)
        {
            call.Approve(ApprovalKind.Switch, "-Force");
            return true;
        }

        var asks = Bound("Confirm") ?? ConfirmPreference is ConfirmImpact.Low or ConfirmImpact.Medium;
        if (asks)
            RefuseWhereNobodyCanAnswer(why => Messages.NobodyCanConfirm(call.Tool.Name, why), call);
        if (!Guarded(call, target, () => cmdlet.ShouldProcess(target, redact(call.Action))))
            return false;
        call.Approve(asks ? ApprovalKind.Asked : ApprovalKind.Default, asks ? "asked" : "default");
        return true;
    }

    private bool AskBeforeDestruction(ToolCall call, string target)
    {
        var consent = force ? "-Force"
            : Bound("Confirm") is { } confirm ? confirm ? null : "-Confirm:$false"
            : ConfirmPreference == ConfirmImpact.None ? "$ConfirmPreference"
            : null;
        if (consent is not null)
        {
            call.Approve(consent[0] == '-' ? ApprovalKind.Switch : ApprovalKind.Preference, consent);
            return true;
        }

        RefuseWhereNobodyCanAnswer(why => Messages.NobodyCanAnswer(call.Tool.Name, why), call);
        // ShouldContinue with a security impact: its default is No, where ShouldProcess would take an empty line for a Yes.
        if (!Guarded(call, target, () => cmdlet.ShouldContinue(
            $"{call.Tool.Name} on {target}?", $"Destructive: {call.Tool.RiskReason}", hasSecurityImpact: true, ref _yesToAll, ref _noToAll)))
            return false;
        call.Approve(ApprovalKind.Asked, _yesToAll ? "asked: yes to all" : "asked");
        return true;
    }

    private void RefuseWhereNobodyCanAnswer(Func<string, string> message, ToolCall call)
    {
        if (Interaction.WhyNobodyCanAnswer(cmdlet.Host) is not { } why)
            return;
        _isRefused = true;
        throw new IruException("IruMcp.CannotConfirm", IruErrorCategory.PermissionDenied, message(why), Messages.ConsentHint) { Tool = call.Tool.Name };
    }

    private static bool Guarded(ToolCall call, string target, Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception unanswered) when (unanswered is not (PipelineStoppedException or IruException))
        {
            throw new IruException("IruMcp.CannotConfirm", IruErrorCategory.PermissionDenied, Messages.PromptFailed(call.Tool.Name, target), Messages.ConsentHint)
            { Tool = call.Tool.Name };
        }
    }

    private ConfirmImpact ConfirmPreference =>
        LanguagePrimitives.TryConvertTo(Preference("ConfirmPreference"), out ConfirmImpact impact) ? impact : ConfirmImpact.High;

    private object? Preference(string name) => cmdlet.SessionState.PSVariable.GetValue(name);

    private bool? Bound(string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out var value) ? LanguagePrimitives.IsTrue(value) : null;
}
