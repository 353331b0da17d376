using System.Diagnostics;

namespace IruMcp.Benchmarks;

/// <summary>What the module's Core adds to one call, within one process.</summary>
internal static class Overhead
{
    private const int Rounds = 7;
    private const int Calls = 300;

    public static async Task RunAsync(SimulatorProcess simulator, Report report)
    {
        await CompareAsync("plain JSON", simulator.RawEndpoint);
        await CompareAsync("event stream", simulator.Endpoint);

        async Task CompareAsync(string name, Uri endpoint)
        {
            using var connection = await ModuleClient.ConnectAndListAsync(endpoint, simulator.ApiKey, simulator.Profile);
            using var byHand = new HandWrittenClient(endpoint, simulator.ApiKey, simulator.Profile);
            var ours = new List<double>();
            var raw = new List<double>();
            for (var round = 0; round <= Rounds; round++)
            {
                var oursMedian = await MedianAsync(() => ModuleClient.CallAsync(connection, "get-devices", new() { ["limit"] = 1 }));
                var rawMedian = await MedianAsync(async () => (await byHand.CallAsync("get-devices", new { limit = 1 })).Dispose());
                if (round == 0)
                    continue;
                ours.Add(oursMedian);
                raw.Add(rawMedian);
            }
            report.Add($"One call, {name}, p50", "ms", new Samples("IruMcp's Core", ours), new Samples("raw HttpClient", raw));
        }
    }

    private static async Task<double> MedianAsync(Func<Task> call)
    {
        var times = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var clock = Stopwatch.StartNew();
            await call();
            times[i] = clock.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return times[Calls / 2];
    }
}
