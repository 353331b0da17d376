using System.Diagnostics;

namespace IruMcp.Benchmarks;

/// <summary>What the module's Core adds to one call, within one process.</summary>
internal static class Overhead
{
    private const int Rounds = 7;
    private const int Calls = 300;

    /// <summary>So many calls first: the runtime compiles what is used often again, and better, in the server as well.</summary>
    private const int WarmUpCalls = 3000;

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
            await MediansAsync(WarmUpCalls);
            for (var round = 0; round < Rounds; round++)
            {
                var (oursMedian, rawMedian) = await MediansAsync(Calls);
                ours.Add(oursMedian);
                raw.Add(rawMedian);
            }
            report.Add($"One call, {name}, p50", "ms", new Samples("IruMcp's Core", ours), new Samples("raw HttpClient", raw));

            // In turn, call by call: the machine's moods last longer than one call.
            async Task<(double Ours, double Raw)> MediansAsync(int calls)
            {
                var oursTimes = new double[calls];
                var rawTimes = new double[calls];
                for (var call = 0; call < calls; call++)
                {
                    oursTimes[call] = await TimeAsync(() => ModuleClient.CallAsync(connection, "get-devices", new() { ["limit"] = 1 }));
                    rawTimes[call] = await TimeAsync(async () => (await byHand.CallAsync("get-devices", new { limit = 1 })).Dispose());
                }
                return (Median(oursTimes), Median(rawTimes));
            }
        }
    }

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var clock = Stopwatch.StartNew();
        await call();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }
}
