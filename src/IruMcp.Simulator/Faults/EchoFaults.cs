using System.Text.Json.Nodes;
using IruMcp.Simulator.Control;

namespace IruMcp.Simulator.Faults;

/// <summary>Answers of a careless server or proxy: they repeat what the request said, the key or a PIN among it.</summary>
internal static class EchoFaults
{
    /// <summary>True when the request has been dealt with.</summary>
    public static async Task<bool> TryAnswerAsync(HttpContext http, string fault, string redirectTarget, LogEntry entry)
    {
        string key = http.Request.Headers["X-API-Key"].ToString();
        string profile = http.Request.Headers["X-MCP-Profile"].ToString();
        string words = $"Request failed for key {key} (X-API-Key: {key}, X-MCP-Profile: {profile})";
        switch (fault)
        {
            case FaultNames.EchoJson:
                entry.Status = http.Response.StatusCode = 400;
                await http.Response.WriteAsJsonAsync(new JsonObject { ["detail"] = words, ["headers"] = new JsonObject { ["x-api-key"] = key, ["x-mcp-profile"] = profile } });
                return true;
            case FaultNames.EchoHtml:
                entry.Status = http.Response.StatusCode = 502;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync($"<html><body><h1>Bad gateway</h1><pre>{words}</pre></body></html>");
                return true;
            case FaultNames.EchoRedirect:
                entry.Status = http.Response.StatusCode = 307;
                http.Response.Headers.Location = $"{redirectTarget}?token={Uri.EscapeDataString(key)}&profile={Uri.EscapeDataString(profile)}";
                return true;
            case FaultNames.EchoProtocolError:
                entry.Status = 200;
                await http.Response.WriteAsJsonAsync(new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = entry.RpcId?.DeepClone(),
                    ["error"] = new JsonObject { ["code"] = -32603, ["message"] = words },
                });
                return true;
            case FaultNames.EchoArguments:
                words = $"Bad request: {entry.Arguments?.ToJsonString()} was refused";
                goto case FaultNames.EchoText;
            case FaultNames.EchoText:
                entry.Status = 200;
                entry.IsError = true;
                await http.Response.WriteAsJsonAsync(new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = entry.RpcId?.DeepClone(),
                    ["result"] = new JsonObject
                    {
                        ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = words }),
                        ["isError"] = true,
                    },
                });
                return true;
            default:
                return false;
        }
    }
}
