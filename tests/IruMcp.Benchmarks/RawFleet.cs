using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace IruMcp.Benchmarks;

/// <summary>The least that gets devices into PowerShell: one HttpClient, JSON parsed and made into objects, nothing checked. It is loaded
/// into PowerShell and asked from there.</summary>
public static class RawFleet
{
    private const int PageSize = 300;

    private static readonly HttpClient Http = Create();
    private static readonly Uri Endpoint = new(Environment.GetEnvironmentVariable("IRU_MCP_URL") ?? "http://127.0.0.1");

    /// <summary>All devices of a fleet of known size, so many pages at once.</summary>
    public static PSObject[] ReadDevices(int devices, int atOnce) =>
        Side(Enumerable.Range(0, devices / PageSize + 1), atOnce, page => CallAsync("get-devices", $$"""{"limit":{{PageSize}},"offset":{{page * PageSize}}}"""));

    /// <summary>The details of devices, so many calls at once.</summary>
    public static PSObject[] ReadDetails(string[] ids, int atOnce) =>
        Side(ids, atOnce, id => CallAsync("get-device-details", $$"""{"device_id":"{{id}}"}"""));

    /// <summary>The milliseconds of each of so many calls.</summary>
    public static double[] TimeCalls(int count)
    {
        var times = new double[count];
        for (var call = 0; call < count; call++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            _ = CallAsync("get-devices", """{"limit":1}""").GetAwaiter().GetResult();
            times[call] = clock.Elapsed.TotalMilliseconds;
        }
        return times;
    }

    private static PSObject[] Side<T>(IEnumerable<T> items, int atOnce, Func<T, Task<List<PSObject>>> read)
    {
        using var gate = new SemaphoreSlim(atOnce);
        return Task.WhenAll(items.Select(async item =>
        {
            await gate.WaitAsync();
            try
            {
                return await read(item);
            }
            finally
            {
                gate.Release();
            }
        })).GetAwaiter().GetResult().SelectMany(page => page).ToArray();
    }

    private static async Task<List<PSObject>> CallAsync(string tool, string arguments)
    {
        using var content = new StringContent(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""", Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(Endpoint, content).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using var answer = await JsonDocument.ParseAsync(body).ConfigureAwait(false);
        using var text = JsonDocument.Parse(answer.RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!);
        var result = text.RootElement.GetProperty("result");
        return result.ValueKind == JsonValueKind.Array ? [.. result.EnumerateArray().Select(ToObject)] : [ToObject(result)];
    }

    private static PSObject ToObject(JsonElement element)
    {
        var made = new PSObject();
        foreach (var member in element.EnumerateObject())
            made.Properties.Add(new PSNoteProperty(member.Name, ToValue(member.Value)));
        return made;
    }

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ToObject(value),
        JsonValueKind.Array => value.EnumerateArray().Select(ToValue).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static HttpClient Create()
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        http.DefaultRequestHeaders.Add("X-API-Key", Environment.GetEnvironmentVariable("IRU_X_API_KEY"));
        http.DefaultRequestHeaders.Add("X-MCP-Profile", Environment.GetEnvironmentVariable("IRU_X_MCP_PROFILE"));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return http;
    }
}
