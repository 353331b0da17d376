using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IruMcp.Benchmarks;

/// <summary>The requests of a one-shot job through the protocol's SDK and nothing else. It is loaded into PowerShell and asked from there.</summary>
public static class SdkAlone
{
    /// <summary>Connects, lists the tools and reads a page; gives the number of devices.</summary>
    public static int ReadDevices(string endpoint, string apiKey, string profile) => ReadDevicesAsync(endpoint, apiKey, profile).GetAwaiter().GetResult();

    private static async Task<int> ReadDevicesAsync(string endpoint, string apiKey, string profile)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-API-Key", apiKey);
        http.DefaultRequestHeaders.Add("X-MCP-Profile", profile);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(endpoint), TransportMode = HttpTransportMode.StreamableHttp, EnableStandaloneGetStream = false }, http);
        await using var client = await McpClient.CreateAsync(transport).ConfigureAwait(false);
        await SendAsync("tools/list", []).ConfigureAwait(false);
        var answer = await SendAsync("tools/call", new JsonObject { ["name"] = "get-devices", ["arguments"] = new JsonObject { ["limit"] = 300 } }).ConfigureAwait(false);
        return JsonNode.Parse((string)answer!["content"]![0]!["text"]!)!["result"]!.AsArray().Count;

        async Task<JsonNode?> SendAsync(string method, JsonObject parameters) =>
            (await client.SendRequestAsync(new JsonRpcRequest { Method = method, Params = parameters }).ConfigureAwait(false)).Result;
    }
}
