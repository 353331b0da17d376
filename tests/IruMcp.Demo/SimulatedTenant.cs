using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Demo;

/// <summary>A simulator in a process of its own, and what it says of itself past IruMcp.</summary>
internal sealed class SimulatedTenant : IAsyncDisposable
{
    private const int FleetSize = 750;

    private readonly Process _process;
    private readonly HttpClient _control;

    private SimulatedTenant(Process process, JsonElement ready)
    {
        _process = process;
        Endpoint = ready.GetProperty("mcp").GetString()!;
        ApiKey = ready.GetProperty("apiKey").GetString()!;
        Profile = ready.GetProperty("profile").GetString()!;
        _control = new HttpClient { BaseAddress = new Uri(ready.GetProperty("control").GetString()! + "/") };
    }

    public string Endpoint { get; }

    public string ApiKey { get; }

    public string Profile { get; }

    public int ProcessId => _process.Id;

    /// <summary>The text that Iru shows once after a token has been created.</summary>
    public string ShownText => new JsonObject
    {
        ["mcpServers"] = new JsonObject
        {
            ["iru"] = new JsonObject
            {
                ["url"] = Endpoint,
                ["type"] = "http",
                ["headers"] = new JsonObject { ["X-API-Key"] = ApiKey, ["X-MCP-Profile"] = Profile },
            },
        },
    }.ToJsonString();

    public static async Task<SimulatedTenant> StartAsync(string path)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])[path, "--parent-pid", Text(Environment.ProcessId), "--devices", Text(FleetSize)])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        string? line = await process.StandardOutput.ReadLineAsync();
        return line is null
            ? throw new InvalidOperationException("The simulator did not start.")
            : new SimulatedTenant(process, JsonElement.Parse(line));
    }

    public async Task<int> CountDevicesAsync() => (int)(await _control.GetFromJsonAsync<JsonObject>("state/summary"))!["devices"]!;

    public async Task<bool> HasDeviceAsync(string id) => (bool)(await _control.GetFromJsonAsync<JsonObject>("state/devices/" + id))!["exists"]!;

    public async Task<int> CountCallsAsync(string tool) =>
        (await _control.GetFromJsonAsync<JsonArray>("log"))!.Count(entry => (string?)entry!["tool"] == tool);

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
