using System.Diagnostics;
using System.Globalization;
using IruMcp.Core.Tests.Bridge;

namespace IruMcp.Core.Tests.Stress;

/// <summary>One bridge through many calls. The stress task of the build makes 10,000 of them; IRUMCP_STRESS_MINUTES spreads them over that
/// time, as a client that is open all day does. A plain test run makes a few.</summary>
[Trait("Category", "Stress")]
public sealed class BridgeStressTests : IAsyncLifetime
{
    private const int CallsARound = 400;
    private const int WarmUp = 200;
    private const int AtOnce = 8;
    private const long MostGrowth = 8 * 1024 * 1024;
    private const int MostNewHandles = 30;

    private static readonly int Calls = CallsARound * Number("IRUMCP_STRESS_ROUNDS", 1);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(Number("IRUMCP_STRESS_MINUTES", 0));

    private SimulatorProcess _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorProcess.StartAsync("--devices", "50");

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task No_call_is_lost_and_nothing_piles_up()
    {
        await using var client = await BridgeClient.OpenAsync(BridgeClient.Options(_simulator), keepsLog: false);
        await CallAsync(client, WarmUp, TimeSpan.Zero);
        var (memory, handles) = Measure();

        await CallAsync(client, Calls, Duration);

        var (memoryAfter, handlesAfter) = Measure();
        Assert.InRange(memoryAfter - memory, long.MinValue, MostGrowth);
        Assert.InRange(handlesAfter - handles, int.MinValue, MostNewHandles);
        Assert.Equal(0, client.WaitingCount);
    }

    private static async Task CallAsync(BridgeClient client, int calls, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        for (var done = 0; done < calls; done += AtOnce)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(offset => client.CallAsync("get-devices", new { limit = 1, offset })));
            Assert.All(answers, answer => Assert.Null(answer["isError"]));
            Assert.Equal(AtOnce, answers.Select(BridgeClient.TextOf).Distinct().Count());
            var due = duration * ((double)done / calls);
            if (due > clock.Elapsed)
                await Task.Delay(due - clock.Elapsed);
        }
    }

    private static (long Memory, int Handles) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : self.HandleCount);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
