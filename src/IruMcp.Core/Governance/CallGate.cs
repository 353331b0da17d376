using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The one place that lets a call out: no cmdlet and no bridge gets around it, and it believes neither of them about the policy.</summary>
internal static class CallGate
{
    /// <param name="question">The call and its tool as the connection has it now; without a call, the tool alone is asked about.</param>
    /// <param name="verdict">What the policy says.</param>
    /// <param name="connectionIsReadOnly">True where the connection was opened for reads only.</param>
    /// <exception cref="IruException">No approval in the world lets it through.</exception>
    public static void CheckAllowed(PolicyQuestion question, Verdict verdict, bool connectionIsReadOnly)
    {
        if (!question.IsRead && connectionIsReadOnly)
            throw PolicyText.ConnectionIsReadOnly(question);
        if (verdict.Action == PolicyAction.Deny)
            throw PolicyText.Refusal(question, verdict);
        if (question.Call is { } call && question.Risk > call.Risk)
            throw PolicyText.Changed(question);
    }

    /// <exception cref="IruException">The approval that the call has is not the one that it needs.</exception>
    public static void CheckApproved(PolicyQuestion question, Verdict verdict)
    {
        var approval = question.Call!.Approval;
        var isAsked = approval?.Kind == ApprovalKind.Asked;
        if (verdict.NeedsPerson && !isAsked)
            throw PolicyText.PersonNeeded(question.Tool, verdict);
        if (approval?.Kind == ApprovalKind.Policy && verdict.Action != PolicyAction.Allow)
            throw PolicyText.Unapproved(question);
        var mayGoUnasked = verdict.Action == PolicyAction.Confirm ? false : question.Risk < Risk.Destructive;
        if (approval is null ? !question.IsRead || verdict.Action == PolicyAction.Confirm : approval.Kind == ApprovalKind.Default && !mayGoUnasked)
            throw PolicyText.Unapproved(question);
    }
}
