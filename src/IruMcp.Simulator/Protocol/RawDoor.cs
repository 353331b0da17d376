using System.Text.Json.Nodes;
using IruMcp.Simulator.Hosting;
using IruMcp.Simulator.Tools;

namespace IruMcp.Simulator.Protocol;

/// <summary>JSON-RPC by hand, without the SDK: the second opinion.</summary>
public sealed class RawDoor(ToolCatalogue catalogue, ToolRunner runner, SimulatorOptions options) : IDoor
{
    public string Name => "raw";

    public bool IsPlainJson => true;

    public Task<DoorAnswer?> AnswerAsync(JsonObject message, DoorSession? session, string? protocolVersion, CancellationToken cancellationToken)
    {
        if (!message.TryGetPropertyValue("id", out JsonNode? id) || message["method"] is null)
            return Task.FromResult<DoorAnswer?>(null);
        return Task.FromResult<DoorAnswer?>(new DoorAnswer(Answer((string?)message["method"], id, message["params"] as JsonObject).ToJsonString(RpcJson.Readable)));
    }

    public Task<bool> TryStreamAsync(DoorSession session, HttpContext http) => Task.FromResult(false);

    private JsonObject Answer(string? method, JsonNode? id, JsonObject? parameters) => method switch
    {
        "initialize" => RpcJson.Result(id, Initialize(parameters)),
        "ping" => RpcJson.Result(id, new JsonObject()),
        "tools/list" => RpcJson.Result(id, List(RpcJson.Text(parameters?["cursor"]))),
        "tools/call" when parameters is not null && RpcJson.Text(parameters["name"]) is not null && parameters["arguments"] is null or JsonObject => RpcJson.Result(id, Call(parameters)),
        "tools/call" => RpcJson.Error(id, -32602, "Invalid request parameters"),
        _ => RpcJson.Error(id, -32601, "Method not found"),
    };

    private JsonObject Initialize(JsonObject? parameters) => new()
    {
        ["protocolVersion"] = ProtocolRules.Negotiate(RpcJson.Text(parameters?["protocolVersion"]), options),
        ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = false } },
        ["serverInfo"] = new JsonObject { ["name"] = options.ServerName, ["version"] = options.ServerVersion },
    };

    private JsonObject List(string? cursor)
    {
        (IReadOnlyList<ToolDefinition> tools, string? next) = catalogue.Page(cursor);
        var result = new JsonObject { ["tools"] = new JsonArray([.. tools.Select(Tool)]) };
        if (next is not null)
            result["nextCursor"] = next;
        return result;
    }

    private JsonObject Tool(ToolDefinition tool)
    {
        var json = new JsonObject { ["name"] = tool.Name, ["description"] = tool.Description, ["inputSchema"] = tool.InputSchema.DeepClone() };
        if (ToolCatalogue.Annotations(tool, options.Annotations) is { } annotations)
            json["annotations"] = annotations;
        return json;
    }

    private JsonObject Call(JsonObject parameters)
    {
        ToolAnswer answer = runner.Run((string?)parameters["name"], parameters["arguments"] as JsonObject ?? []);
        var result = new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = answer.Text }), ["isError"] = answer.IsError };
        if (answer.Structured is not null)
            result["structuredContent"] = answer.Structured;
        return result;
    }
}
