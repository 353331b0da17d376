using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The call that a policy is asked about.</summary>
/// <param name="Tool">The tool, as the connection knows it.</param>
/// <param name="Call">The call with its arguments; null where they are not known yet: rules about arguments then match nothing.</param>
/// <param name="ConnectionName">The connection's name.</param>
/// <param name="Endpoint">Its address; null where none is open.</param>
/// <param name="Channel">Where the call comes from.</param>
internal sealed record PolicyQuestion(IruTool Tool, ToolCall? Call, string ConnectionName, Uri? Endpoint, Channel Channel)
{
    /// <summary>True to ask about the mildest call that the tool can have, so that nothing is refused before its arguments are known.</summary>
    public bool IsMildest { get; init; }

    /// <summary>The class of the call, or of the tool where there is none.</summary>
    public Risk Risk => Call is not null ? CallRisk.Of(Tool, Call.Arguments.Json) : IsMildest ? CallRisk.LeastOf(Tool) : Tool.Risk;

    public bool IsRead => Risk <= Risk.Sensitive;
}
