using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Faults;

/// <summary>Faults that show in a tool's answer, not in the HTTP around it.</summary>
internal static class AnswerFaults
{
    private const int BigResultCharacters = 5_000_000;

    /// <summary>The error text that comes in place of running, or null.</summary>
    public static string? InsteadOfRunning(string? fault) => fault switch
    {
        FaultNames.RateLimitText => "Rate limited by upstream API, please retry later",
        FaultNames.UpstreamTimeoutText => "Upstream request timed out, please retry",
        _ => null,
    };

    /// <summary>The next cursor that a list of tools bears whatever was asked for, or null.</summary>
    public static string? EndlessListCursor(string? fault) => fault switch
    {
        FaultNames.RepeatCursor => "again",
        FaultNames.EmptyCursor => "",
        _ => null,
    };

    public static void ChangeArguments(string? fault, JsonObject arguments)
    {
        if (fault != FaultNames.RepeatCursor)
            return;
        foreach (string name in (string[])["cursor", "after", "offset", "page"])
            arguments.Remove(name);
    }

    public static JsonNode? ChangeResult(string? fault, JsonNode? result)
    {
        if (fault != FaultNames.Big)
            return result;
        JsonObject[] rows = [.. Rows(result)];
        if (rows.Length == 0)
            return new JsonObject { ["padding"] = new string('x', BigResultCharacters) };
        foreach (JsonObject row in rows)
            row["padding"] = new string('x', BigResultCharacters / rows.Length);
        return result;
    }

    private static IEnumerable<JsonObject> Rows(JsonNode? result) => result switch
    {
        JsonArray array => array.OfType<JsonObject>(),
        JsonObject found when (found["results"] ?? found["data"]) is JsonArray rows => rows.OfType<JsonObject>(),
        JsonObject single => [single],
        _ => [],
    };
}
