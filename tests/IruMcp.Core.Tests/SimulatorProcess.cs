using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests;

/// <summary>One HTTP request as the simulator received it.</summary>
/// <param name="Door"><c>mcp</c>, <c>raw</c>, or <c>redirect-target</c> for a request that followed a redirect.</param>
/// <param name="Headers">Names as received; secret values as <c>sha256:…</c>.</param>
/// <param name="Status">HTTP status answered, or null when the connection was aborted.</param>
/// <param name="Executed">Whether the tool's effect happened.</param>
internal sealed record LogEntry(
    int Number, DateTime Time, string Door, string HttpMethod, string Path, Dictionary<string, string> Headers,
    string? RpcMethod, JsonNode? RpcId, string? Tool, JsonObject? Arguments,
    string? Fault, int? Status, bool? IsError, bool Executed, bool Aborted, bool Finished);

/// <summary>
/// A simulator in a process of its own, from <see cref="StartAsync"/> until it is disposed of. It ends by itself
/// should the test process die first.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly Process _process;
    private readonly HttpClient _control;

    private SimulatorProcess(Process process, JsonElement ready)
    {
        _process = process;
        Endpoint = new Uri(ready.GetProperty("mcp").GetString()!);
        RawEndpoint = new Uri(ready.GetProperty("raw").GetString()!);
        Control = new Uri(ready.GetProperty("control").GetString()! + "/");
        ApiKey = ready.GetProperty("apiKey").GetString()!;
        Profile = ready.GetProperty("profile").GetString()!;
        _control = new HttpClient { BaseAddress = Control };
    }

    /// <summary>The endpoint built on the SDK.</summary>
    public Uri Endpoint { get; }

    /// <summary>The endpoint written by hand.</summary>
    public Uri RawEndpoint { get; }

    public Uri Control { get; }

    public string ApiKey { get; }

    public string Profile { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts a simulator with the switches given (see its <c>--help</c>) and waits until it is ready.</summary>
    public static async Task<SimulatorProcess> StartAsync(params string[] switches)
    {
        // Tests may run on another machine than the one that built them: the build script then says where the simulator is.
        string path = Environment.GetEnvironmentVariable("IRUMCP_SIMULATOR")
            ?? typeof(SimulatorProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SimulatorPath").Value!;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (string argument in (string[])[path, "--parent-pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), .. switches])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync();
        if (line is null)
        {
            string reason = await errors;
            process.Dispose();
            throw new InvalidOperationException("The simulator did not start: " + reason);
        }
        return new SimulatorProcess(process, JsonElement.Parse(line));
    }

    /// <summary>
    /// Sets a fault for the next calls that fit. <paramref name="count"/> 0 is for ever; <paramref name="after"/> calls pass
    /// first; <paramref name="retryAfter"/> is in seconds, <paramref name="delayMs"/> in milliseconds.
    /// </summary>
    public async Task SetFaultAsync(
        string fault, string tool = "*", int count = 1, int after = 0, string method = "tools/call", int? retryAfter = null, int delayMs = 2000)
    {
        using HttpResponseMessage response = await _control.PostAsJsonAsync("faults", new { fault, tool, method, count, after, retryAfter, delayMs });
        await EnsureAsync(response);
    }

    /// <summary>Every fault that it knows.</summary>
    public async Task<IReadOnlyCollection<string>> GetFaultNamesAsync() =>
        (await _control.GetFromJsonAsync<Dictionary<string, string>>("faults/names"))!.Keys;

    public async Task ClearFaultsAsync() => await EnsureAsync(await _control.DeleteAsync("faults"));

    /// <summary>Every request received since the start or the last <see cref="ClearLogAsync"/>, in order.</summary>
    public async Task<IReadOnlyList<LogEntry>> GetLogAsync() => await _control.GetFromJsonAsync<LogEntry[]>("log", Web) ?? [];

    /// <summary>The calls of one tool, in order.</summary>
    public async Task<IReadOnlyList<LogEntry>> GetCallsAsync(string tool) => [.. (await GetLogAsync()).Where(e => e.Tool == tool)];

    public async Task ClearLogAsync() => await EnsureAsync(await _control.DeleteAsync("log"));

    /// <summary>The true state of a device: <c>exists</c>, and what it is like.</summary>
    public async Task<JsonObject> GetDeviceStateAsync(string id) => (await _control.GetFromJsonAsync<JsonObject>("state/devices/" + id))!;

    public async Task<bool> DeviceExistsAsync(string id) => (bool)(await GetDeviceStateAsync(id))["exists"]!;

    public async Task<JsonObject> GetSummaryAsync() => (await _control.GetFromJsonAsync<JsonObject>("state/summary"))!;

    /// <summary>Changes permissions, visibility or latency while it runs.</summary>
    public async Task SetAsync(
        string? permissions = null, string? visibility = null, int? latency = null, int? commandListings = null, string? commandEnd = null)
    {
        var settings = new JsonObject();
        if (permissions is not null)
            settings["permissions"] = permissions;
        if (visibility is not null)
            settings["visibility"] = visibility;
        if (latency is not null)
            settings["latency"] = latency;
        if (commandListings is not null)
            settings["commandListings"] = commandListings;
        if (commandEnd is not null)
            settings["commandEnd"] = commandEnd;
        await EnsureAsync(await _control.PostAsJsonAsync("settings", settings));
    }

    /// <summary>Makes the server forget every session.</summary>
    public async Task ForgetSessionsAsync() => await EnsureAsync(await _control.DeleteAsync("sessions"));

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task EnsureAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }
}
