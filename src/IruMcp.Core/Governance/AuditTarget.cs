using System.Text.Json.Nodes;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>What a call acts on, as people know it and as the server does.</summary>
internal static class AuditTarget
{
    private const int LongestName = 200;

    public static JsonObject Of(ToolCall call, Redactor redactor)
    {
        var target = new JsonObject();
        foreach (var field in call.KnownAs?.Fields ?? [])
            target[field.Key] = AuditLine.Whole(redactor.CleanStart(redactor.CleanLine(field.Value), LongestName));
        if (call.Arguments.Identifiers.FirstOrDefault().Value is { } id)
            target["id"] = AuditLine.Whole(redactor.CleanStart(id, LongestName));
        return target;
    }
}
