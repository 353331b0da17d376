using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Control;
using IruMcp.Simulator.Faults;
using IruMcp.Simulator.Hosting;

namespace IruMcp.Simulator.Protocol;

/// <summary>The way of one HTTP request: log, key, headers, body, session, fault, door, answer.</summary>
public sealed class DoorHandler(RequestLog log, FaultBoard faults, SessionTable sessions, SimulatorOptions options)
{
    private const string SessionHeader = "Mcp-Session-Id";

    private readonly RateGate _rate = new();

    /// <summary>Where the redirect fault sends a client: another origin, whose requests are logged.</summary>
    public string RedirectTarget { get; set; } = "";

    public async Task HandleAsync(HttpContext http, IDoor door)
    {
        LogEntry entry = log.Begin(http, door.Name);
        try
        {
            Refusal? wrongKey = RequestGate.CheckKey(http.Request, options);
            Refusal? refusal = http.Request.Method switch
            {
                "POST" => await PostAsync(http, door, entry, wrongKey),
                _ when wrongKey is not null => wrongKey,
                "GET" => await GetAsync(http, door),
                "DELETE" => await DeleteAsync(http),
                _ => new Refusal(405, RpcJson.ServerError(-32600, "Method Not Allowed")),
            };
            if (refusal is not null)
                await RefuseAsync(http, entry, refusal);
            entry.Aborted = http.RequestAborted.IsCancellationRequested;
            entry.Status = entry.Aborted ? null : http.Response.StatusCode;
        }
        catch (OperationCanceledException)
        {
            entry.Aborted = true;
        }
        catch (IOException)
        {
            entry.Aborted = true;
        }
        finally
        {
            log.End(entry);
        }
    }

    // The body is read before anything is refused, so that the log knows what was asked for.
    private async Task<Refusal?> PostAsync(HttpContext http, IDoor door, LogEntry entry, Refusal? wrongKey)
    {
        bool asJson = options.Json || door.IsPlainJson;
        (JsonObject? message, Refusal? unreadable) = await RequestGate.ReadAsync(http.Request, http.RequestAborted);
        if (message is not null)
            Note(entry, message);
        if ((wrongKey ?? RequestGate.CheckPost(http.Request, !asJson, options) ?? unreadable) is { } refusal)
            return refusal;

        FaultRule? fault = faults.Take(entry.RpcMethod, entry.Tool) ?? (entry.Tool is null ? null : _rate.Check(options));
        entry.Fault = fault?.Fault;
        string? sessionId = HeaderOf(http, SessionHeader);
        if (fault is not null)
        {
            if (fault.Fault == FaultNames.Slow)
                await Task.Delay(fault.DelayMs, http.RequestAborted);
            if (fault.Fault == "404" && sessionId is not null)
                await sessions.CloseAsync(sessionId);
            if (await HttpFaults.TryAnswerAsync(http, fault, RedirectTarget, entry))
                return null;
        }

        (DoorSession? session, Refusal? sessionRefusal) = SessionOf(http, entry.RpcMethod, sessionId);
        if (sessionRefusal is not null)
            return sessionRefusal;
        if (options.LatencyMilliseconds > 0)
            await Task.Delay(options.LatencyMilliseconds, http.RequestAborted);
        try
        {
            await AnswerAsync(http, door, entry, message!, session, fault, asJson);
            return null;
        }
        catch (JsonException)
        {
            return RequestGate.NoMessage;
        }
    }

    private async Task AnswerAsync(HttpContext http, IDoor door, LogEntry entry, JsonObject message, DoorSession? session, FaultRule? fault, bool asJson)
    {
        var scope = new CallScope { Fault = fault };
        CallScope.Current = scope;
        DoorAnswer? answer = await door.AnswerAsync(message, session, HeaderOf(http, "MCP-Protocol-Version"), http.RequestAborted);
        entry.Executed = scope.Executed;
        entry.IsError = scope.IsError;
        if (fault?.Fault == FaultNames.DropAfter)
        {
            http.Abort();
            return;
        }
        entry.Status = answer?.Status ?? 202;
        if (answer is null)
        {
            http.Response.StatusCode = 202;
            return;
        }
        await AnswerWriter.WriteAsync(http, answer, asJson, fault, (message["params"] as JsonObject)?["_meta"]?["progressToken"]);
    }

    private static void Note(LogEntry entry, JsonObject message)
    {
        entry.RpcMethod = message["method"] is JsonValue method ? method.ToString() : null;
        entry.RpcId = message["id"]?.DeepClone();
        if (entry.RpcMethod != "tools/call" || message["params"] is not JsonObject parameters)
            return;
        entry.Tool = parameters["name"]?.ToString();
        entry.Arguments = parameters["arguments"]?.DeepClone();
    }

    private (DoorSession? Session, Refusal? Refusal) SessionOf(HttpContext http, string? method, string? sessionId)
    {
        if (!options.Session || HeaderOf(http, "MCP-Protocol-Version") == ProtocolRules.PerRequestVersion)
            return (null, null);
        if (sessionId is not null)
            return sessions.Find(sessionId) is { } known ? (known, null) : (null, new Refusal(404, RpcJson.ServerError(-32001, "Session not found")));
        if (method != "initialize")
            return (null, new Refusal(400, RpcJson.ServerError(-32600, "Bad Request: Missing session ID")));
        DoorSession opened = sessions.Open();
        http.Response.Headers[SessionHeader] = opened.Id;
        return (opened, null);
    }

    private async Task<Refusal?> GetAsync(HttpContext http, IDoor door)
    {
        if (!options.Session)
            return new Refusal(405, RpcJson.ServerError(-32600, "Method Not Allowed"));
        if (sessions.Find(HeaderOf(http, SessionHeader)) is not { } session)
            return new Refusal(404, RpcJson.ServerError(-32001, "Session not found"));
        return await door.TryStreamAsync(session, http) ? null : new Refusal(405, RpcJson.ServerError(-32600, "Method Not Allowed"));
    }

    private async Task<Refusal?> DeleteAsync(HttpContext http)
    {
        if (!options.Session)
            return new Refusal(405, RpcJson.ServerError(-32600, "Method Not Allowed"));
        string? id = HeaderOf(http, SessionHeader);
        if (sessions.Find(id) is null)
            return new Refusal(404, RpcJson.ServerError(-32001, "Session not found"));
        await sessions.CloseAsync(id!);
        return null;
    }

    private static async Task RefuseAsync(HttpContext http, LogEntry entry, Refusal refusal)
    {
        entry.Status = refusal.Status;
        http.Response.StatusCode = refusal.Status;
        if (refusal.Status == 405)
            http.Response.Headers.Allow = "POST, DELETE";
        await http.Response.WriteAsJsonAsync(refusal.Body);
    }

    private static string? HeaderOf(HttpContext http, string name) => http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
