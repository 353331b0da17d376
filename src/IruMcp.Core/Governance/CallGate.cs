using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The one place that lets a call out: no cmdlet and no bridge gets around it, and it believes neither of them about the policy.</summary>
internal static class CallGate
{
    /// <param name="tool">The tool as the connection has it now.</param>
    /// <param name="call">The call; null to ask about the tool alone, before there is one.</param>
    /// <param name="verdict">What the policy says.</param>
    /// <param name="connectionIsReadOnly">True where the connection was opened for reads only.</param>
    /// <exception cref="IruException">No approval in the world lets it through.</exception>
    public static void CheckAllowed(IruTool tool, ToolCall? call, Verdict verdict, bool connectionIsReadOnly)
    {
        if (!tool.IsRead && connectionIsReadOnly)
            throw PolicyText.ConnectionIsReadOnly(tool);
        if (verdict.Action == PolicyAction.Deny)
            throw PolicyText.Refusal(tool, verdict);
        if (call is not null && tool.Risk > call.Tool.Risk)
            throw PolicyText.Changed(tool);
    }

    /// <exception cref="IruException">The approval that the call has is not the one that it needs.</exception>
    public static void CheckApproved(IruTool tool, ToolCall call, Verdict verdict)
    {
        var approval = call.Approval;
        var isAsked = approval?.Kind == ApprovalKind.Asked;
        if (verdict.NeedsPerson && !isAsked)
            throw PolicyText.PersonNeeded(tool, verdict);
        if (approval?.Kind == ApprovalKind.Policy && verdict.Action != PolicyAction.Allow)
            throw PolicyText.Unapproved(tool);
        var mayGoUnasked = verdict.Action == PolicyAction.Confirm ? false : tool.Risk < Risk.Destructive;
        if (approval is null ? !tool.IsRead || verdict.Action == PolicyAction.Confirm : approval.Kind == ApprovalKind.Default && !mayGoUnasked)
            throw PolicyText.Unapproved(tool);
    }
}
