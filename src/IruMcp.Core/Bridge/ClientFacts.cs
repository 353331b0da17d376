using System.Text.Json;
using IruMcp.Hosts;

namespace IruMcp.Bridge;

/// <summary>What the client said of itself when it opened the session.</summary>
/// <param name="Name">Its name and version, shortened; for messages and the record.</param>
/// <param name="ToolLimit">How many tools it takes; null where no limit is known.</param>
/// <param name="CanElicit">True where it can put a question to its user.</param>
internal sealed record ClientFacts(string Name, int? ToolLimit, bool CanElicit)
{
    private const int LongestName = 60;

    /// <summary>A client that has sent no <c>initialize</c>.</summary>
    public static ClientFacts Unknown { get; } = new("", null, false);

    public static ClientFacts Read(JsonElement parameters)
    {
        var info = RpcMessage.Member(parameters, "clientInfo");
        var name = RpcMessage.Text(info, "name") ?? "";
        var whole = Visible($"{name} {RpcMessage.Text(info, "version")}".Trim());
        return new ClientFacts(whole, HostCatalogue.ToolLimitOf(name), CanElicitBy(RpcMessage.Member(parameters, "capabilities")));
    }

    /// <summary>Since protocol 2025-11-25 a client may take addresses only, which puts no question to anybody.</summary>
    private static bool CanElicitBy(JsonElement capabilities)
    {
        var elicitation = RpcMessage.Member(capabilities, "elicitation");
        return elicitation.ValueKind == JsonValueKind.Object
            && (elicitation.TryGetProperty("form", out _) || !elicitation.TryGetProperty("url", out _));
    }

    private static string Visible(string text)
    {
        var visible = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]);
        return visible.Length <= LongestName ? visible : visible.Substring(0, LongestName);
    }
}
