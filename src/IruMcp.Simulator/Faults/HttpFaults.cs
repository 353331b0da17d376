using System.Globalization;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Control;

namespace IruMcp.Simulator.Faults;

/// <summary>Faults that answer, or hang up, before a tool has run.</summary>
internal static class HttpFaults
{
    /// <summary>True when the request has been dealt with.</summary>
    public static async Task<bool> TryAnswerAsync(HttpContext http, FaultRule fault, string redirectTarget, LogEntry entry)
    {
        switch (fault.Fault)
        {
            case FaultNames.DropBefore:
                http.Abort();
                return true;
            case FaultNames.Redirect:
                http.Response.StatusCode = 307;
                entry.Status = 307;
                http.Response.Headers.Location = redirectTarget;
                return true;
            case FaultNames.Html:
                entry.Status = 200;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync("<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Please sign in to the network</h1></body></html>");
                return true;
        }
        if (await EchoFaults.TryAnswerAsync(http, fault.Fault, redirectTarget, entry))
            return true;
        if (!int.TryParse(fault.Fault, NumberStyles.None, CultureInfo.InvariantCulture, out int status))
            return false;
        entry.Status = status;
        http.Response.StatusCode = status;
        if (fault.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await http.Response.WriteAsJsonAsync(Body(status));
        return true;
    }

    private static JsonObject Body(int status) => status switch
    {
        401 => new JsonObject { ["detail"] = "Unauthorized" },
        403 => new JsonObject { ["detail"] = "Forbidden" },
        404 => Protocol.RpcJson.ServerError(-32001, "Session not found"),
        429 => new JsonObject { ["detail"] = "Too Many Requests" },
        _ => new JsonObject { ["message"] = "An unexpected error occurred", ["request_id"] = "5e1f" },
    };
}
