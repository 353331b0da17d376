using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The one place that lets a call out: no cmdlet and no bridge gets around it.</summary>
internal static class CallGate
{
    /// <exception cref="IruException">The call must not be sent; nothing has been sent.</exception>
    public static void Check(ToolCall call, bool connectionIsReadOnly)
    {
        Check(call.Tool, connectionIsReadOnly);
        if (!call.Tool.IsRead && call.Approval is null)
            throw new IruException("IruMcp.NotApproved", IruErrorCategory.PermissionDenied,
                $"'{call.Tool.Name}' changes things ({call.Tool.Risk}) and nobody has approved this call. Nothing was sent.")
            { Tool = call.Tool.Name };
    }

    /// <exception cref="IruException">No call of this tool may be sent over the connection.</exception>
    public static void Check(IruTool tool, bool connectionIsReadOnly)
    {
        if (!tool.IsRead && connectionIsReadOnly)
            throw new IruException("IruMcp.ReadOnlyConnection", IruErrorCategory.PermissionDenied,
                $"'{tool.Name}' changes things ({tool.Risk}) and this connection is read-only. Nothing was sent.",
                "Connect again without -ReadOnly to use it.") { Tool = tool.Name };
    }
}
