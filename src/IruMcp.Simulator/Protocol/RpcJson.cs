using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Protocol;

/// <summary>JSON-RPC messages.</summary>
internal static class RpcJson
{
    public static JsonObject Error(JsonNode? id, int code, string message) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    };

    public static JsonObject Result(JsonNode? id, JsonNode result) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        ["result"] = result,
    };

    /// <summary>The refusals of the HTTP layer bear this id, as the Python server's do.</summary>
    public static JsonObject ServerError(int code, string message) => Error("server-error", code, message);
}
