using System.Diagnostics;
using System.Globalization;

namespace IruMcp.Benchmarks;

/// <summary>Two ways to the same result, measured in turn so that whatever else the machine does hits both alike.</summary>
internal static class Comparison
{
    public static void WriteHeader() => WriteRow("", "IruMcp", "by hand", "ratio", "rounds");

    /// <summary>Runs both ways once to warm up, then in turn, and prints the medians.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="rounds">How often each way is measured.</param>
    /// <param name="divisor">By how many calls one run is divided.</param>
    public static async Task RunAsync(string name, int rounds, int divisor, Func<Task> ours, Func<Task> byHand)
    {
        await ours();
        await byHand();
        var oursTimes = new List<double>();
        var handTimes = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            oursTimes.Add(await MeasureAsync(ours));
            handTimes.Add(await MeasureAsync(byHand));
        }
        Write(name, Median(oursTimes) / divisor, Median(handTimes) / divisor, rounds);
    }

    /// <summary>Prints one comparison; times are in milliseconds.</summary>
    public static void Write(string name, double ours, double byHand, int rounds) =>
        WriteRow(name, Milliseconds(ours), Milliseconds(byHand), (ours / byHand).ToString("0.00", CultureInfo.InvariantCulture),
            rounds.ToString(CultureInfo.InvariantCulture));

    private static async Task<double> MeasureAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times.Count % 2 == 1 ? times[times.Count / 2] : (times[times.Count / 2 - 1] + times[times.Count / 2]) / 2;
    }

    private static string Milliseconds(double time) => time.ToString(time < 10 ? "0.00 ms" : "0 ms", CultureInfo.InvariantCulture);

    private static void WriteRow(string name, string ours, string byHand, string ratio, string rounds) =>
        Console.WriteLine($"{name,-56}{ours,12}{byHand,12}{ratio,8}{rounds,8}");
}
