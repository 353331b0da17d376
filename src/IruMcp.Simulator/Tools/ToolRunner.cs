using System.Text.Json.Nodes;
using IruMcp.Simulator.Faults;
using IruMcp.Simulator.Hosting;
using IruMcp.Simulator.Protocol;
using IruMcp.Simulator.Rest;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Tools;

/// <summary>What a tool call gives back.</summary>
public sealed record ToolAnswer(string Text, JsonNode? Structured, bool IsError);

/// <summary>Runs a tool: permission, arguments, the REST side, the envelope.</summary>
public sealed class ToolRunner(ToolCatalogue catalogue, RestRoutes routes, SimulatedTenant tenant, SimulatorOptions options)
{
    public ToolAnswer Run(string? name, JsonObject arguments)
    {
        CallScope? scope = CallScope.Current;
        ToolAnswer answer = Run(name, arguments, scope);
        scope?.IsError = answer.IsError;
        return answer;
    }

    private ToolAnswer Run(string? name, JsonObject arguments, CallScope? scope)
    {
        if (catalogue.Find(name) is not { } tool)
            return Refuse($"Unknown tool: '{name}'");
        if (AnswerFaults.InsteadOfRunning(scope?.Fault?.Fault) is { } text)
            return Refuse(text);
        try
        {
            if (!tool.IsAllowed(options.Permissions))
                throw new RestException(403, new JsonObject { ["detail"] = $"Permission denied: this token may not call {tool.Operation.Method} {tool.Operation.Path}." });
            JsonObject accepted = ArgumentValidator.Validate(tool.Parameters, arguments, options.Schema);
            KeepUnadvertised(arguments, accepted);
            AnswerFaults.ChangeArguments(scope?.Fault?.Fault, accepted);
            JsonNode? result = RunOperation(tool.Operation, accepted);
            scope?.Executed = true;
            result = AnswerFaults.ChangeResult(scope?.Fault?.Fault, result);
            return Success(tool.Name, result);
        }
        catch (InputValidationException e)
        {
            return Refuse("Input validation error: " + e.Message);
        }
        catch (RestException e)
        {
            return Failure(tool.Name, e);
        }
    }

    private JsonNode? RunOperation(Operation operation, JsonObject arguments)
    {
        string path = operation.PathFields.Aggregate(operation.Path, (p, n) => p.Replace("{" + n + "}", (string?)arguments[n], StringComparison.Ordinal));
        var call = new RestCall(tenant, path, arguments);
        if (operation.Method == "GET" && operation.Risk == "read")
            return routes.Run(operation.Key, call);
        lock (tenant.Gate)
            return routes.Run(operation.Key, call);
    }

    // Two paging parameters that the REST side takes although its table of parameters does not list them.
    private static void KeepUnadvertised(JsonObject arguments, JsonObject accepted)
    {
        foreach (string name in (string[])["cursor", "sizePerPage"])
        {
            if (!accepted.ContainsKey(name) && arguments[name] is JsonValue value)
                accepted[name] = value.DeepClone();
        }
    }

    private ToolAnswer Success(string tool, JsonNode? result)
    {
        var envelope = new JsonObject { ["operation"] = tool, ["outcome"] = "success", ["result"] = result };
        return Shape(envelope, options.Structured == StructuredStyle.Only ? $"{tool} succeeded." : envelope.ToJsonString(RpcJson.Readable), isError: false);
    }

    private ToolAnswer Failure(string tool, RestException e)
    {
        string body = e.Body?.ToJsonString(RpcJson.Readable) ?? "";
        var envelope = new JsonObject { ["operation"] = tool, ["outcome"] = "error", ["status"] = e.Status, ["error"] = e.Body?.DeepClone() };
        if (options.ErrorStyle == ErrorStyle.Text)
            return new ToolAnswer($"Error calling tool '{tool}': HTTP error {e.Status}: {body}", null, IsError: true);
        return Shape(envelope, envelope.ToJsonString(RpcJson.Readable), isError: true);
    }

    private ToolAnswer Shape(JsonObject envelope, string text, bool isError) =>
        new(text, options.Structured == StructuredStyle.None ? null : envelope, isError);

    private static ToolAnswer Refuse(string text) => new(text, null, IsError: true);
}
