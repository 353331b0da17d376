using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Hosting;
using IruMcp.Simulator.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace IruMcp.Simulator.Protocol;

/// <summary>The main door: the SDK's own server and transport. Stateless, one server lives for one request.</summary>
public sealed class SdkDoor(ToolCatalogue catalogue, ToolRunner runner, SimulatorOptions options) : IDoor
{
    private readonly Dictionary<string, Tool> _tools = catalogue.All.ToDictionary(t => t.Name, t => new Tool
    {
        Name = t.Name,
        Description = t.Description,
        InputSchema = JsonSerializer.SerializeToElement(t.InputSchema),
        Annotations = ToolCatalogue.Annotations(t, options.Annotations).Deserialize<ToolAnnotations>(McpJsonUtilities.DefaultOptions),
    });

    public string Name => "mcp";

    public bool IsPlainJson => false;

    public async Task<DoorAnswer?> AnswerAsync(JsonObject message, DoorSession? session, string? protocolVersion, CancellationToken cancellationToken)
    {
        if ((string?)message["method"] == "server/discover" && protocolVersion != ProtocolRules.PerRequestVersion)
            return Framed(RpcJson.Error(message["id"], -32602, "Invalid request parameters"));
        if ((string?)message["method"] == "initialize" && message["params"] is JsonObject parameters)
            parameters["protocolVersion"] = ProtocolRules.Negotiate(RpcJson.Text(parameters["protocolVersion"]), options);

        JsonRpcMessage parsed = message.Deserialize<JsonRpcMessage>(McpJsonUtilities.DefaultOptions)!;
        parsed.Context = new JsonRpcMessageContext { ProtocolVersion = protocolVersion };
        if (session is not null)
            return await AskAsync(StateOf(session), parsed, cancellationToken);
        await using var passing = new SdkSession(NewTransport(null), ServerOptions());
        return await AskAsync(passing, parsed, cancellationToken);
    }

    public async Task<bool> TryStreamAsync(DoorSession session, HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await StateOf(session).Transport.HandleGetRequestAsync(http.Response.Body, http.RequestAborted);
        return true;
    }

    private static async Task<DoorAnswer?> AskAsync(SdkSession session, JsonRpcMessage message, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        if (!await session.Transport.HandlePostRequestAsync(message, buffer, cancellationToken))
            return null;
        byte[] frames = buffer.ToArray();
        return new DoorAnswer(frames, StatusOf(frames, message.Context?.ProtocolVersion));
    }

    private static DoorAnswer Framed(JsonObject message) => new(message.ToJsonString());

    // From 2026-07-28 on some JSON-RPC errors are HTTP errors too. A quote inside a text is escaped, so an error is found by its bytes.
    private static int StatusOf(byte[] frames, string? protocolVersion)
    {
        if (protocolVersion != ProtocolRules.PerRequestVersion || frames.AsSpan().IndexOf("\"error\":{"u8) < 0)
            return 200;
        return (int?)JsonNode.Parse(new DoorAnswer(frames, 200).Json)?["error"]?["code"] switch
        {
            -32601 => 404,
            -32020 or -32021 or -32022 => 400,
            _ => 200,
        };
    }

    private SdkSession StateOf(DoorSession session)
    {
        lock (session)
        {
            session.State ??= new SdkSession(NewTransport(session.Id), ServerOptions());
            return (SdkSession)session.State;
        }
    }

    private static StreamableHttpServerTransport NewTransport(string? sessionId) => new()
    {
        SessionId = sessionId,
        Stateless = sessionId is null,
        FlowExecutionContextFromRequests = true,
    };

    private McpServerOptions ServerOptions() => new()
    {
        ServerInfo = new Implementation { Name = options.ServerName, Version = options.ServerVersion },
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers { ListToolsHandler = ListAsync, CallToolHandler = CallAsync },
    };

    private ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ToolDefinition> tools, string? next) = catalogue.Page(request.Params?.Cursor);
        return new(new ListToolsResult { Tools = [.. tools.Select(t => _tools[t.Name])], NextCursor = next });
    }

    private ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject();
        foreach ((string name, JsonElement value) in request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
            arguments[name] = JsonSerializer.SerializeToNode(value);
        ToolAnswer answer = runner.Run(request.Params?.Name, arguments);
        return new(new CallToolResult
        {
            Content = [new TextContentBlock { Text = answer.Text }],
            StructuredContent = answer.Structured is null ? null : JsonSerializer.SerializeToElement(answer.Structured),
            IsError = answer.IsError,
        });
    }
}

/// <summary>An SDK server on its transport, running until it is disposed of.</summary>
internal sealed class SdkSession : IAsyncDisposable
{
    private readonly McpServer _server;
    private readonly Task _running;

    public SdkSession(StreamableHttpServerTransport transport, McpServerOptions options)
    {
        Transport = transport;
        _server = McpServer.Create(transport, options);
        _running = _server.RunAsync();
    }

    public StreamableHttpServerTransport Transport { get; }

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        await _server.DisposeAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // The session ends by being cancelled.
        }
    }
}
