using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace IruMcp.Benchmarks;

/// <summary>What somebody would write without the module: the protocol by hand over one HttpClient, nothing checked.</summary>
internal sealed class HandWrittenClient : IDisposable
{
    private const int PageSize = 300;
    private readonly HttpClient _http = new();
    private readonly Uri _endpoint;
    private int _id;

    public HandWrittenClient(Uri endpoint, string apiKey, string profile)
    {
        _endpoint = endpoint;
        _http.DefaultRequestHeaders.Add("X-API-Key", apiKey);
        _http.DefaultRequestHeaders.Add("X-MCP-Profile", profile);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
    }

    public async Task<int> ConnectAndListAsync()
    {
        await SendAsync("initialize", new
        {
            protocolVersion = "2025-06-18",
            capabilities = new { },
            clientInfo = new { name = "by-hand", version = "1" },
        });
        using (await _http.PostAsJsonAsync(_endpoint, new { jsonrpc = "2.0", method = "notifications/initialized" }))
        using (var listed = await SendAsync("tools/list", new { }))
            return listed.RootElement.GetProperty("result").GetProperty("tools").GetArrayLength();
    }

    public async Task<int> ReadAllDevicesAsync()
    {
        var count = 0;
        for (var offset = 0; ; offset += PageSize)
        {
            using var page = await CallAsync("get-devices", new { limit = PageSize, offset });
            var devices = page.RootElement.GetProperty("result").EnumerateArray().Select(device => device.Clone()).ToList();
            count += devices.Count;
            if (devices.Count < PageSize)
                return count;
        }
    }

    /// <summary>Calls a tool; gives the envelope out of the answer's text.</summary>
    public async Task<JsonDocument> CallAsync(string tool, object arguments)
    {
        using var answer = await SendAsync("tools/call", new { name = tool, arguments });
        return JsonDocument.Parse(answer.RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> SendAsync(string method, object parameters)
    {
        using var response = await _http.PostAsJsonAsync(_endpoint, new { jsonrpc = "2.0", id = ++_id, method, @params = parameters });
        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            return await LastEventAsync(response);
        await using var body = await response.Content.ReadAsStreamAsync();
        return await JsonDocument.ParseAsync(body);
    }

    private static async Task<JsonDocument> LastEventAsync(HttpResponseMessage response)
    {
        var events = await response.Content.ReadAsStringAsync();
        var start = events.LastIndexOf("data:", StringComparison.Ordinal) + "data:".Length;
        return JsonDocument.Parse(events.AsMemory(start, events.IndexOf('\n', start) - start));
    }
}
