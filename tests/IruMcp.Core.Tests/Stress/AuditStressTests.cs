using System.Text.Json.Nodes;
using IruMcp.Core.Tests.Governance;

namespace IruMcp.Core.Tests.Stress;

/// <summary>Processes that share a tenant and an audit trail, under faults and under fire. The stress task of the build does it at length.</summary>
[Trait("Category", "Stress")]
public sealed class AuditStressTests : IAsyncLifetime, IDisposable
{
    private const string NoLimits = """{"rules":[{"tool":"*","maximumPerPipeline":1000000,"maximumPerHour":1000000}]}""";
    private static readonly string[] Tools = ["get-device-details", "get-filevault-recovery-key", "create-device-note", "update-device"];
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("IRUMCP_STRESS_ROUNDS") is not null;

    private readonly AuditFolder _audit = new();
    private SimulatorProcess _simulator = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_audit.Path);
        File.WriteAllText(Path.Combine(_audit.Path, "policy.json"), NoLimits);
        _simulator = await SimulatorProcess.StartAsync("--devices", "3000");
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    public void Dispose() => _audit.Dispose();

    [Fact]
    public async Task No_write_is_done_twice_and_every_decision_and_outcome_is_on_record_once()
    {
        var processes = IsLong ? 8 : 3;
        var calls = IsLong ? 625 : 40;
        await SetRandomFaultsAsync(processes * calls);
        var workers = await Task.WhenAll(Enumerable.Range(0, processes).Select(number =>
            WorkerProcess.StartAsync("mixed", _audit.Path, _simulator, $"worker{number}", $"{calls}")));
        var reports = await Task.WhenAll(workers.Select(worker => worker.ReadReportAsync()));
        foreach (var worker in workers)
            worker.Dispose();

        int Sum(string name) => reports.Sum(report => (int)JsonNode.Parse(report)![name]!);
        Assert.All(reports, report => Assert.Empty(JsonNode.Parse(report)!["Unexplained"]!.AsArray()));

        var lines = _audit.Lines();
        var decisions = lines.Where(line => (string?)line["kind"] == "decision").ToList();
        var outcomes = lines.Where(line => (string?)line["kind"] == "outcome").ToList();
        Assert.Equal(Sum("Allowed"), decisions.Count(line => (string?)line["decision"] == "Allowed"));
        Assert.Equal(Sum("Refused"), decisions.Count(line => (string?)line["decision"] == "Refused"));
        Assert.Equal(decisions.Count, decisions.Select(line => (string?)line["id"]).Distinct().Count());
        Assert.Equal(outcomes.Count, outcomes.Select(line => (string?)line["id"]).Distinct().Count());
        Assert.Equal(Sum("Allowed"), outcomes.Count);
        Assert.Equal(Sum("Succeeded"), outcomes.Count(line => (string?)line["outcome"] == "Succeeded"));
        Assert.Equal(Sum("Failed"), outcomes.Count(line => (string?)line["outcome"] == "Failed"));
        Assert.Equal(Sum("InDoubt"), outcomes.Count(line => (string?)line["outcome"] == "Unknown"));
        _audit.Entries();
        Assert.Empty(_audit.Log.Messages);
        await AssertChangesAsync(decisions);
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_no_destructive_call_without_a_decision()
    {
        var random = new Random();
        var calls = new List<LogEntry>();
        for (var batch = 0; batch < (IsLong ? 10 : 1); batch++)
        {
            // A tenant of its own: twenty workers erase a good part of one.
            await using var simulator = await SimulatorProcess.StartAsync("--devices", "3000");
            for (var kill = 0; kill < 20; kill++)
            {
                using var worker = await WorkerProcess.StartAsync("erase", _audit.Path, simulator);
                await Task.Delay(random.Next(0, 120));
                worker.Kill();
            }
            calls.AddRange(await simulator.GetCallsAsync("erase-device"));
        }

        var decided = _audit.Entries().Select(entry => (string)entry.Arguments["device_id"]!).GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
        var sent = calls.GroupBy(call => (string)call.Arguments!["device_id"]!).ToList();
        Assert.NotEmpty(sent);
        Assert.All(sent, calls => Assert.True(decided.GetValueOrDefault(calls.Key) >= calls.Count(), $"{calls.Key} was sent more often than decided."));
    }

    /// <summary>Each fault hits one call, at a random place of the run.</summary>
    private async Task SetRandomFaultsAsync(int calls)
    {
        var random = new Random(4711);
        var faults = (await _simulator.GetFaultNamesAsync()).Order().ToList();
        for (var i = 0; i < calls / 6; i++)
            await _simulator.SetFaultAsync(faults[random.Next(faults.Count)], Tools[random.Next(Tools.Length)], after: random.Next(calls / 5), delayMs: 100);
    }

    private async Task AssertChangesAsync(IReadOnlyList<JsonObject> decisions)
    {
        static string? TagOf(JsonObject? arguments) => (string?)(arguments?["asset_tag"] ?? arguments?["content"]);
        var decided = decisions.Select(line => TagOf(line["arguments"]!.AsObject())).OfType<string>().ToList();
        var sent = (await _simulator.GetLogAsync()).Where(call => TagOf(call.Arguments) is not null).GroupBy(call => TagOf(call.Arguments)!).ToList();
        Assert.NotEmpty(sent);
        Assert.All(sent, calls => Assert.True(calls.Count(call => call.Executed) <= 1, $"{calls.Key} was done twice."));
        Assert.Equal(decided.Count, decided.Distinct().Count());
        Assert.Empty(sent.Select(calls => calls.Key).Except(decided));
    }
}
