using System.Globalization;

namespace IruMcp.Benchmarks;

/// <summary>Whether memory grows with the fleet: a fresh process for each number.</summary>
internal static class Memory
{
    private const int Rounds = 3;

    public static async Task RunAsync(Report report, SimulatorProcess large, SimulatorProcess small, string module)
    {
        foreach (var into in (string[])["Out-Null", "Export-Csv", "Export-IruData"])
        {
            List<double>[] peaks = [[], []];
            List<double>[] heaps = [[], []];
            for (var round = 0; round < Rounds; round++)
                foreach (var (index, simulator) in ((int, SimulatorProcess)[])[(0, large), (1, small)])
                {
                    var words = (await new Shell(simulator, module).LinesAsync("Memory.ps1", into)).Single().Split(' ');
                    peaks[index].Add(double.Parse(words[0], CultureInfo.InvariantCulture));
                    heaps[index].Add(double.Parse(words[1], CultureInfo.InvariantCulture));
                }
            report.Add($"Peak working set, {into}", "MB", new Samples("100,000 devices", peaks[0]), new Samples("20,000 devices", peaks[1]));
            report.Add($"Live heap, {into}", "MB", new Samples("100,000 devices", heaps[0]), new Samples("20,000 devices", heaps[1]));
        }
    }
}
