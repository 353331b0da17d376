using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

/// <summary>MCP with nothing but an HTTP client, so that the simulator is not judged by the library it is built on.</summary>
internal sealed class WireClient(Uri endpoint, string apiKey, string profile) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private int _id;

    public string? SessionId { get; set; }

    public static WireClient To(SimulatorProcess simulator, string door) =>
        new(door == "raw" ? simulator.RawEndpoint : simulator.Endpoint, simulator.ApiKey, simulator.Profile);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string? body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, endpoint);
        request.Headers.Add("X-API-Key", apiKey);
        request.Headers.Add("X-MCP-Profile", profile);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (SessionId is not null)
            request.Headers.Add("Mcp-Session-Id", SessionId);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string method, JsonObject? parameters = null)
    {
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_id, ["method"] = method };
        if (parameters is not null)
            message["params"] = parameters;
        return SendAsync(HttpMethod.Post, message.ToJsonString());
    }

    public Task<HttpResponseMessage> PostCallAsync(string tool, JsonObject? arguments = null) =>
        PostAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments ?? [] });

    /// <summary>The JSON-RPC message of an answer, out of an event stream or as it is.</summary>
    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string body = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
            return JsonNode.Parse(body)!.AsObject();
        string last = body.ReplaceLineEndings("\n").Split("\n\n").Last(e => e.Contains("data:", StringComparison.Ordinal));
        string data = string.Concat(last.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => l[5..]));
        return JsonNode.Parse(data)!.AsObject();
    }

    public async Task<JsonObject> AskAsync(string method, JsonObject? parameters = null)
    {
        using HttpResponseMessage response = await PostAsync(method, parameters);
        return await ReadAsync(response);
    }

    /// <summary>All tools, page by page.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListToolsAsync()
    {
        var tools = new List<JsonObject>();
        string? cursor = null;
        do
        {
            JsonObject answer = await AskAsync("tools/list", cursor is null ? null : new JsonObject { ["cursor"] = cursor });
            tools.AddRange(answer["result"]!["tools"]!.AsArray().Select(t => t!.AsObject()));
            cursor = (string?)answer["result"]!["nextCursor"];
        }
        while (cursor is not null);
        return tools;
    }

    /// <summary>Calls a tool; the text and whether it is an error.</summary>
    public async Task<(string Text, bool IsError)> CallAsync(string tool, JsonObject? arguments = null)
    {
        using HttpResponseMessage response = await PostCallAsync(tool, arguments);
        JsonObject result = (await ReadAsync(response))["result"]!.AsObject();
        return ((string)result["content"]![0]!["text"]!, (bool?)result["isError"] ?? false);
    }

    /// <summary>The result inside the envelope of a call that succeeded.</summary>
    public async Task<JsonNode?> GetAsync(string tool, JsonObject? arguments = null)
    {
        (string text, bool isError) = await CallAsync(tool, arguments);
        Assert.False(isError, text);
        JsonNode envelope = JsonNode.Parse(text)!;
        Assert.Equal(tool, (string?)envelope["operation"]);
        Assert.Equal("success", (string?)envelope["outcome"]);
        return envelope["result"];
    }

    /// <summary>Status and body inside the envelope of a call that the REST side refused.</summary>
    public async Task<(int Status, string Body)> FailAsync(string tool, JsonObject? arguments = null)
    {
        (string text, bool isError) = await CallAsync(tool, arguments);
        Assert.True(isError, text);
        JsonNode envelope = JsonNode.Parse(text)!;
        return ((int)envelope["status"]!, envelope["error"]!.ToJsonString());
    }

    public void Dispose() => _http.Dispose();
}
