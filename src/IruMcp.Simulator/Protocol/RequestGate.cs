using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Hosting;

namespace IruMcp.Simulator.Protocol;

/// <summary>A request that is turned away before any tool sees it.</summary>
public sealed record Refusal(int Status, JsonNode Body);

/// <summary>The checks of the HTTP layer, in the order in which the real server's stack makes them.</summary>
internal static class RequestGate
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static Refusal? CheckKey(HttpRequest request, SimulatorOptions options)
    {
        bool fits = request.Headers["X-API-Key"] == options.ApiKey && request.Headers["X-MCP-Profile"] == options.Profile;
        return fits ? null : new Refusal(401, new JsonObject { ["detail"] = "Unauthorized" });
    }

    public static Refusal? CheckPost(HttpRequest request, bool needsEventStream, SimulatorOptions options)
    {
        if (!Accepts(request, "application/json") || (needsEventStream && !Accepts(request, "text/event-stream")))
        {
            string types = needsEventStream ? "both application/json and text/event-stream" : "application/json";
            return new Refusal(406, RpcJson.ServerError(-32600, $"Not Acceptable: Client must accept {types}"));
        }
        if (!HasJsonBody(request))
            return new Refusal(415, RpcJson.ServerError(-32600, "Unsupported Media Type: Content-Type must be application/json"));
        return CheckVersion(request, options);
    }

    /// <summary>An absent header stands for 2025-03-26, as the protocol says.</summary>
    public static Refusal? CheckVersion(HttpRequest request, SimulatorOptions options)
    {
        string version = request.Headers["MCP-Protocol-Version"].ToString();
        if (version.Length == 0 || ProtocolRules.Supported(options).Contains(version))
            return null;
        string supported = string.Join(", ", ProtocolRules.Supported(options));
        return new Refusal(400, RpcJson.ServerError(-32600, $"Bad Request: Unsupported protocol version: {version}. Supported versions: {supported}"));
    }

    /// <summary>The body is JSON, but no JSON-RPC message.</summary>
    public static Refusal NoMessage => new(400, RpcJson.ServerError(-32602, "Validation error: the body is no JSON-RPC message"));

    /// <summary>Reads the one JSON-RPC message of a body.</summary>
    public static async Task<(JsonObject? Message, Refusal? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            JsonNode? node = await JsonNode.ParseAsync(request.Body, documentOptions: Strict, cancellationToken: cancellationToken);
            return node is JsonObject message && IsMessage(message) ? (message, null) : (null, NoMessage);
        }
        catch (JsonException)
        {
            return (null, new Refusal(400, RpcJson.ServerError(-32700, "Parse error: the body is no JSON")));
        }
    }

    private static bool IsMessage(JsonObject node) =>
        RpcJson.Text(node["jsonrpc"]) == "2.0" && (RpcJson.Text(node["method"]) is not null || (node["method"] is null && (node["result"] ?? node["error"]) is not null));

    private static bool Accepts(HttpRequest request, string type)
    {
        string[] ranges = [.. request.Headers.Accept.ToString().Split(',').Select(r => r.Split(';')[0].Trim())];
        string group = type.Split('/')[0] + "/*";
        return ranges.Any(r => r == type || r == group || r == "*/*");
    }

    private static bool HasJsonBody(HttpRequest request) =>
        string.Equals(request.ContentType?.Split(';')[0].Trim(), "application/json", StringComparison.OrdinalIgnoreCase);
}
