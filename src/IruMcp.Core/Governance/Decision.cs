using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>What was decided about a call, once: it is sent, or it is refused.</summary>
/// <param name="ToolName">The tool's name as it was asked for.</param>
/// <param name="Tool">The tool; null where the server has none of that name.</param>
/// <param name="Call">The call; null where it was refused before its arguments were bound.</param>
/// <param name="Refusal">Why it is not sent; null where it is.</param>
internal sealed record Decision(string ToolName, IruTool? Tool, ToolCall? Call, IruException? Refusal)
{
    public bool IsAllowed => Refusal is null;
}
