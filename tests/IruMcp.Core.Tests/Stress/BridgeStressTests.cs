using System.Diagnostics;
using System.Globalization;
using IruMcp.Core.Tests.Bridge;
using IruMcp.Core.Tests.Governance;
using IruMcp.Governance;
using Xunit.Abstractions;

namespace IruMcp.Core.Tests.Stress;

/// <summary>One bridge through many calls. The stress task of the build makes 10,000 of them; IRUMCP_STRESS_MINUTES spreads them over that
/// time, as a client that is open all day does. A plain test run makes a few.</summary>
[Trait("Category", "Stress")]
public sealed class BridgeStressTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int CallsARound = 400;
    private const int WarmUp = 200;
    private const int AtOnce = 8;
    private const long MostGrowth = 8 * 1024 * 1024;

    /// <summary>What is in use for good has been taken by half-time.</summary>
    private const long MostGrowthOfSecondHalf = 2 * 1024 * 1024;

    private const int MostNewHandles = 30;
    private const string Change = "create-device-note";

    private static readonly bool IsAlone = Environment.GetEnvironmentVariable("IRUMCP_STRESS_ROUNDS") is { Length: > 0 };
    private static readonly int Calls = CallsARound * Number("IRUMCP_STRESS_ROUNDS", 1);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(Number("IRUMCP_STRESS_MINUTES", 0));

    private readonly AuditFolder _audit = new();
    private SimulatorProcess _simulator = null!;
    private string _device = "";
    private int _changes;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_audit.Path);
        await File.WriteAllTextAsync(PolicyFile, $$"""
            {"rules":[{"tool":"{{Change}}","channel":"Bridge","action":"Allow","maximumPerPipeline":1000000,"maximumPerHour":1000000}]}
            """);
        _simulator = await SimulatorProcess.StartAsync("--devices", "50");
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    public void Dispose() => _audit.Dispose();

    [Fact]
    public async Task No_call_is_lost_or_made_twice_each_change_is_on_record_and_nothing_piles_up()
    {
        var options = BridgeClient.Options(_simulator, audit: _audit.Settings(), policy: new PolicyPlaces { UserFile = PolicyFile, MachineFile = PolicyFile + ".none" });
        await using var client = await BridgeClient.OpenAsync(options, keepsLog: false);
        _device = (string)System.Text.Json.Nodes.JsonNode.Parse(await client.CallForTextAsync("get-devices", new { limit = 1 }))!["result"]![0]!["device_id"]!;
        await CallAsync(client, WarmUp, TimeSpan.Zero);

        var start = Measure("start");
        await CallAsync(client, Calls / 2, Duration / 2);
        var middle = Measure("middle");
        await CallAsync(client, Calls / 2, Duration / 2);
        var end = Measure("end");

        // In a plain run other tests use the same process at the same time.
        if (IsAlone)
        {
            Assert.InRange(end.Memory - start.Memory, long.MinValue, MostGrowth);
            Assert.InRange(end.Memory - middle.Memory, long.MinValue, MostGrowthOfSecondHalf);
            Assert.InRange(end.Handles - start.Handles, int.MinValue, MostNewHandles);
        }
        Assert.Equal(0, client.WaitingCount);
        await AssertChangesAsync();
    }

    private string PolicyFile => Path.Combine(_audit.Path, "policy.json");

    private async Task CallAsync(BridgeClient client, int calls, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        for (var done = 0; done < calls; done += AtOnce)
        {
            var changing = client.CallAsync(Change, new { device_id = _device, content = $"note {_changes++}" });
            var reading = await Task.WhenAll(Enumerable.Range(1, AtOnce - 1).Select(offset => client.CallAsync("get-devices", new { limit = 1, offset })));
            Assert.All(reading.Append(await changing), answer => Assert.Null(answer["isError"]));
            Assert.Equal(reading.Length, reading.Select(BridgeClient.TextOf).Distinct().Count());
            var due = duration * ((double)done / calls);
            if (due > clock.Elapsed)
                await Task.Delay(due - clock.Elapsed);
        }
    }

    private async Task AssertChangesAsync()
    {
        var executed = (await _simulator.GetCallsAsync(Change)).Where(call => call.Executed).Select(call => (string)call.Arguments!["content"]!).ToList();
        Assert.Equal(Enumerable.Range(0, _changes).Select(number => $"note {number}").Order(), executed.Order());

        var lines = _audit.Lines();
        var decided = lines.Where(line => (string?)line["kind"] == "decision").Select(line => (string)line["id"]!).ToList();
        var ended = lines.Where(line => (string?)line["kind"] == "outcome").ToList();
        Assert.Equal(_changes, decided.Distinct().Count());
        Assert.Equal(decided.Order(), ended.Select(line => (string)line["id"]!).Order());
        Assert.All(ended, line => Assert.Equal("Succeeded", (string?)line["outcome"]));
        output.WriteLine($"{_changes} changes, each executed once; {lines.Count} audit lines.");
    }

    private (long Memory, int Handles) Measure(string when)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : self.HandleCount;
        output.WriteLine($"{when}: {memory / 1024:N0} KiB of objects, {self.WorkingSet64 / 1024:N0} KiB in the process, {handles} handles, {self.Threads.Count} threads.");
        return (memory, handles);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
